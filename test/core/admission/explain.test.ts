import { describe, expect, test } from 'vitest';
import {
  type ExplainKeys,
  type ExplainSale,
  explainInSentences,
  explainToken,
  mintAnswer,
  openSchedule,
  parseDrawKeys,
  parseSaleTerms,
  type QueueBody,
} from '../../../src/core/admission/index.ts';
import { UserError } from '../../../src/core/errors/index.ts';
import { EVENT_ID, hashing, keyNamed, OPENS_AT, someKeys, someSale, VECTORS } from './support.ts';

const edgeKeys = someKeys();
const keys: ExplainKeys = edgeKeys;
const sale: ExplainSale = { eventId: EVENT_ID, ...someSale() };
const context = { eventId: EVENT_ID, sub: 'ada', now: OPENS_AT + 15, requestId: 'r' };
const { token } = mintAnswer(hashing, edgeKeys, someSale(), context, 201).body as QueueBody;
const at = OPENS_AT + 400;
const explain = (text = token ?? '', using = keys, terms = sale, moment = at) =>
  explainToken(hashing, text, using, terms, moment);

describe('an explanation', () => {
  const good = explain();

  test('of a valid token says all there is to say, and no reason', () => {
    expect(Object.keys(good)).toEqual([
      'valid',
      'payload',
      'lot',
      'lotteryNumber',
      'slotPhase',
      'slotStart',
      'tau',
      'clock',
      'x',
      'p',
      'admitted',
      'nextBackoff',
    ]);
    expect(good).toMatchObject({ valid: true, tau: 600, payload: { sub: 'ada' } });
  });

  test('of a token that is not valid gives the reason and still everything that can be computed', () => {
    const [header, body, signature] = (token ?? '').split('.');
    const open = { ...sale, schedule: openSchedule(OPENS_AT, 1) };
    expect(explain(undefined, keys, open).admitted).toBe(true);
    const broken: [string, ExplainKeys, ExplainSale, number, string][] = [
      [`${header}.${body}.${signature?.slice(1)}A`, keys, open, at, 'badSignature'],
      [token ?? '', { ...keys, signing: { k1: keyNamed('k1') } }, open, at, 'unknownKey'],
      [token ?? '', keys, open, OPENS_AT + 90_000, 'expired'],
      [token ?? '', keys, { ...open, eventId: 'another' }, at, 'wrongEvent'],
    ];
    for (const [text, using, terms, moment, reason] of broken) {
      const explained = explain(text, using, terms, moment);
      expect(explained).toMatchObject({ valid: false, reason, admitted: false, lot: good.lot });
      expect(explained.lotteryNumber).toBe(good.lotteryNumber);
      expect(explained.p).toBeGreaterThan(0);
      expect(Object.keys(explained).slice(0, 3)).toEqual(['valid', 'reason', 'payload']);
    }
  });

  test('of a token whose ticket these keys do not draw says so', () => {
    expect(explain(undefined, { ...keys, lot: keyNamed('other') })).toMatchObject({
      valid: false,
      reason: 'wrongLot',
      admitted: false,
    });
  });

  test('of what is no token at all is made of nulls', () => {
    for (const text of ['', 'x', 'a.b.c', `..${'.'.repeat(9000)}`]) {
      expect(explain(text)).toEqual({
        valid: false,
        reason: 'malformed',
        payload: null,
        lot: null,
        lotteryNumber: null,
        slotPhase: null,
        slotStart: null,
        tau: null,
        clock: null,
        x: null,
        p: null,
        admitted: false,
        nextBackoff: null,
      });
    }
  });

  test('of a payload with holes computes what the rest allows', () => {
    const holes = `e30.${Buffer.from('{"evt":"world-cup-final","sub":"ada","c0":"x"}').toString('base64url')}.`;
    expect(explain(holes)).toMatchObject({
      valid: false,
      lot: good.lot,
      tau: 600,
      x: null,
      p: null,
      nextBackoff: null,
    });
  });

  test('while the beacon has not spoken has no lottery number and lets nobody in', () => {
    const open = { ...sale, schedule: openSchedule(OPENS_AT, 1) };
    expect(explain(undefined, { ...keys, beacon: null }, open)).toMatchObject({
      valid: true,
      lotteryNumber: null,
      admitted: false,
    });
  });
});

