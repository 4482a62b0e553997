import type { Character } from './character.ts';
import { shop } from './shop.ts';
import { countEnding, type Ending } from './tally.ts';
import { type Crowd, problemCode, timed, UnexpectedAnswerError } from './visit.ts';
import { attempt, countAdmission, takePlace, waitForAdmission } from './waiting-room.ts';

/** One person's whole visit, from when they mean to come. */
export async function visit(crowd: Crowd, character: Character): Promise<void> {
  await crowd.pause(crowd.opensAtMs + character.arrivesMs - crowd.clock.nowMs());
  await attend(crowd, character);
}

/** The visit of somebody who has come. Never rejects unless the run is stopped: what goes wrong is in the tally. */
export async function attend(crowd: Crowd, character: Character): Promise<void> {
  const { tally } = crowd;
  tally.arrived += 1;
  try {
    countEnding(tally, await (character.isScript ? play(crowd, character) : queueAndShop(crowd, character)));
  } catch (error) {
    if (crowd.signal.aborted) throw error;
    const what = error instanceof Error ? error.message : String(error);
    tally.unexpected[what] = (tally.unexpected[what] ?? 0) + 1;
  }
}

async function queueAndShop(crowd: Crowd, character: Character): Promise<Ending> {
  const { tally } = crowd;
  tally.honest.people += 1;
  const auth = await signIn(crowd, character);
  tally.waiting += 1;
  const admission = await waitForAdmission(crowd, character, auth, tally.honest).finally(() => {
    tally.waiting -= 1;
  });
  return typeof admission === 'string' ? admission : shopping(crowd, character, auth, admission);
}

/** Pause between a script's requests: forty times as many as an honest buyer sends, and still kind to one machine. */
const SCRIPT_PAUSE_MS = 100;
const SCRIPT_MINTS_EVERY = 8;
const SCRIPT_TOKENS_MAX = 20;

/** A greedy script: keeps minting tokens and tries one of them all the time, whatever the answers say. */
async function play(crowd: Crowd, character: Character): Promise<Ending> {
  const { tally } = crowd;
  tally.scripts.people += 1;
  const auth = await signIn(crowd, character);
  const cameMs = crowd.clock.nowMs();
  const places = [await takePlace(crowd, auth)];
  for (let round = 1; crowd.clock.nowMs() < crowd.closesAtMs + crowd.slotMs; round++) {
    if (round % SCRIPT_MINTS_EVERY === 0 && places.length < SCRIPT_TOKENS_MAX)
      places.push(await takePlace(crowd, auth));
    const pick = Math.floor(character.unit() * places.length);
    const place = places[pick];
    if (place === undefined) break;
    const answer = await attempt(crowd, auth, place);
    if ('admitted' in answer) {
      countAdmission(crowd, tally.scripts, cameMs);
      return shopping(crowd, character, auth, answer.admitted);
    }
    if ('refused' in answer) return 'refusedAdmission';
    places[pick] = answer.place;
    await crowd.pause(SCRIPT_PAUSE_MS);
  }
  tally.scripts.stayed += 1;
  return 'doorsClosed';
}

async function shopping(
  crowd: Crowd,
  character: Character,
  auth: string,
  admission: Parameters<typeof shop>[3],
): Promise<Ending> {
  crowd.tally.shopping += 1;
  return shop(crowd, character, auth, admission).finally(() => {
    crowd.tally.shopping -= 1;
  });
}

/** @throws UnexpectedAnswerError */
export async function signIn(crowd: Crowd, { userId }: Pick<Character, 'userId'>): Promise<string> {
  if (crowd.passOf !== undefined) return crowd.passOf(userId);
  const { data, error } = await timed(crowd, 'signIn', () =>
    crowd.client.POST('/v1/sign-in/dev', { body: { userId } }),
  );
  if (data === undefined) throw new UnexpectedAnswerError('signIn', problemCode('signIn', error, []));
  return data.pass;
}
