import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendEntry,
  type DrawKeys,
  judge,
  newPlace,
  openSchedule,
  pruneSchedule,
  type SaleRecord,
  type ScheduleEntry,
  slotPhaseOf,
  slotStartAt,
  type WaitingPayload,
} from '../../../src/core/admission/index.ts';
import { EVENT_ID, hashing, OPENS_AT, sales, someKeys, someSale, subs } from './support.ts';

const keys = someKeys();
const HORIZON_SECONDS = 2_400;

function placeOf(sale: SaleRecord, sub: string, now: number): WaitingPayload {
  const place = newPlace(hashing, keys, sale, { eventId: EVENT_ID, sub, now, requestId: `${sub}@${now}` });
  if (place === undefined) throw new Error('no place');
  return place;
}

const isIn = (sale: SaleRecord, place: WaitingPayload, now: number, draw: DrawKeys = keys) =>
  judge(hashing, draw, sale, place, now).admitted;

/** Start of the slot in which the first of the attempts succeeds; undefined when none does. */
function firstSuccess(
  sale: SaleRecord,
  place: WaitingPayload,
  attempts: readonly number[],
): number | undefined {
  const at = attempts.find((now) => isIn(sale, place, now));
  return at === undefined ? undefined : judge(hashing, keys, sale, place, at).slotStart;
}

const arrivals = fc.integer({ min: -600, max: 900 }).map((offset) => OPENS_AT + offset);

describe('polling invariance', () => {
  test('any attempts with one per slot succeed in the same slot as exactly one per slot', () => {
    fc.assert(
      fc.property(sales, subs, arrivals, fc.infiniteStream(fc.nat(1_000)), (sale, sub, arrival, dice) => {
        const place = placeOf(sale, sub, arrival);
        const phase = slotPhaseOf(hashing, keys.lot, EVENT_ID, sub, sale.slotSeconds);
        const first = slotStartAt(Math.max(arrival, OPENS_AT), phase, sale.slotSeconds);
        const slots = Array.from({ length: 40 }, (_, i) => first + i * sale.slotSeconds);
        const within = (start: number) => start + ((dice.next().value ?? 0) % sale.slotSeconds);
        const patient = slots.map(within).filter((t) => t >= arrival);
        const greedy = slots
          .flatMap((start) => [within(start), within(start), within(start)])
          .sort((a, b) => a - b);
        expect(
          firstSuccess(
            sale,
            place,
            greedy.filter((t) => t >= arrival),
          ),
        ).toBe(firstSuccess(sale, place, patient));
      }),
    );
  });

  test('all seconds of a slot have the same verdict', () => {
    fc.assert(
      fc.property(sales, subs, arrivals, fc.nat(HORIZON_SECONDS), (sale, sub, arrival, later) => {
        const place = placeOf(sale, sub, arrival);
        const { slotStart, ...verdict } = judge(hashing, keys, sale, place, arrival + later);
        for (const now of [slotStart, slotStart + sale.slotSeconds - 1]) {
          expect(judge(hashing, keys, sale, place, now)).toMatchObject({
            admitted: verdict.admitted,
            p: verdict.p,
            slotStart,
          });
        }
      }),
    );
  });
});

test('re-roll immunity: whoever is in with a later token was in with the first one, at any moment', () => {
  fc.assert(
    fc.property(
      sales,
      subs,
      arrivals,
      fc.nat(900),
      fc.nat(HORIZON_SECONDS),
      (sale, sub, arrival, again, later) => {
        const first = placeOf(sale, sub, arrival);
        const rerolled = placeOf(sale, sub, arrival + again);
        const now = arrival + again + later;
        expect(rerolled.lot).toBe(first.lot);
        expect(rerolled.c0).toBeGreaterThanOrEqual(first.c0);
        expect(rerolled.boff).toBeGreaterThanOrEqual(first.boff);
        if (isIn(sale, rerolled, now)) expect(isIn(sale, first, now)).toBe(true);
      },
    ),
  );
});