describe('in sentences', () => {
  const tell = (...given: Parameters<typeof explain>) => explainInSentences(explain(...given)).join('\n');

  test('a buyer who is not in yet hears their number, their share and their next turn', () => {
    expect(tell()).toMatchInlineSnapshot(`
      "This is a genuine waiting token.
      You joined the waiting room of "world-cup-final" at 2026-09-21 14:13:35 UTC.
      Your lottery number is 0.3806 on a scale from 0 to 1, where lower gets in sooner.
      It belongs to your account and this event: asking again, or on another device, gives the same number.
      Your turn to ask began at 2026-09-21 14:19:37 UTC; asking more often within a turn changes nothing.
      At that moment the sale clock gained 1 every 600 seconds.
      Since you began to wait it had gained 0.6033, which opens the door to lottery numbers below 0.3051.
      Your number is not one of those yet, so you are not in yet. Your next turn begins at 2026-09-21 14:20:07 UTC."
    `);
  });

  test('a buyer who is in hears so', () => {
    expect(tell(undefined, keys, { ...sale, schedule: openSchedule(OPENS_AT, 1) })).toContain(
      'Your number is one of those, so you are let in.',
    );
  });

  test('a buyer whose token is not valid hears why and what to do', () => {
    const told = tell('x.y.z');
    expect(told).toContain('it is cut off or damaged');
    expect(told).toContain('joining the waiting room again gives a good one');
    expect(tell(token?.slice(0, -2))).toContain('its signature does not match');
  });

  test('the doors being closed, the sale not open, the draw not held and the schedule too short are told apart', () => {
    expect(tell(undefined, keys, { ...sale, schedule: openSchedule(OPENS_AT, 0) })).toContain(
      'the doors were closed',
    );
    expect(tell(undefined, keys, sale, OPENS_AT - 100)).toContain('The sale had not opened by then.');
    expect(tell(undefined, { ...keys, beacon: null })).toContain('Lottery numbers are not drawn yet');
    expect(tell(undefined, keys, { ...sale, schedule: [[OPENS_AT + 5_000, 60, 9]] })).toContain(
      'does not reach back to that moment',
    );
  });

  test('nothing is left unsaid, and no null or NaN is ever read out', () => {
    for (const one of VECTORS) {
      const given = parseDrawKeys({ ...one, signing: { [one.kid]: one.signingKey } });
      for (const { now } of one.decisions) {
        const told = explainInSentences(explainToken(hashing, one.token, given, parseSaleTerms(one), now));
        expect(told.length).toBeGreaterThanOrEqual(7);
        expect(told.join(' ')).not.toMatch(/null|NaN|undefined|Infinity/);
      }
    }
  });
});

describe('the files it is made from', () => {
  const problemsOf = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  test('keys wrong in many ways are told all of them at once, and none is shown', () => {
    const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ';
    const error = problemsOf(() =>
      parseDrawKeys({ lotKey: secret, beacon: 'F'.repeat(64), signing: { k1: `${secret}=`, k2: 7 } }),
    );
    expect(error.code).toBe('INVALID_KEYS');
    expect(error.problems.map(({ path }) => path)).toEqual([
      '/lotKey',
      '/drawKey',
      '/beacon',
      '/signing/k1',
      '/signing/k2',
    ]);
    expect(error.message + JSON.stringify(error.problems)).not.toContain(secret);
  });

  test('a sale wrong in many ways is told all of them at once', () => {
    const error = problemsOf(() =>
      parseSaleTerms({
        opensAt: '10:00',
        k: 0.5,
        curve: 'x',
        slotSeconds: 0,
        schedule: [[OPENS_AT, -1, 0], [1]],
      }),
    );
    expect(error.code).toBe('INVALID_SALE');
    expect(error.problems.map(({ path }) => path)).toEqual([
      '/eventId',
      '/opensAt',
      '/k',
      '/curve',
      '/slotSeconds',
      '/schedule/0/1',
      '/schedule/1',
    ]);
    expect(problemsOf(() => parseSaleTerms(null)).problems).toHaveLength(1);
  });

  test('a sale whose clock contradicts itself is refused', () => {
    const schedule = [
      [OPENS_AT, 100, 0],
      [OPENS_AT + 100, 50, 2],
    ];
    const error = problemsOf(() => parseSaleTerms({ ...sale, schedule }));
    expect(error.problems).toEqual([
      { path: '/schedule/1/2', message: 'must be 1, what the entry before it leads to' },
    ]);
  });

  test('a sale may leave out the curve, and a schedule may be pruned', () => {
    const { curve: _, ...rest } = sale;
    expect(parseSaleTerms({ ...rest, schedule: [[OPENS_AT + 600, 100, 6]] })).toMatchObject({
      curve: 'weibull',
    });
  });
});
