import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalRules,
  commitmentOf,
  type DrawRules,
  rulesHash,
} from '../../../src/core/admission/index.ts';
import { EVENT_ID, hashing, keyNamed, OPENS_AT } from './support.ts';

const rules: DrawRules = {
  beacon: { chainHash: 'ab'.repeat(32), round: 7 },
  curve: 'weibull',
  eventId: EVENT_ID,
  holdbacks: 250,
  k: 2.5,
  opensAt: OPENS_AT,
  rosterRoot: null,
  slotSeconds: 30,
};

const changes: readonly Partial<DrawRules>[] = [
  { beacon: null },
  { beacon: { chainHash: 'ab'.repeat(32), round: 8 } },
  { beacon: { chainHash: 'ac'.repeat(32), round: 7 } },
  { curve: 'other' },
  { eventId: 'another' },
  { holdbacks: 251 },
  { k: 2.6 },
  { opensAt: OPENS_AT + 1 },
  { rosterRoot: 'r' },
  { slotSeconds: 31 },
];

describe('the rules', () => {
  test('have one text, whatever the order they are written in and whatever else stands beside them', () => {
    const entries = Object.entries(rules);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        const written = { ...Object.fromEntries(shuffled), note: 'not a rule' } as unknown as DrawRules;
        expect(canonicalRules(written)).toBe(canonicalRules(rules));
      }),
    );
    expect(JSON.parse(canonicalRules(rules))).toEqual(rules);
  });

  test('hash to something else when any of them changes', () => {
    const hashes = [rules, ...changes.map((change) => ({ ...rules, ...change }))].map((one) =>
      rulesHash(hashing, one),
    );
    expect(new Set(hashes).size).toBe(changes.length + 1);
  });
});

test('the commitment binds rules and both keys', () => {
  const [lot, draw] = [keyNamed('lot'), keyNamed('draw')];
  const all = [
    commitmentOf(hashing, rules, lot, draw),
    commitmentOf(hashing, rules, draw, lot),
    commitmentOf(hashing, rules, lot, keyNamed('other')),
    commitmentOf(hashing, rules, keyNamed('other'), draw),
    commitmentOf(hashing, { ...rules, k: 3 }, lot, draw),
  ];
  expect(new Set(all).size).toBe(all.length);
  for (const commitment of all) expect(commitment).toMatch(/^[\w-]{43}$/);
});
