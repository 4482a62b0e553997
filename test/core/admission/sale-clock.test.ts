import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendEntry,
  clockAt,
  entryAt,
  isTau,
  openSchedule,
  type ScheduleEntry,
} from '../../../src/core/admission/index.ts';
import { OPENS_AT, schedules } from './support.ts';

const seconds = fc.integer({ min: -500, max: 6_000 });
const read = (schedule: readonly ScheduleEntry[], t: number) => {
  const clock = clockAt({ opensAt: OPENS_AT, schedule }, t);
  if (clock === undefined) throw new Error(`the clock cannot be read at ${t}`);
  return clock;
};

describe('the sale clock', () => {
  test('never runs backwards, and never faster than real time', () => {
    fc.assert(
      fc.property(schedules, seconds, fc.nat(3_000), (schedule, from, gap) => {
        const before = read(schedule, OPENS_AT + from);
        const after = read(schedule, OPENS_AT + from + gap);
        expect(after).toBeGreaterThanOrEqual(before);
        expect(after - before).toBeLessThanOrEqual(gap * (1 + 1e-9));
      }),
    );
  });

  test('shows nothing until the sale opens', () => {
    fc.assert(
      fc.property(schedules, fc.nat(100_000), (schedule, before) => {
        expect(read(schedule, OPENS_AT - before)).toBe(0);
      }),
    );
  });

  test('with one τ all along shows the wait divided by τ', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), fc.nat(100_000), (tau, wait) => {
        expect(read(openSchedule(OPENS_AT, tau), OPENS_AT + wait)).toBe(wait / tau);
      }),
    );
  });

  test('stands still while the sale is closed, and goes on from where it stood', () => {
    const publication = { now: OPENS_AT, leadSeconds: 0 };
    const paused = appendEntry(openSchedule(OPENS_AT, 100), OPENS_AT + 250, 0, publication);
    const resumed = appendEntry(paused, OPENS_AT + 1_000, 50, publication);
    expect(read(resumed, OPENS_AT + 250)).toBe(2.5);
    expect(read(resumed, OPENS_AT + 999)).toBe(2.5);
    expect(read(resumed, OPENS_AT + 1_000)).toBe(2.5);
    expect(read(resumed, OPENS_AT + 1_100)).toBe(4.5);
  });

  test('cannot be read where the schedule was pruned away', () => {
    const schedule: ScheduleEntry[] = [[OPENS_AT + 600, 100, 6]];
    expect(clockAt({ opensAt: OPENS_AT, schedule }, OPENS_AT + 599)).toBeUndefined();
    expect(clockAt({ opensAt: OPENS_AT, schedule }, OPENS_AT + 600)).toBe(6);
    expect(clockAt({ opensAt: OPENS_AT, schedule }, OPENS_AT)).toBe(0);
    expect(entryAt([], OPENS_AT)).toBeUndefined();
  });

  test('cannot be read from an entry that no true clock could have', () => {
    const hostile: unknown[][] = [
      [OPENS_AT, null, 0],
      [OPENS_AT, Number.NaN, 0],
      [OPENS_AT, Number.POSITIVE_INFINITY, 0],
      [OPENS_AT, -1, 0],
      [OPENS_AT, 0.5, 0],
      [OPENS_AT, '60', 0],
      [OPENS_AT, 60, Number.NaN],
      [OPENS_AT, 60, Number.POSITIVE_INFINITY],
      [OPENS_AT, 60, 1e6],
      [OPENS_AT, 60, -3],
      [Number.NaN, 60, 0],
      [null, 1, 0],
      [0, 1, 0],
    ];
    for (const entry of hostile) {
      const schedule = [entry] as unknown as ScheduleEntry[];
      expect(clockAt({ opensAt: OPENS_AT, schedule }, OPENS_AT + 100), JSON.stringify(entry)).toBeUndefined();
    }
  });
});

test('τ is 0 or a number of seconds from 1 to a thousand million', () => {
  for (const tau of [0, 1, 900.5, 1e9]) expect(isTau(tau)).toBe(true);
  for (const tau of [
    -0.1,
    0.999,
    1e9 + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    '5',
    [5],
    true,
  ]) {
    expect(isTau(tau), String(tau)).toBe(false);
  }
});
