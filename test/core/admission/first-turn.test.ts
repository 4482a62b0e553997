import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockAt, firstTurn, judge, lotOf, type ScheduleEntry } from '../../../src/core/admission/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';

const OPENS_AT = 1_800_000_000;
const keys = { lot: new Uint8Array(32).fill(1), draw: new Uint8Array(32).fill(2), beacon: '' };

const schedules = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom(0, 20, 60, 300)), { maxLength: 6 })
  .map((steps) => {
    const entries: ScheduleEntry[] = [[OPENS_AT, 100, 0]];
    let from = OPENS_AT;
    for (const [later, tau] of steps) {
      const reading = clockAt({ opensAt: OPENS_AT, schedule: entries }, from + later) ?? 0;
      from += later;
      entries.push([from, tau, reading]);
    }
    return entries;
  });

test('a turn comes in the first slot for which the verdict is yes, and in none when it never is', () => {
  fc.assert(
    fc.property(
      schedules,
      fc.constantFrom(1, 2, 8),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: -100, max: 500 }),
      fc.uuid(),
      (schedule, k, slotSeconds, late, sub) => {
        const sale = { opensAt: OPENS_AT, k, curve: 'weibull', slotSeconds, schedule };
        const iat = OPENS_AT + late;
        const c0 = clockAt(sale, Math.max(iat, OPENS_AT)) ?? 0;
        const token = { evt: 'gala', sub, iat, c0, lot: lotOf(nodeHashing, keys.lot, 'gala', sub) };
        const until = OPENS_AT + 800;
        let expected: number | undefined;
        for (let now = Math.max(iat, OPENS_AT - slotSeconds); now <= until; now++) {
          const verdict = judge(nodeHashing, keys, sale, token, now);
          if (!verdict.admitted) continue;
          expected = verdict.slotStart;
          break;
        }
        const turn = firstTurn(nodeHashing, keys, sale, { eventId: 'gala', sub, iat, c0 }, until);
        expect(turn).toBe(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('while the beacon has not spoken it is nobody’s turn', () => {
  const schedule: ScheduleEntry[] = [[OPENS_AT, 1, 0]];
  const sale = { opensAt: OPENS_AT, k: 2, curve: 'weibull', slotSeconds: 5, schedule };
  const place = { eventId: 'gala', sub: 'ada', iat: OPENS_AT, c0: 0 };
  const silent = { ...keys, beacon: null };
  expect(firstTurn(nodeHashing, silent, sale, place, OPENS_AT + 1_000)).toBeUndefined();
  expect(firstTurn(nodeHashing, keys, sale, place, OPENS_AT + 1_000)).toBeDefined();
});
