import { describe, expect, test } from 'vitest';
import {
  type AbuseRule,
  DEFAULT_RULES,
  firedRule,
  parseRules,
  raisedFlag,
  SIGNALS,
} from '../../../src/core/abuse/index.ts';

const rule: AbuseRule = {
  signal: 'early',
  windowSeconds: 600,
  threshold: 60,
  seenMin: 3,
  level: 1,
  forSeconds: 300,
};
const locks: AbuseRule = { ...rule, threshold: 600, seenMin: 10, level: 2, forSeconds: 900 };
const owner = { eventId: 'e', sub: 'ada', reference: 'r1', now: 1_000 };

describe('the rules of the ladder', () => {
  test('fire when the estimate reaches the threshold and enough was really seen', () => {
    const fired = (seen: number, share: number) =>
      firedRule([rule, locks], 'early', () => ({ seen, share }))?.level;
    expect(fired(60, 1)).toBe(1);
    expect(fired(59, 1)).toBeUndefined();
    expect(fired(3, 0.05)).toBe(1);
    // Two samples estimate forty, and one in ten thousand estimates anything: they prove nothing about one person.
    expect(fired(2, 0.001)).toBeUndefined();
    expect(fired(30, 0.05)).toBe(2);
    expect(firedRule([rule], 'badToken', () => ({ seen: 1e6, share: 1 }))).toBeUndefined();
  });

  test('cover every signal, and lock nobody out for their network', () => {
    expect(new Set(DEFAULT_RULES.map(({ signal }) => signal))).toEqual(new Set(SIGNALS));
    const locking = DEFAULT_RULES.filter(({ level }) => level === 2).map(({ signal }) => signal);
    expect(locking).not.toContain('crowdedNetwork');
    expect(locking).not.toContain('manyNetworks');
  });

  test('are data: a file is checked whole, all problems at once', () => {
    expect(parseRules([rule])).toEqual([rule]);
    const bad = [{ ...rule, signal: 'rude' }, { ...rule, level: 3, threshold: -1 }, 'x'];
    expect(() => parseRules(bad)).toThrow(
      expect.objectContaining({
        code: 'INVALID_RULES',
        problems: expect.arrayContaining([
          expect.objectContaining({ path: '/0/signal' }),
          expect.objectContaining({ path: '/1/level' }),
          expect.objectContaining({ path: '/1/threshold' }),
          expect.objectContaining({ path: '/2' }),
        ]),
      }),
    );
  });
});

describe('a flag', () => {
  test('ends by itself, and another finding of the same level lets it last longer under the same reference', () => {
    const first = raisedFlag(undefined, rule, owner);
    expect(first).toMatchObject({ level: 1, since: 1_000, until: 1_300, reference: 'r1', isHuman: false });
    const again = raisedFlag(first, rule, { ...owner, reference: 'r2', now: 1_100 });
    expect(again).toMatchObject({ since: 1_000, until: 1_400, reference: 'r1' });
    expect(raisedFlag(first, rule, { ...owner, reference: 'r3', now: 1_300 })).toMatchObject({
      since: 1_300,
      reference: 'r3',
    });
  });

  test('becomes graver and never milder while it lasts', () => {
    const first = raisedFlag(undefined, rule, owner);
    const locked = raisedFlag(first, locks, { ...owner, reference: 'r2', now: 1_100 });
    expect(locked).toMatchObject({ level: 2, until: 2_000, reference: 'r1' });
    expect(raisedFlag(locked, rule, { ...owner, now: 1_200 })).toBe(locked);
  });
});
