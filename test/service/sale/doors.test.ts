import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockAt, entryAt, phaseAt } from '../../../src/core/admission/index.ts';
import { UserError } from '../../../src/core/errors/index.ts';
import type { KeyValueStore } from '../../../src/service/ports/index.ts';
import {
  changeDoors,
  type DoorsChange,
  type DoorsVerb,
  publishTau,
} from '../../../src/service/sale/index.ts';
import { EVENT_ID, OPENS_AT, recordsOf, saleOf, storeWithSale } from './support.ts';

const BEFORE = OPENS_AT - 600;

const change = (kvs: KeyValueStore, verb: DoorsVerb, now: number, more: Partial<DoorsChange> = {}) =>
  changeDoors(kvs, { eventId: EVENT_ID, verb, now, leadSeconds: 10, ...more });

/** A turn of the tuner that lets nobody in from `from` on. */
const tunerShuts = (kvs: KeyValueStore, from: number, phase: 'allHeld' | 'soldOut') =>
  publishTau(kvs, { ...tunersTurn(from - 10), entry: { tau: 0, from }, phase });

const tunersTurn = (nowSeconds: number) =>
  ({ eventId: EVENT_ID, nowSeconds, leadSeconds: 10, phase: 'open', forecast: null, tunerEpoch: 1 }) as const;

describe('opening', () => {
  test('before the opening, the doors open with it', async () => {
    const kvs = await storeWithSale();
    const changed = await change(kvs, 'open', BEFORE);
    expect(changed).toMatchObject({ changed: true, from: OPENS_AT, tau: 300, stateBefore: 'notOpened' });
    expect(await saleOf(kvs)).toMatchObject({ schedule: [[OPENS_AT, 300, 0]], phase: 'open' });
  });

  test('after it, they open as soon as every edge can know', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', OPENS_AT + 100, { tau: 500 });
    expect((await saleOf(kvs)).schedule).toEqual([
      [OPENS_AT, 0, 0],
      [OPENS_AT + 110, 500, 0],
    ]);
  });

  test('an open sale changes nothing', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    const etag = await kvs.etag();
    expect(await change(kvs, 'open', OPENS_AT + 5)).toMatchObject({ changed: false, tau: 300 });
    expect(await kvs.etag()).toBe(etag);
  });
});

describe('pausing and resuming', () => {
  test('the clock stands still meanwhile, and goes on at its old speed', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    await change(kvs, 'pause', OPENS_AT + 290);
    expect(await saleOf(kvs)).toMatchObject({ phase: 'paused', forecast: null });
    await change(kvs, 'resume', OPENS_AT + 590);
    const sale = await saleOf(kvs);
    expect(sale).toMatchObject({ phase: 'open', forecast: { tau: 300 } });
    const readings = [300, 600, 900].map((t) => clockAt(sale, OPENS_AT + t));
    expect(readings).toEqual([1, 1, 2]);
  });

  test('after a pause longer than the schedule remembers, people are still let in as fast as before', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE, { tau: 450 });
    await change(kvs, 'pause', OPENS_AT + 100);
    // A turn of the tuner prunes the schedule.
    await tunerShuts(kvs, OPENS_AT + 9_000, 'allHeld');
    expect((await saleOf(kvs)).schedule.every(([, tau]) => tau === 0)).toBe(true);
    expect(await change(kvs, 'resume', OPENS_AT + 10_000)).toMatchObject({ tau: 450 });
  });

  test('before the opening, a pause keeps the doors shut when it comes', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    expect(await change(kvs, 'pause', OPENS_AT - 30)).toMatchObject({ from: OPENS_AT });
    expect((await saleOf(kvs)).schedule).toEqual([[OPENS_AT, 0, 0]]);
    expect(await change(kvs, 'resume', OPENS_AT + 60)).toMatchObject({ from: OPENS_AT + 70, tau: 300 });
  });

  test('a pause planned for later changes nothing that buyers read now, and is told when it comes', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    await change(kvs, 'pause', OPENS_AT + 10, { from: OPENS_AT + 3_600 });
    await change(kvs, 'resume', OPENS_AT + 10, { from: OPENS_AT + 7_200 });
    const sale = await saleOf(kvs);
    expect(sale.forecast).toMatchObject({ tau: 300 });
    const read = [3_599, 3_600, 7_199, 7_200].map((t) => phaseAt(sale, OPENS_AT + t));
    expect(read).toEqual(['open', 'paused', 'paused', 'open']);
  });

  test('a later decision takes back what was planned after it, and says so', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    await change(kvs, 'pause', OPENS_AT + 10, { from: OPENS_AT + 3_600 });
    await change(kvs, 'resume', OPENS_AT + 10, { from: OPENS_AT + 7_200 });
    const closed = await change(kvs, 'close', OPENS_AT + 20, { from: OPENS_AT + 1_800 });
    expect(closed.takenBack).toEqual([
      [OPENS_AT + 3_600, 'pause'],
      [OPENS_AT + 7_200, 'resume'],
    ]);
    expect((await saleOf(kvs)).schedule.map(([from, tau]) => [from - OPENS_AT, tau])).toEqual([
      [0, 300],
      [1_800, 0],
    ]);
  });
});

