import type { Character } from './character.ts';
import { payForSession } from './pay.ts';
import type { Shopper } from './shopper.ts';
import type { Ending } from './tally.ts';
import { type Crowd, problemCode, timed, UnexpectedAnswerError } from './visit.ts';
import type { Admission } from './waiting-room.ts';

const NAMED_TRIES_MAX = 3;
const OVER = ['SESSION_EXPIRED', 'SESSION_ENDED'];

/** From the first look at the map to the end of the session. */
export async function shop(
  crowd: Crowd,
  character: Character,
  auth: string,
  admission: Admission,
): Promise<Ending> {
  const { sessionId, pass } = admission;
  const headers = { 'x-tix-auth': auth, 'x-tix-session': pass };
  const shopper: Shopper = { crowd, character, headers, sessionId };
  await crowd.pause(character.thinkMs);

  let seats = await holdSeats(shopper);
  if (typeof seats === 'string') return seats;
  if (character.changesMind) {
    await release(shopper, seats);
    seats = await holdSeats(shopper);
    if (typeof seats === 'string') return seats;
  }
  if (character.leaves === 'whileChoosing') return 'leftWhileChoosing';
  if (character.leaves === 'byCancelling') return cancel(shopper);
  await crowd.pause(character.thinkMs / 2);
  return payForSession(shopper);
}

/** Named seats of the wanted section, or whatever is best; after a few collisions everybody takes what they are given. */
async function holdSeats(shopper: Shopper): Promise<readonly string[] | Ending> {
  const { crowd, character } = shopper;
  const index = Math.min(crowd.sectionIds.length - 1, Math.floor(character.taste * crowd.sectionIds.length));
  const sectionId = crowd.sectionIds[index] as string;
  for (let tries = 0; !character.usesAutoHold && tries < NAMED_TRIES_MAX; tries++) {
    const seatIds = await pickFromMap(shopper, sectionId);
    if (seatIds.length === 0) break;
    const { data, error } = await timed(crowd, 'hold', () =>
      crowd.client.POST('/v1/sessions/{sessionId}/holds', {
        params: { path: { sessionId: shopper.sessionId } },
        headers: shopper.headers,
        body: { seatIds: [...seatIds] },
      }),
    );
    if (data !== undefined) return data.seatIds;
    if (problemCode('hold', error, ['SEAT_TAKEN', ...OVER]) !== 'SEAT_TAKEN') return 'outOfTime';
    crowd.tally.seatsTakenAnswers += 1;
  }
  return (await autoHold(shopper, { sectionIds: [sectionId] })) ?? (await autoHold(shopper, {})) ?? 'noSeats';
}

async function autoHold(
  shopper: Shopper,
  where: { sectionIds?: string[] },
): Promise<readonly string[] | Ending | undefined> {
  const { crowd, character } = shopper;
  const { data, error } = await timed(crowd, 'autoHold', () =>
    crowd.client.POST('/v1/sessions/{sessionId}/auto-holds', {
      params: { path: { sessionId: shopper.sessionId } },
      headers: shopper.headers,
      body: { count: character.party, mode: 'best' as const, ...where },
    }),
  );
  if (data !== undefined) return data.seatIds;
  return problemCode('autoHold', error, ['NO_SEATS_MATCH', ...OVER]) === 'NO_SEATS_MATCH'
    ? undefined
    : 'outOfTime';
}

/** Free seats next to each other in the map as the buyer sees it, beginning where they happen to click. */
async function pickFromMap(shopper: Shopper, sectionId: string): Promise<readonly string[]> {
  const { crowd, character } = shopper;
  const { data, error } = await timed(crowd, 'map', () =>
    crowd.client.GET('/v1/events/{eventId}/sections/{sectionId}/seats', {
      params: { path: { eventId: crowd.eventId, sectionId } },
    }),
  );
  if (data === undefined) throw new UnexpectedAnswerError('map', problemCode('map', error, []));
  const free = Object.entries(data.seats)
    .filter(([, state]) => state === 'available')
    .map(([seat]) => `${sectionId}#${seat}`);
  if (free.length < character.party) return [];
  // Everybody looks at the front first.
  const start = Math.floor(character.unit() ** 3 * (free.length - character.party + 1));
  return free.slice(start, start + character.party);
}

async function release(shopper: Shopper, seatIds: readonly string[]): Promise<void> {
  const { crowd } = shopper;
  const { data, error } = await timed(crowd, 'release', () =>
    crowd.client.POST('/v1/sessions/{sessionId}/releases', {
      params: { path: { sessionId: shopper.sessionId } },
      headers: shopper.headers,
      body: { seatIds: [...seatIds] },
    }),
  );
  if (data === undefined) problemCode('release', error, OVER);
}

async function cancel(shopper: Shopper): Promise<Ending> {
  const { crowd } = shopper;
  const { data, error } = await timed(crowd, 'cancel', () =>
    crowd.client.DELETE('/v1/sessions/{sessionId}', {
      params: { path: { sessionId: shopper.sessionId } },
      headers: shopper.headers,
    }),
  );
  if (data === undefined) problemCode('cancel', error, OVER);
  return 'cancelled';
}