describe('no loss', () => {
  test('who would have been in and missed it is in at their next attempt while the sale is open', () => {
    fc.assert(
      fc.property(
        sales,
        subs,
        arrivals,
        fc.nat(HORIZON_SECONDS),
        fc.nat(HORIZON_SECONDS),
        (sale, sub, arrival, a, b) => {
          const place = placeOf(sale, sub, arrival);
          const now = arrival + Math.min(a, b);
          const later = judge(hashing, keys, sale, place, arrival + Math.max(a, b));
          if (isIn(sale, place, now) && later.tau !== 0) expect(later.admitted).toBe(true);
        },
      ),
    );
  });

  test('a rising τ takes nothing from anybody: the chance gathered never shrinks', () => {
    fc.assert(
      fc.property(subs, fc.nat(600), fc.double({ min: 1, max: 50, noNaN: true }), (sub, wait, factor) => {
        const steady = someSale({ schedule: openSchedule(OPENS_AT, 300) });
        const change = OPENS_AT + wait + 1;
        const raised = someSale({
          schedule: appendEntry(steady.schedule, change, 300 * factor, { now: OPENS_AT, leadSeconds: 0 }),
        });
        const place = placeOf(steady, sub, OPENS_AT);
        const before = judge(hashing, keys, raised, place, change - 1);
        const after = judge(hashing, keys, raised, place, change + 120);
        expect(after.p).toBeGreaterThanOrEqual(before.p ?? 0);
        if (before.admitted) expect(after.admitted).toBe(true);
      }),
    );
  });

  test('a pause lets nobody in, gives nothing and takes nothing', () => {
    const opened = openSchedule(OPENS_AT, 300);
    const publication = { now: OPENS_AT, leadSeconds: 0 };
    const paused = appendEntry(opened, OPENS_AT + 300, 0, publication);
    const resumed = appendEntry(paused, OPENS_AT + 3_000, 300, publication);
    fc.assert(
      fc.property(subs, (sub) => {
        const place = placeOf(someSale({ schedule: resumed }), sub, OPENS_AT);
        const during = judge(hashing, keys, someSale({ schedule: resumed }), place, OPENS_AT + 2_000);
        expect(during).toMatchObject({ tau: 0, admitted: false, x: 1 });
        const after = judge(hashing, keys, someSale({ schedule: resumed }), place, OPENS_AT + 3_030);
        expect(after.x).toBeGreaterThanOrEqual(1);
        expect(after.x).toBeLessThan(1.11);
      }),
    );
  });
});

test('a crowd that comes in one second is spread over the slot, and nobody waits longer than one for a first try', () => {
  const sale = someSale({ slotSeconds: 30 });
  const perSecond = new Map<number, number>();
  for (let i = 0; i < 3_000; i++) {
    const { boff } = placeOf(sale, `user-${i}`, OPENS_AT + 7);
    expect(boff).toBeGreaterThan(OPENS_AT + 7);
    expect(boff).toBeLessThanOrEqual(OPENS_AT + 37);
    perSecond.set(boff, (perSecond.get(boff) ?? 0) + 1);
  }
  expect(perSecond.size).toBe(30);
  expect(Math.max(...perSecond.values())).toBeLessThan(150);
});

test('before the opening nobody has waited: coming an hour early is worth as much as coming a second early', () => {
  fc.assert(
    fc.property(sales, subs, fc.nat(3_600), fc.nat(HORIZON_SECONDS), (sale, sub, early, later) => {
      const now = OPENS_AT + later;
      const anHour = judge(hashing, keys, sale, placeOf(sale, sub, OPENS_AT - early), now);
      const onTime = judge(hashing, keys, sale, placeOf(sale, sub, OPENS_AT), now);
      expect({ ...anHour, nextBackoff: 0 }).toEqual({ ...onTime, nextBackoff: 0 });
    }),
  );
});

test('rules whose beacon has not spoken admit nobody', () => {
  fc.assert(
    fc.property(sales, subs, fc.nat(HORIZON_SECONDS), (sale, sub, later) => {
      const place = placeOf(sale, sub, OPENS_AT);
      expect(isIn(sale, place, OPENS_AT + later, someKeys({ beacon: null }))).toBe(false);
    }),
  );
});

