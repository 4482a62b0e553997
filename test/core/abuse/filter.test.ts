import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildFlagFilter, FLAG_BLOCKS_MAX, filterCapacity } from '../../../src/core/abuse/index.ts';
import { areFlagged, flagPlaceOf } from '../../../src/core/admission/index.ts';
import { hashing, keyNamed } from '../admission/support.ts';

const KEY = keyNamed('sample');
const EVENT = 'world-cup-final';
const people = (count: number, prefix = 'p') =>
  Array.from({ length: count }, (_, i) => ({ sub: `${prefix}${i}`, level: 1 as const, until: 100 }));

function isHit(blocks: readonly string[], sub: string): boolean {
  const { block, bits } = flagPlaceOf(hashing, KEY, EVENT, sub, blocks.length);
  return areFlagged(blocks[block] ?? '', bits);
}

describe('the flag filter', () => {
  test('knows everybody who is flagged', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 300 }), (subs) => {
        const flags = subs.map((sub) => ({ sub, level: 1 as const, until: 0 }));
        const { blocks } = buildFlagFilter(hashing, KEY, EVENT, flags);
        expect(subs.every((sub) => isHit(blocks, sub))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('takes no more strangers for flagged ones than it says', () => {
    const { blocks, errorRate } = buildFlagFilter(hashing, KEY, EVENT, people(20_000));
    const strangers = people(20_000, 'stranger');
    const hit = strangers.filter(({ sub }) => isHit(blocks, sub)).length / strangers.length;
    expect(errorRate).toBeLessThan(0.01);
    // Four standard deviations of a share that small among so many.
    expect(Math.abs(hit - errorRate)).toBeLessThan(4 * Math.sqrt(errorRate / strangers.length));
  });

  test('every block fits into one value of the edge store, as text that needs no escape but one', () => {
    const { blocks } = buildFlagFilter(hashing, KEY, EVENT, people(5_000));
    for (const text of blocks) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_024);
      expect(text).toMatch(/^[0-o]+$/);
    }
  });

  test('a million flagged buyers fit into less than half of the edge store', () => {
    expect(filterCapacity()).toBeGreaterThan(1_000_000);
    // What a million need follows from what a hundredth of them does: blocks are filled by chance, evenly.
    const { blocks, errorRate } = buildFlagFilter(hashing, KEY, EVENT, people(10_445));
    expect(blocks.length).toBeLessThanOrEqual(32);
    expect(errorRate).toBeLessThan(0.02);
    expect(FLAG_BLOCKS_MAX * 1_024).toBeLessThan(5 * 1_024 * 1_024);
  });

  test('over capacity the mildest flags go first, then those that end soonest', () => {
    const capacity = filterCapacity(1);
    const grave = people(10, 'grave').map((flag) => ({ ...flag, level: 2 as const, until: 1 }));
    const long = people(capacity - 10, 'long').map((flag) => ({ ...flag, until: 500 }));
    const short = people(50, 'short').map((flag) => ({ ...flag, until: 400 }));
    const filter = buildFlagFilter(hashing, KEY, EVENT, [...short, ...long, ...grave], 1);
    expect(filter).toMatchObject({ flagged: capacity, leftOut: 50 });
    expect([...grave, ...long].every(({ sub }) => isHit(filter.blocks, sub))).toBe(true);
    expect(short.every(({ sub }) => isHit(filter.blocks, sub))).toBe(false);
  });

  test('nobody flagged needs no filter', () => {
    expect(buildFlagFilter(hashing, KEY, EVENT, [])).toEqual({
      blocks: [],
      flagged: 0,
      leftOut: 0,
      bytes: 0,
      errorRate: 0,
    });
  });
});