describe('closing', () => {
  test('only opening opens again', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    await change(kvs, 'close', OPENS_AT + 100);
    await expect(change(kvs, 'resume', OPENS_AT + 200)).rejects.toMatchObject({ code: 'DOORS_STATE' });
    await expect(change(kvs, 'pause', OPENS_AT + 200)).rejects.toThrow(/the sale is closed/);
    expect(await change(kvs, 'open', OPENS_AT + 200)).toMatchObject({ changed: true, tau: 300 });
  });

  test('buyers read that it is closed from the moment it is, also when that was planned', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    await change(kvs, 'close', OPENS_AT + 100, { from: OPENS_AT + 1_000 });
    const sale = await saleOf(kvs);
    expect([999, 1_000, 9_999].map((t) => phaseAt(sale, OPENS_AT + t))).toEqual(['open', 'closed', 'closed']);
  });

  test('buyers of a sold-out sale go on reading that it is sold out', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    await tunerShuts(kvs, OPENS_AT + 120, 'soldOut');
    await change(kvs, 'close', OPENS_AT + 200);
    expect(phaseAt(await saleOf(kvs), OPENS_AT + 300)).toBe('soldOut');
  });
});

describe('a change', () => {
  test.each([
    [
      'sooner than every edge can know',
      OPENS_AT + 109,
      /at 2027-01-15T08:01:50Z at the earliest: every edge/,
    ],
    ['in the past', OPENS_AT, /at the earliest/],
    ['before the sale opens', OPENS_AT - 5, /at 2027-01-15T08:00:00Z at the earliest: the sale opens then/],
  ])('%s is refused', async (_, from, says) => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    const failure = change(kvs, 'pause', OPENS_AT + 100, { from });
    await expect(failure).rejects.toMatchObject({ code: 'TOO_SOON' });
    await expect(failure).rejects.toThrow(says);
  });

  test('of an event that is not on sale is refused', async () => {
    const kvs = await storeWithSale();
    const unknown = changeDoors(kvs, { eventId: 'other', verb: 'open', now: BEFORE, leadSeconds: 10 });
    await expect(unknown).rejects.toThrow(/holds no sale of other; make it with/);
  });

  test('decided by two operators at once happens once and is whole', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    const now = OPENS_AT + 100;
    const all = await Promise.all(Array.from({ length: 8 }, () => change(kvs, 'pause', now)));
    expect(all.filter(({ changed }) => changed)).toHaveLength(1);
    expect((await recordsOf(kvs)).notes.doors).toEqual([
      [OPENS_AT, 'open'],
      [now + 10, 'pause'],
    ]);
  });

  test('is possible however many were made before', async () => {
    const kvs = await storeWithSale();
    await change(kvs, 'open', BEFORE);
    for (let i = 0; i < 60; i++) await change(kvs, i % 2 ? 'resume' : 'pause', OPENS_AT + 100 + 200 * i);
    const { notes } = await recordsOf(kvs);
    expect(notes.doors.length).toBeLessThan(12);
    expect(notes.doors.at(-1)).toEqual([OPENS_AT + 110 + 200 * 59, 'resume']);
  });

  test('never judges the past again, never turns the clock back and never touches the rules', async () => {
    const verbs = fc.constantFrom<DoorsVerb>('open', 'pause', 'resume', 'close');
    const turn = fc.record({
      passes: fc.integer({ min: 1, max: 200 }),
      does: fc.oneof(verbs, fc.constantFrom(0, 60, 900)),
      ahead: fc.option(fc.integer({ min: 10, max: 300 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 20 }), async (turns) => {
        const kvs = await storeWithSale();
        const rules = rulesIn(await saleOf(kvs));
        let now = OPENS_AT - 100;
        for (const { passes, does, ahead } of turns) {
          now += passes;
          const before = await saleOf(kvs);
          await tryTo(kvs, does, now, ahead);
          const after = await saleOf(kvs);
          expect(rulesIn(after)).toEqual(rules);
          for (let t = now - 30; t < now + 10; t += 5) {
            if (t < OPENS_AT) continue;
            expect(entryAt(after.schedule, t)).toEqual(entryAt(before.schedule, t));
          }
          const readings = after.schedule.map(([, , reading]) => reading);
          expect(readings).toEqual([...readings].sort((a, b) => a - b));
        }
      }),
      { numRuns: 100 },
    );
  });
});

const rulesIn = ({ opensAt, k, curve, slotSeconds, commitment }: Awaited<ReturnType<typeof saleOf>>) => ({
  opensAt,
  k,
  curve,
  slotSeconds,
  commitment,
});

/** A verb, or a turn of the tuner to a τ; what does not fit as things stand is refused and changes nothing. */
async function tryTo(kvs: KeyValueStore, does: DoorsVerb | number, now: number, ahead: number | undefined) {
  const from = ahead === undefined ? undefined : now + ahead;
  try {
    if (typeof does === 'string') await change(kvs, does, now, { from });
    else {
      const at = Math.max(from ?? now + 10, OPENS_AT + 1);
      await publishTau(kvs, { ...tunersTurn(now), entry: { tau: does, from: at } });
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}
