import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textToBase64Url } from '../../src/core/crypto/index.ts';
import type { WaitingPlace } from '../../src/web/api/index.ts';
import {
  afterHappening,
  type Happening,
  newWaiting,
  nextStep,
  type Waiting,
} from '../../src/web/waiting/machine.ts';
import { steadyWait } from '../../src/web/waiting/steady-estimate.ts';
import { newsOf } from '../../src/web/waiting/stock-news.ts';

const NOW = 1_800_000_000;

function place(changes: Partial<WaitingPlace> = {}): WaitingPlace {
  return {
    token: 'token-1',
    retryAt: NOW + 30,
    expiresAt: NOW + 600,
    challenge: { text: 'ch', bits: 12 },
    opensAt: NOW - 60,
    serverTime: NOW,
    slotSeconds: 30,
    commitment: 'promise',
    wait: null,
    phase: 'open',
    ...changes,
  };
}

function waitingAfter(...happenings: Happening[]): Waiting {
  return happenings.reduce(afterHappening, newWaiting('sub'));
}

const given = (changes?: Partial<WaitingPlace>): Happening => ({ kind: 'placeGiven', place: place(changes) });
const proven: Happening = { kind: 'proven', text: 'ch', nonce: '7' };

describe('a buyer in the waiting room', () => {
  test('takes a place, proves their work while waiting, and asks when it is time', () => {
    expect(nextStep(waitingAfter(), NOW * 1000)).toEqual({ kind: 'takePlace' });
    expect(nextStep(waitingAfter(given()), NOW * 1000)).toEqual({ kind: 'prove', text: 'ch', bits: 12 });
    expect(nextStep(waitingAfter(given(), proven), NOW * 1000)).toEqual({
      kind: 'pause',
      untilMs: (NOW + 30) * 1000,
    });
    expect(nextStep(waitingAfter(given(), proven), (NOW + 30) * 1000)).toEqual({
      kind: 'ask',
      token: 'token-1',
      nonce: '7',
    });
  });

  test('asks exactly once per slot, however often the page wakes up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { maxLength: 300 }), (wakings) => {
        let waiting = waitingAfter(given(), proven);
        let nowMs = NOW * 1000;
        const asked: number[] = [];
        for (const passMs of wakings) {
          nowMs += passMs;
          if (nextStep(waiting, nowMs).kind !== 'ask') continue;
          const slot = Math.floor(nowMs / 30_000);
          asked.push(slot);
          waiting = afterHappening(waiting, { kind: 'notYet', place: place({ retryAt: (slot + 1) * 30 }) });
        }
        expect(new Set(asked).size).toBe(asked.length);
      }),
    );
  });

  test('does the proof of work once per challenge', () => {
    const again = waitingAfter(given(), proven, { kind: 'notYet', place: place({ token: 'token-2' }) });
    expect(nextStep(again, NOW * 1000).kind).toBe('pause');
    const other = place({ challenge: { text: 'other', bits: 12 } });
    expect(nextStep(waitingAfter(given(), proven, { kind: 'notYet', place: other }), NOW * 1000).kind).toBe(
      'prove',
    );
  });

  test('keeps the place when the service is short of news', () => {
    const short = place({
      token: null,
      phase: 'unavailable',
      challenge: null,
      commitment: null,
      retryAt: NOW,
    });
    const waiting = waitingAfter(given(), proven, { kind: 'notYet', place: short });
    expect(nextStep(waiting, NOW * 1000)).toEqual({ kind: 'ask', token: 'token-1', nonce: '7' });
    expect(waiting.place?.commitment).toBe('promise');
  });

  test('waits longer after every unanswered call, half a minute at most, and forgets that when one is answered', () => {
    let waiting = waitingAfter(given(), proven);
    const pauses: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      waiting = afterHappening(waiting, { kind: 'unanswered', nowMs: 0, chance: 0.999 });
      pauses.push(Math.round(waiting.notBeforeMs / 1000));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    expect(afterHappening(waiting, { kind: 'notYet', place: place() })).toMatchObject({
      failures: 0,
      notBeforeMs: 0,
    });
  });

  test('is told at once when everything is sold, when the rules let them in no more, and when to sign in again', () => {
    const soldOut = waitingAfter(given(), { kind: 'notYet', place: place({ phase: 'soldOut' }) });
    expect(soldOut.end).toBe('soldOut');
    for (const waiting of [
      soldOut,
      waitingAfter(given(), { kind: 'refused', why: 'used' }),
      waitingAfter(given(), { kind: 'refused', why: 'signIn' }),
      waitingAfter(given(), { kind: 'admitted' }),
    ])
      expect(nextStep(waiting, (NOW + 99) * 1000)).toEqual({ kind: 'stop' });
    expect(waitingAfter(given({ phase: 'soldOut' }), { kind: 'lookAgain' }).end).toBeNull();
    expect(waitingAfter(given(), { kind: 'admitted' }, { kind: 'lookAgain' }).end).toBe('admitted');
    const back = waitingAfter(given(), proven, { kind: 'refused', why: 'signIn' }, { kind: 'signedIn' });
    expect(nextStep(back, (NOW + 30) * 1000).kind).toBe('ask');
  });
});

describe('the time waited', () => {
  const token = (iat: number) => `head.${textToBase64Url(JSON.stringify({ iat }))}.signature`;

  test('counts from when the place was given, over every renewal of its token', () => {
    const waiting = waitingAfter(given({ token: token(NOW) }), {
      kind: 'notYet',
      place: place({ token: token(NOW), serverTime: NOW + 300 }),
    });
    expect(waiting.since).toBe(NOW);
  });

  test('begins anew with another place, as it does for the draw', () => {
    const lapsed: Happening = { kind: 'notYet', place: place({ token: token(NOW + 900) }) };
    expect(waitingAfter(given({ token: token(NOW) }), lapsed).since).toBe(NOW + 900);
  });
});

describe('the expected wait', () => {
  const wait = (fromSeconds: number, toSeconds: number, oneIn?: number) => ({
    fromSeconds,
    toSeconds,
    odds: oneIn === undefined ? null : { oneIn },
  });

  test('stands still while the news is nearly the same, and moves when it is not', () => {
    expect(steadyWait(wait(600, 1200), wait(560, 1260))).toEqual(wait(600, 1200));
    expect(steadyWait(wait(600, 1200), wait(300, 1200))).toEqual(wait(300, 1200));
    expect(steadyWait(wait(600, 1200, 8), wait(600, 1200, 16))).toEqual(wait(600, 1200, 16));
    expect(steadyWait(wait(600, 1200), null)).toBeNull();
  });
});

describe('news of the stock', () => {
  const stock = (free: number) => [{ tierId: 'A', free, total: 100 }];

  test('tell when a tier is gone, back, or scarce, once each', () => {
    expect(newsOf(stock(50), stock(0))).toEqual([{ tierId: 'A', kind: 'gone', free: 0 }]);
    expect(newsOf(stock(0), stock(0))).toEqual([]);
    expect(newsOf(stock(0), stock(2))).toEqual([{ tierId: 'A', kind: 'back', free: 2 }]);
    expect(newsOf(stock(50), stock(5))).toEqual([{ tierId: 'A', kind: 'low', free: 5 }]);
    expect(newsOf(undefined, stock(0))).toEqual([{ tierId: 'A', kind: 'gone', free: 0 }]);
    expect(newsOf(undefined, stock(90))).toEqual([]);
  });
});
