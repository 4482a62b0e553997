import { expect, test } from 'vitest';
import {
  beaconChainHash,
  beaconValueOf,
  KNOWN_CHAINS,
  roundAt,
  roundTime,
} from '../../../src/core/proof/index.ts';
import { ROUND } from './recorded-sale.ts';

test.each(Object.entries(KNOWN_CHAINS))(
  'the description of %s leads to the hash it is known by',
  (_, { hash, ...chain }) => {
    expect(beaconChainHash(chain)).toBe(hash);
  },
);

test('another key, genesis or period is another chain', () => {
  const { hash, ...chain } = KNOWN_CHAINS.quicknet;
  const others = [
    { ...chain, publicKey: `00${chain.publicKey.slice(2)}` },
    { ...chain, genesisTime: chain.genesisTime - 3 },
    { ...chain, period: 4 },
    { ...chain, beaconId: 'slownet' },
  ];
  expect(others.map(beaconChainHash)).not.toContain(hash);
});

test('the value of a round follows from its signature', () => {
  expect(beaconValueOf(ROUND.signature)).toBe(ROUND.randomness);
});

test('the round of a moment is the first that comes at it or later', () => {
  const { quicknet } = KNOWN_CHAINS;
  const at = roundTime(quicknet, 1000);
  expect(at).toBe(1692806364);
  expect([at - 2, at, at + 1].map((t) => roundAt(quicknet, t))).toEqual([1000, 1000, 1001]);
  expect(roundAt(quicknet, 0)).toBe(1);
});
