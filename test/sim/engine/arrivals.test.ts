import { mean, standardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { groupsOf } from '../../../src/sim/engine/groups.ts';
import { scenarioOf } from './scenario.ts';

const PEOPLE = 200_000;
const NO_DELAY = { latencyMs: { median: 0, p95: 0 } };

/** Counts of arrivals per second, by the second. */
function arrivalsOf(waves: object[], latency: object = NO_DELAY): Map<number, number> {
  const classes = [{ name: 'all', ...latency }];
  const [group] = groupsOf(scenarioOf({ people: PEOPLE, horizonSeconds: 3_600, arrivals: waves, classes }));
  const { first, before } = group?.arrivals ?? { first: 0, before: new Uint32Array() };
  const counts = Array.from(before, (count, i): [number, number] => [
    first + i - 1,
    count - (before[i - 1] ?? 0),
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}

function between(counts: Map<number, number>, from: number, to: number): number {
  let sum = 0;
  for (const [second, count] of counts) if (second >= from && second < to) sum += count;
  return sum / PEOPLE;
}

describe('people arrive', () => {
  test('in a rush: some before the opening, more and more; the others fewer and fewer', () => {
    const counts = arrivalsOf([
      { kind: 'rush', beforeShare: 0.4, beforeSeconds: 1_000, halfLifeSeconds: 300 },
    ]);
    expect(between(counts, -1_000, 0)).toBeCloseTo(0.4, 2);
    expect(between(counts, -1_001, -1_000)).toBe(0);
    expect(between(counts, -333, 0)).toBeGreaterThan(2 * between(counts, -667, -333));
    const whole = 0.6 / (1 - 2 ** -12);
    expect(between(counts, 0, 300)).toBeCloseTo(whole / 2, 2);
    expect(between(counts, 300, 600)).toBeCloseTo(whole / 4, 2);
  });

  test('ever more densely on a ramp', () => {
    const counts = arrivalsOf([{ kind: 'ramp', fromSeconds: 0, toSeconds: 1_000 }]);
    expect(between(counts, 0, 500)).toBeCloseTo(0.25, 2);
    expect(between(counts, 500, 1_000)).toBeCloseTo(0.75, 2);
  });

  test('independently of each other: a Poisson process varies by the root of its mean', () => {
    const counts = arrivalsOf([{ kind: 'poisson', fromSeconds: -500, toSeconds: 1_500 }]);
    const values = [...counts.values()];
    expect(values).toHaveLength(2_000);
    expect(mean(values)).toBe(100);
    expect(standardDeviation(values)).toBeGreaterThan(9);
    expect(standardDeviation(values)).toBeLessThan(11);
  });

  test('as they were recorded', () => {
    const counts = arrivalsOf([
      {
        kind: 'recorded',
        stepSeconds: 10,
        counts: [
          [-20, 1],
          [0, 6],
          [50, 3],
        ],
      },
    ]);
    expect(between(counts, -20, -10)).toBeCloseTo(0.1, 2);
    expect(between(counts, 0, 10)).toBeCloseTo(0.6, 2);
    expect(between(counts, 50, 60)).toBeCloseTo(0.3, 2);
  });

  test('in several waves, by their weights', () => {
    const counts = arrivalsOf([
      { kind: 'poisson', share: 1, fromSeconds: 0, toSeconds: 10 },
      { kind: 'poisson', share: 3, fromSeconds: 100, toSeconds: 110 },
    ]);
    expect(between(counts, 0, 10)).toBeCloseTo(0.25, 2);
    expect(between(counts, 100, 110)).toBeCloseTo(0.75, 2);
  });

  test('later over a slow line', () => {
    const click = [{ kind: 'poisson', fromSeconds: 0, toSeconds: 1 }];
    const median = { latencyMs: { median: 2_000, p95: 6_000 } };
    // A click falls anywhere in its second.
    expect(between(arrivalsOf(click, median), 0, 2)).toBeCloseTo(0.36, 1);
    expect(between(arrivalsOf(click, median), 0, 7)).toBeGreaterThan(0.93);
    expect(between(arrivalsOf(click), 0, 1)).toBe(1);
  });
});

test('classes get their shares to a person, and everybody has a number of their own', () => {
  const groups = groupsOf(
    scenarioOf({
      people: 100,
      classes: [
        { name: 'a', share: 1 },
        { name: 'b', share: 1 },
        { name: 'c', share: 1 },
      ],
      attackers: [{ name: 'd', kind: 'early', accounts: 7, arrivesSeconds: -50 }],
    }),
  );
  expect(groups.map(({ start, people }) => [start, people])).toEqual([
    [0, 33],
    [33, 34],
    [67, 33],
    [100, 7],
  ]);
  expect(groups[3]?.arrivals).toEqual({ first: -50, before: Uint32Array.of(0, 7) });
});
