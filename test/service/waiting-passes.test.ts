import { expect, test } from 'vitest';
import { slotPhaseOf, slotStartAt, solveProof } from '../../src/core/admission/index.ts';
import { nodeHashing } from '../../src/service/adapters/system/index.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from './harness.ts';

const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;
const ADMISSION = `/v1/events/${EVENT_ID}/queue/admission`;
const SLOT_SECONDS = 5;
const DRAWN_AFTER_MS = 60_000;

interface Place {
  readonly token: string;
  readonly nonce: string;
}

async function mint(harness: Harness, sub: string): Promise<Place> {
  const { body } = await harness.call('POST', TOKEN, { headers: await harness.edgeHeaders(sub, TOKEN) });
  const proof = solveProof(nodeHashing, body.challenge.text, body.challenge.bits, 0, 10_000);
  return { token: body.token, nonce: 'nonce' in proof ? proof.nonce : '' };
}

/** Answers whether a session came of it. */
async function ask(harness: Harness, sub: string, { token, nonce }: Place): Promise<boolean> {
  const headers = await harness.edgeHeaders(sub, ADMISSION);
  const answer = await harness.call('POST', ADMISSION, {
    headers: { ...headers, 'x-tix-token': token, 'x-tix-nonce': nonce },
  });
  return answer.status === 201;
}

async function slotStartOf(harness: Harness, sub: string, second: number): Promise<number> {
  const { keys } = await harness.service.saleBook.read(EVENT_ID);
  if (keys === undefined) throw new Error('the harness has no keys');
  return slotStartAt(second, slotPhaseOf(nodeHashing, keys.lot, EVENT_ID, sub, SLOT_SECONDS), SLOT_SECONDS);
}

/**
 * A full house, in which the one place comes free after so many seconds. Somebody who was drawn asks whenever `asks` says, with so many
 * places at once. Answers when they got in, by how many sessions, and the start of the first of their slots after the place came free.
 */
async function race(options: {
  freeAfter: number;
  tokens: number;
  asks: (second: number, slotStart: number) => boolean;
}) {
  const harness = await openHarness({ softCap: 1, hardCap: 1 });
  const ada = await openBuyer(harness, 'ada');
  const places: Place[] = [];
  for (let i = 0; i < options.tokens; i++) places.push(await mint(harness, 'eve'));
  await harness.passMs(DRAWN_AFTER_MS);
  const begin = await slotStartOf(harness, 'eve', Math.floor(harness.nowMs() / 1000) + SLOT_SECONDS);
  await harness.passMs(begin * 1000 - harness.nowMs());
  for (let second = begin; second < begin + 4 * SLOT_SECONDS; second++) {
    if (options.asks(second, await slotStartOf(harness, 'eve', second))) {
      const answers = await Promise.all(places.map((place) => ask(harness, 'eve', place)));
      const sessions = answers.filter((isIn) => isIn).length;
      const fair = (await slotStartOf(harness, 'eve', begin + options.freeAfter)) + SLOT_SECONDS;
      if (sessions > 0) return { sessions, second, fair };
    }
    if (second === begin + options.freeAfter) await ada.cancel();
    await harness.passMs(1_000);
  }
  throw new Error('nobody got in');
}

test.each([0, 1, 2, 3, 4])(
  'who asks every second with ten places gets a place that came free %i s into a slot no sooner than who asks once a slot',
  async (freeAfter) => {
    const script = await race({ freeAfter, tokens: 10, asks: () => true });
    expect(script).toEqual({ sessions: 1, second: script.fair, fair: script.fair });
    const honest = await race({ freeAfter, tokens: 1, asks: (second, slotStart) => second === slotStart });
    expect(honest).toEqual({ sessions: 1, second: honest.fair, fair: honest.fair });
  },
);
