import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendEntry,
  clockAt,
  entryAt,
  openSchedule,
  pruneSchedule,
  type ScheduleEntry,
} from '../../../src/core/admission/index.ts';
import { UserError } from '../../../src/core/errors/index.ts';
import { OPENS_AT, schedules, taus } from './support.ts';

const atOnce = { now: OPENS_AT, leadSeconds: 0 };

function problemsOf(edit: () => unknown): string[] {
  try {
    edit();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).code).toBe('BAD_SCHEDULE_ENTRY');
    return (error as UserError).problems.map(({ path }) => path);
  }
  throw new Error('nothing was refused');
}

describe('changing τ', () => {
  test('neither turns the clock back nor lets it jump', () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 1, max: 5_000 }), taus, (schedule, after, tau) => {
        const from = (schedule.at(-1)?.[0] ?? 0) + after;
        const changed = appendEntry(schedule, from, tau, atOnce);
        expect(changed.slice(0, -1)).toEqual(schedule);
        expect(clockAt({ opensAt: OPENS_AT, schedule: changed }, from)).toBe(
          clockAt({ opensAt: OPENS_AT, schedule }, from),
        );
      }),
    );
  });

  test('for a moment that has passed, or is too close to reach every edge, is refused', () => {
    const schedule = openSchedule(OPENS_AT, 60);
    const publication = { now: OPENS_AT + 100, leadSeconds: 10 };
    expect(problemsOf(() => appendEntry(schedule, OPENS_AT + 99, 50, publication))).toEqual(['from']);
    expect(problemsOf(() => appendEntry(schedule, OPENS_AT + 109, 50, publication))).toEqual(['from']);
    expect(appendEntry(schedule, OPENS_AT + 110, 50, publication)).toHaveLength(2);
  });

  test('before, or in the same second as, the last change is refused', () => {
    const schedule = appendEntry(openSchedule(OPENS_AT, 60), OPENS_AT + 300, 50, atOnce);
    for (const from of [OPENS_AT + 299, OPENS_AT + 300]) {
      expect(problemsOf(() => appendEntry(schedule, from, 50, atOnce))).toEqual(['from']);
    }
  });

  test('to what is no τ is refused', () => {
    for (const tau of [-1, 0.5, 1e9 + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(problemsOf(() => appendEntry(openSchedule(OPENS_AT, 60), OPENS_AT + 9, tau, atOnce))).toEqual([
        'tau',
      ]);
      expect(problemsOf(() => openSchedule(OPENS_AT, tau))).toEqual(['tau']);
    }
  });

  test('wrong in several ways is told all of them at once', () => {
    const schedule = openSchedule(OPENS_AT, 60);
    expect(problemsOf(() => appendEntry(schedule, OPENS_AT - 0.5, Number.NaN, atOnce))).toEqual([
      'from',
      'from',
      'from',
      'tau',
    ]);
  });
});

describe('pruning', () => {
  test('keeps the entry in force at every second that a slot may still ask for', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 120 }),
        fc.nat(6_000),
        (schedule, slotSeconds, elapsed) => {
          const now = OPENS_AT + elapsed;
          const pruned = pruneSchedule(schedule, slotSeconds, now);
          for (let t = now - slotSeconds - 60; t <= now + 20; t++) {
            expect(entryAt(pruned, t)).toEqual(entryAt(schedule, t));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('drops what no slot asks for any more, and never the future', () => {
    const schedule: ScheduleEntry[] = [0, 100, 200, 300, 400].map((at) => [OPENS_AT + at, 100, at / 100]);
    const pruned = pruneSchedule(schedule, 30, OPENS_AT + 350);
    expect(pruned.map(([from]) => from - OPENS_AT)).toEqual([200, 300, 400]);
    expect(pruneSchedule(schedule, 30, OPENS_AT - 500)).toEqual(schedule);
    expect(pruneSchedule(schedule, 30, OPENS_AT + 90_000)).toEqual(schedule.slice(-1));
    expect(pruneSchedule([], 30, OPENS_AT)).toEqual([]);
  });
});