describe('a sale record that cannot be trusted', () => {
  const nonsense = fc.constantFrom<unknown>(
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -1,
    0.5,
    1e300,
    '30',
    '',
    true,
    {},
    [],
  );
  const hostileEntry = fc.tuple(
    fc.oneof(
      nonsense,
      fc.integer({ min: -600, max: 600 }).map((offset) => OPENS_AT + offset),
    ),
    nonsense,
    fc.oneof(nonsense, fc.double({ min: 0, max: 5, noNaN: true })),
  );
  const people = [...'abcdefgh'].map((name) => placeOf(someSale(), `user-${name}`, OPENS_AT));

  test('admits nobody when τ is null, no number, infinite or out of range', () => {
    fc.assert(
      fc.property(fc.array(hostileEntry, { maxLength: 4 }), fc.nat(HORIZON_SECONDS), (entries, later) => {
        const sale = someSale({ schedule: entries as unknown as ScheduleEntry[] });
        for (const place of people) expect(isIn(sale, place, OPENS_AT + later)).toBe(false);
      }),
    );
  });

  test('admits nobody when τ is 0', () => {
    const sale = someSale({ schedule: openSchedule(OPENS_AT, 0) });
    for (const place of people) expect(isIn(sale, place, OPENS_AT + 100_000)).toBe(false);
  });

  test('admits nobody in a slot older than the entries kept, and asks for more patience than usual', () => {
    const sale = someSale({ schedule: [[OPENS_AT + 600, 1, 10]] });
    for (const place of people) {
      const verdict = judge(hashing, keys, sale, place, OPENS_AT + 500);
      expect(verdict).toMatchObject({ tau: null, clock: null, x: null, p: null, admitted: false });
      expect(verdict.nextBackoff).toBe(verdict.slotStart + 30 + 60);
    }
  });

  test('a pruned schedule gives the verdicts of the whole one, for every slot it must still serve', () => {
    fc.assert(
      fc.property(sales, subs, arrivals, fc.nat(HORIZON_SECONDS), (sale, sub, arrival, later) => {
        const place = placeOf(sale, sub, arrival);
        const now = arrival + later;
        const pruned = { ...sale, schedule: pruneSchedule(sale.schedule, sale.slotSeconds, now) };
        for (const at of [now, now - 60]) {
          expect(judge(hashing, keys, pruned, place, at)).toEqual(judge(hashing, keys, sale, place, at));
        }
      }),
    );
  });
});

describe('at the edges of the numbers', () => {
  /** Everybody draws the lowest number there is. */
  const luckiest = { ...hashing, hmacSha256: () => new Uint8Array(32) };
  const unluckiest = { ...hashing, hmacSha256: () => new Uint8Array(32).fill(0xff) };
  const place = placeOf(someSale(), 'ada', OPENS_AT);

  test('the luckiest number is in as soon as the clock has moved, and not before', () => {
    const sale = someSale({ slotSeconds: 1 });
    expect(judge(luckiest, keys, sale, place, OPENS_AT).admitted).toBe(false);
    expect(judge(luckiest, keys, sale, place, OPENS_AT + 1).admitted).toBe(true);
  });

  test('the unluckiest number is in once the clock has gone far enough, whatever k', () => {
    for (const k of [1, 2, 32]) {
      const sale = someSale({ k, schedule: openSchedule(OPENS_AT, 1), slotSeconds: 1 });
      expect(judge(unluckiest, keys, sale, place, OPENS_AT + 1).admitted).toBe(false);
      expect(judge(unluckiest, keys, sale, place, OPENS_AT + 60).admitted).toBe(true);
      expect(judge(unluckiest, keys, sale, place, OPENS_AT + 10_000_000).admitted).toBe(true);
    }
  });

  test('a token from a faster clock than the sale’s has waited nothing, not less', () => {
    const early = { ...place, c0: 5 };
    expect(judge(hashing, keys, someSale(), early, OPENS_AT + 60)).toMatchObject({
      x: 0,
      p: 0,
      admitted: false,
    });
  });

  test('the smallest share the rules allow counts, for the luckiest number alone', () => {
    const sale = someSale({ k: 32, schedule: openSchedule(OPENS_AT, 1e9), slotSeconds: 1 });
    const verdict = judge(luckiest, keys, sale, place, OPENS_AT + 1);
    expect(verdict.p).toBeGreaterThan(0);
    expect(verdict.p).toBeLessThan(2 ** -53);
    expect(verdict.admitted).toBe(true);
    expect(judge(hashing, keys, sale, place, OPENS_AT + 1).admitted).toBe(false);
  });
});
