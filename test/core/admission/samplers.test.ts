import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivalSample, requestSample } from '../../../src/core/admission/index.ts';
import { EVENT_ID, hashing, keyNamed, someKeys, subs } from './support.ts';

const { sample } = someKeys();
const PEOPLE = 20_000;

test('a buyer is counted among the arrivals always or never, however often they come', () => {
  fc.assert(
    fc.property(subs, (sub) => {
      const drawn = arrivalSample(hashing, sample, EVENT_ID, sub);
      expect(arrivalSample(hashing, sample, EVENT_ID, sub)).toBe(drawn);
      expect(drawn >= 0 && drawn < 1).toBe(true);
    }),
  );
});

test('the share of buyers and of requests that is sampled is the rate, for any rate', () => {
  const arrivals = Array.from({ length: PEOPLE }, (_, i) =>
    arrivalSample(hashing, sample, EVENT_ID, `user-${i}`),
  );
  const requests = Array.from({ length: PEOPLE }, (_, i) => requestSample(hashing, sample, `request-${i}`));
  for (const rate of [0, 0.01, 0.1, 0.5, 1]) {
    const tolerance = 5 * Math.sqrt((rate * (1 - rate)) / PEOPLE);
    for (const drawn of [arrivals, requests]) {
      const share = drawn.filter((value) => value < rate).length / PEOPLE;
      expect(Math.abs(share - rate)).toBeLessThanOrEqual(tolerance);
    }
  }
});

test('the two samplers, two events and two keys choose independently', () => {
  const both = (other: (i: number) => number) =>
    Array.from({ length: PEOPLE }, (_, i) => i).filter(
      (i) => arrivalSample(hashing, sample, EVENT_ID, `user-${i}`) < 0.5 && other(i) < 0.5,
    ).length / PEOPLE;
  const others = [
    (i: number) => requestSample(hashing, sample, `user-${i}`),
    (i: number) => arrivalSample(hashing, sample, 'another', `user-${i}`),
    (i: number) => arrivalSample(hashing, keyNamed('other'), EVENT_ID, `user-${i}`),
  ];
  for (const other of others)
    expect(Math.abs(both(other) - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / PEOPLE));
});
