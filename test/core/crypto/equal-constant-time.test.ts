import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalConstantTime } from '../../../src/core/crypto/index.ts';

test('two texts are equal exactly when they are', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(equalConstantTime(a, b)).toBe(a === b);
      expect(equalConstantTime(a, a)).toBe(true);
    }),
  );
});

test('a part, a longer text and a text with zeros are not equal', () => {
  expect(equalConstantTime('', 'a')).toBe(false);
  expect(equalConstantTime('a', '')).toBe(false);
  expect(equalConstantTime('ab', 'abc')).toBe(false);
  expect(equalConstantTime('abc', 'ab')).toBe(false);
  expect(equalConstantTime('a', 'a\0')).toBe(false);
  expect(equalConstantTime('a\0', 'a')).toBe(false);
});
