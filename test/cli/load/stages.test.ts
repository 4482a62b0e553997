import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arrivalsIn,
  durationOf,
  parseStages,
  type Stage,
  schedule,
  steady,
} from '../../../src/cli/load/stages.ts';

const rate = fc.integer({ min: 0, max: 500 });
const stage = fc
  .record({
    kind: fc.constantFrom('ramp' as const, 'hold' as const, 'spike' as const),
    durationMs: fc.integer({ min: 1, max: 20_000 }),
    toRate: rate,
    other: rate,
  })
  .map(
    ({ kind, durationMs, toRate, other }): Stage => ({
      kind,
      durationMs,
      toRate,
      fromRate: kind === 'ramp' ? other : toRate,
    }),
  );

function dueTimes(stages: readonly Stage[]): number[] {
  const dueAfterMs = schedule(stages);
  const times: number[] = [];
  for (let due = dueAfterMs(0); due !== undefined; due = dueAfterMs(times.length)) times.push(due);
  return times;
}

describe('stages', () => {
  test('read as they are written: a ramp ends at its rate, a hold stays, a spike returns to what was before it', () => {
    expect(parseStages('ramp:10s:100, hold:30s,spike:5s:500,hold:1m,ramp:10s:0')).toEqual([
      { kind: 'ramp', durationMs: 10_000, fromRate: 0, toRate: 100 },
      { kind: 'hold', durationMs: 30_000, fromRate: 100, toRate: 100 },
      { kind: 'spike', durationMs: 5_000, fromRate: 500, toRate: 500 },
      { kind: 'hold', durationMs: 60_000, fromRate: 100, toRate: 100 },
      { kind: 'ramp', durationMs: 10_000, fromRate: 100, toRate: 0 },
    ]);
  });

  test('that cannot be read are all named at once', () => {
    const read = () => parseStages('ramp:10s,jump:1s:2,hold:never,hold:5s:many');
    expect(read).toThrow(
      expect.objectContaining({
        code: 'STAGES_INVALID',
        problems: ['/stages/0', '/stages/1', '/stages/2', '/stages/3'].map((path) =>
          expect.objectContaining({ path }),
        ),
      }),
    );
  });

  test('in which nobody arrives are refused', () => {
    expect(() => parseStages('hold:30s')).toThrow(expect.objectContaining({ code: 'STAGES_INVALID' }));
  });
});

describe('the schedule of arrivals', () => {
  test('is even at a steady rate', () => {
    expect(dueTimes(steady(4, 1000))).toEqual([125, 375, 625, 875]);
  });

  test('brings as many people as the rates say, in order, within the time', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 5 }), (stages) => {
        const times = dueTimes(stages);
        expect(times.length).toBe(arrivalsIn(stages));
        expect(times.every((time, i) => time >= (times[i - 1] ?? 0) - 1e-6)).toBe(true);
        expect(times.at(-1) ?? 0).toBeLessThanOrEqual(durationOf(stages) + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('follows the rate within a ramp: after half the time a quarter of the people have come', () => {
    const times = dueTimes(parseStages('ramp:10s:100'));
    expect(times.length).toBe(500);
    expect(times.filter((time) => time <= 5_000).length).toBe(125);
  });
});
