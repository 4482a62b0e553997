import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proofHolds, solveProof } from '../../../src/core/admission/index.ts';
import type { Hashing } from '../../../src/core/crypto/index.ts';
import { hashing } from './support.ts';

/** Hashing that always answers a digest with this many leading zero bits. */
const withZeroBits = (bits: number): Hashing => {
  const digest = new Uint8Array(32).fill(0xff);
  for (let i = 0; i < bits; i++) digest[i >> 3] = (digest[i >> 3] ?? 0) & ~(0x80 >> (i & 7));
  return { hmacSha256: () => digest, sha256: () => digest };
};

test('a proof holds when the hash starts with that many zero bits, and not with one fewer', () => {
  for (let bits = 0; bits <= 32; bits++) {
    for (let wanted = 0; wanted <= 32; wanted++) {
      expect(proofHolds(withZeroBits(bits), 'c', wanted, 'n'), `${bits} of ${wanted}`).toBe(bits >= wanted);
    }
  }
});

test('what was solved holds for its challenge and not for another', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (challenge, other) => {
      fc.pre(challenge !== other);
      const solved = solveProof(hashing, challenge, 8, 0, 100_000);
      const nonce = 'nonce' in solved ? solved.nonce : '';
      expect(proofHolds(hashing, challenge, 8, nonce)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('solving can be interrupted and taken up again without missing a number', () => {
  const whole = solveProof(hashing, 'challenge', 10, 0, 1_000_000);
  let from = 0;
  for (let turns = 0; turns < 10_000; turns++) {
    const step = solveProof(hashing, 'challenge', 10, from, 7);
    if ('nonce' in step) {
      expect(step).toEqual(whole);
      return;
    }
    expect(step.nextNonce).toBe(from + 7);
    from = step.nextNonce;
  }
  throw new Error('never solved');
});

test('without a difficulty nothing need be proven; with one, something must', () => {
  expect(proofHolds(hashing, 'c', 0, undefined)).toBe(true);
  expect(proofHolds(hashing, 'c', 1, undefined)).toBe(false);
});

test('an endless nonce is not even hashed', () => {
  const never: Hashing = {
    hmacSha256: () => new Uint8Array(32),
    sha256: () => {
      throw new Error('hashed');
    },
  };
  expect(proofHolds(never, 'c', 1, 'n'.repeat(65))).toBe(false);
});
