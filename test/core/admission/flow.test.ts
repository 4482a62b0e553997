import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AdmissionDecision,
  admissionDecision,
  type EdgeKeys,
  inspectAdmission,
  mintAnswer,
  notYetAnswer,
  openSchedule,
  type QueueBody,
  type SaleRecord,
  solveProof,
  unavailableAnswer,
  verifyWaitingToken,
  type WaitingPayload,
} from '../../../src/core/admission/index.ts';
import { EVENT_ID, hashing, OPENS_AT, sales, someKeys, someSale, subs } from './support.ts';

const keys = someKeys();

function mint(sub: string, now: number, sale = someSale(), using = keys): QueueBody {
  const context = { eventId: EVENT_ID, sub, now, requestId: `mint ${sub} ${now}` };
  const answer = mintAnswer(hashing, using, sale, context, 201);
  expect(answer.status).toBe(201);
  return answer.body as QueueBody;
}

interface Attempt {
  readonly sub: string;
  readonly now: number;
  readonly token: string | null | undefined;
  readonly nonce?: string | undefined;
}

function attempt(
  { sub, now, token, nonce }: Attempt,
  sale = someSale(),
  using: EdgeKeys = keys,
): AdmissionDecision {
  const context = { eventId: EVENT_ID, sub, now, requestId: `try ${sub} ${now}` };
  const inspection = inspectAdmission(hashing, using, { ...context, token: token ?? undefined, nonce });
  return admissionDecision(hashing, using, sale, context, inspection);
}

function bodyOf(decision: AdmissionDecision): QueueBody {
  if (decision.admitted) throw new Error('admitted');
  expect(decision.answer).toMatchObject({ status: 200, contentType: 'application/json' });
  return decision.answer.body as QueueBody;
}

function nonceFor({ challenge }: QueueBody): string {
  const solved = solveProof(hashing, challenge?.text ?? '', challenge?.bits ?? 0, 0, 1_000_000);
  return 'nonce' in solved ? solved.nonce : '';
}

function payloadOf(token: string | null, now = OPENS_AT): WaitingPayload {
  const verified = verifyWaitingToken(hashing, keys, token ?? '', { eventId: EVENT_ID, sub: undefined, now });
  if (!verified.ok) throw new Error(verified.reason);
  return verified.payload;
}

describe('joining the waiting room', () => {
  test('gives a token, when to try, what to solve, and what is known of the sale', () => {
    const sale = someSale({ commitment: 'c'.repeat(43), forecast: { tau: 600, endClock: 1 } });
    const place = mint('ada', OPENS_AT + 100, sale);
    const payload = payloadOf(place.token);
    expect(place).toEqual({
      token: expect.any(String),
      retryAt: payload.boff,
      expiresAt: payload.exp,
      challenge: { text: payload.ch, bits: 4 },
      opensAt: OPENS_AT,
      serverTime: OPENS_AT + 100,
      slotSeconds: 30,
      commitment: 'c'.repeat(43),
      wait: {
        fromSeconds: expect.any(Number),
        toSeconds: expect.any(Number),
        odds: { oneIn: expect.any(Number) },
      },
      phase: 'open',
    });
    expect(payload).toMatchObject({ evt: EVENT_ID, sub: 'ada', iat: OPENS_AT + 100, c0: 100 / 600, chd: 4 });
    expect(payload.exp).toBe(payload.boff + sale.tokenLifeSeconds);
  });

  test('gives every token an id of its own that sorts by time, and a challenge of its own', () => {
    const ids = new Set<string>();
    const challenges = new Set<string>();
    for (let i = 0; i < 1_000; i++) {
      const { id, ch } = payloadOf(mint(`user-${i}`, OPENS_AT + 60).token);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe((OPENS_AT + 60) * 1000);
      expect(ch).toMatch(/^[\w-]{16}$/);
      ids.add(id);
      challenges.add(ch);
    }
    expect(ids.size).toBe(1_000);
    expect(challenges.size).toBe(1_000);
  });

  test('before the doors open gives a place that lives until after they do', () => {
    const place = mint('ada', OPENS_AT - 86_400);
    expect(place.phase).toBe('presale');
    expect(place.retryAt).toBeGreaterThan(OPENS_AT);
    expect(place.expiresAt).toBe(place.retryAt + 3_600);
    expect(payloadOf(place.token).c0).toBe(0);
  });

  test('while the clock cannot be read gives no token, and says when to ask again', () => {
    const unreadable = someSale({ schedule: [] });
    expect(mint('ada', OPENS_AT + 100, unreadable)).toMatchObject({
      token: null,
      phase: 'unavailable',
      retryAt: OPENS_AT + 190,
      serverTime: OPENS_AT + 100,
    });
  });
});

describe('an attempt', () => {
  const place = mint('ada', OPENS_AT);
  const nonce = nonceFor(place);
  const now = place.retryAt;

  test('that is not drawn yet keeps the place and is told the next slot', () => {
    const body = bodyOf(attempt({ sub: 'ada', now, token: place.token, nonce }));
    expect(body).toMatchObject({ admitted: false, retryAt: now + 30, challenge: place.challenge });
    const [before, after] = [payloadOf(place.token), payloadOf(body.token)];
    expect(after).toEqual({ ...before, boff: now + 30, exp: now + 30 + 3_600 });
  });

  test('that is drawn is let in with the place it had', () => {
    const sale = someSale({ schedule: openSchedule(OPENS_AT, 1) });
    const decision = attempt({ sub: 'ada', now: now + 600, token: place.token, nonce }, sale);
    expect(decision).toMatchObject({
      admitted: true,
      payload: payloadOf(place.token),
      verdict: { admitted: true },
    });
  });

  test('that comes too early gets its own token and time back, and five seconds are not too early', () => {
    const body = bodyOf(attempt({ sub: 'ada', now: place.retryAt - 6, token: place.token, nonce }));
    expect(body).toMatchObject({ token: place.token, retryAt: place.retryAt, expiresAt: place.expiresAt });
    const context = { eventId: EVENT_ID, sub: 'ada', token: place.token ?? '', nonce };
    for (const [early, finding] of [
      [6, 'early'],
      [5, 'sound'],
    ] as const) {
      expect(inspectAdmission(hashing, keys, { ...context, now: place.retryAt - early }).finding).toBe(
        finding,
      );
    }
  });

  test('without the proof of work keeps the place, gains nothing and gets the challenge again', () => {
    const sale = someSale({ schedule: openSchedule(OPENS_AT, 1) });
    for (const wrong of [undefined, '', 'no', `${nonce}0`.repeat(20)]) {
      const body = bodyOf(attempt({ sub: 'ada', now: now + 600, token: place.token, nonce: wrong }, sale));
      expect(body.challenge).toEqual(place.challenge);
      expect(payloadOf(body.token)).toMatchObject({ c0: 0, iat: OPENS_AT, id: payloadOf(place.token).id });
    }
  });

  test('with a token that is wrong in any way is answered like any other, with a place at the end', () => {
    const late = now + 300;
    const others = mint('eve', OPENS_AT);
    const foreign = mintAnswer(
      hashing,
      keys,
      someSale(),
      { eventId: 'another', sub: 'ada', now: OPENS_AT, requestId: 'x' },
      201,
    ).body as QueueBody;
    const bad = [undefined, '', 'x', others.token, foreign.token, `${place.token}x`, place.token?.slice(9)];
    for (const token of bad) {
      const body = bodyOf(attempt({ sub: 'ada', now: late, token, nonce }));
      expect(Object.keys(body).sort()).toEqual(Object.keys({ ...place, admitted: false }).sort());
      const fresh = payloadOf(body.token);
      expect(fresh).toMatchObject({ sub: 'ada', evt: EVENT_ID, iat: late, lot: payloadOf(place.token).lot });
      expect(fresh.c0).toBeGreaterThan(0);
      expect(fresh.id).not.toBe(payloadOf(place.token).id);
    }
    const expired = bodyOf(
      attempt({ sub: 'ada', now: (place.expiresAt ?? 0) + 1, token: place.token, nonce }),
    );
    expect(payloadOf(expired.token).iat).toBe((place.expiresAt ?? 0) + 1);
  });

  test('during a rotation goes on with the old key’s token and gets one of the new key', () => {
    const old = mint('ada', OPENS_AT, someSale(), someKeys({ kid: 'k1' }));
    const body = bodyOf(attempt({ sub: 'ada', now: old.retryAt, token: old.token, nonce: nonceFor(old) }));
    expect(Buffer.from(body.token?.split('.')[0] ?? '', 'base64url').toString()).toContain('"kid":"k2"');
    expect(payloadOf(body.token)).toMatchObject({ id: payloadOf(old.token).id, c0: 0 });
  });

  test('while the clock cannot be read keeps the place and is asked to wait longer', () => {
    const unreadable = someSale({ schedule: [[OPENS_AT + 5_000, 100, 7]] });
    const body = bodyOf(attempt({ sub: 'ada', now, token: place.token, nonce }, unreadable));
    expect(body.retryAt).toBe(now + 30 + 60);
    expect(payloadOf(body.token)).toMatchObject({ c0: 0, id: payloadOf(place.token).id });
  });

  test('that was drawn while there was no room keeps its place for the next slot', () => {
    const sale = someSale({ schedule: openSchedule(OPENS_AT, 1) });
    const decision = attempt({ sub: 'ada', now: now + 600, token: place.token, nonce }, sale);
    if (!decision.admitted) throw new Error('not admitted');
    const answer = notYetAnswer(hashing, keys, sale, { now: now + 600 }, decision.payload, decision.verdict);
    const body = answer.body as QueueBody;
    expect(answer.status).toBe(200);
    expect(attempt({ sub: 'ada', now: body.retryAt, token: body.token, nonce }, sale).admitted).toBe(true);
  });
});

test('a sale that cannot be read at all is answered in the same shape, with the token that was sent', () => {
  const shape = Object.keys({ ...mint('ada', OPENS_AT), admitted: false }).sort();
  const body = unavailableAnswer(200, 'the token', OPENS_AT).body as QueueBody;
  expect(Object.keys(body).sort()).toEqual(shape);
  expect(body).toMatchObject({ admitted: false, token: 'the token', retryAt: OPENS_AT + 90 });
});

test('a script that asks every second, mints without end and replays every token it ever had is let in no sooner', () => {
  fc.assert(
    fc.property(sales, subs, fc.integer({ min: -60, max: 120 }), (anySale, sub, arrival) => {
      const sale = { ...anySale, powBits: 0, slotSeconds: Math.min(anySale.slotSeconds, 20) };
      const start = OPENS_AT + arrival;
      const end = OPENS_AT + 250;

      let patientSlot: number | undefined;
      let mine = mint(sub, start, sale);
      while (patientSlot === undefined && mine.retryAt < end) {
        const decision = attempt({ sub, now: mine.retryAt, token: mine.token }, sale);
        if (decision.admitted) patientSlot = decision.verdict.slotStart;
        else mine = bodyOf(decision);
      }

      let greedySlot: number | undefined;
      const tokens = [mint(sub, start, sale).token];
      for (let now = start; greedySlot === undefined && now < end; now++) {
        tokens.push(mint(sub, now, sale).token);
        for (const token of [tokens[0], tokens.at(-1), tokens[Math.floor(tokens.length / 2)]]) {
          const decision = attempt({ sub, now, token }, sale);
          if (decision.admitted) greedySlot ??= decision.verdict.slotStart;
          else if (tokens.length < 200) tokens.push(bodyOf(decision).token);
        }
      }
      if (greedySlot !== undefined && greedySlot + sale.slotSeconds < end)
        expect(patientSlot).toBe(greedySlot);
    }),
    { numRuns: 25 },
  );
});

test('what is answered depends on nothing but what was asked: the same request, the same answer', () => {
  fc.assert(
    fc.property(sales, subs, fc.integer({ min: -100, max: 2_000 }), (sale: SaleRecord, sub, offset) => {
      expect(mint(sub, OPENS_AT + offset, sale)).toEqual(mint(sub, OPENS_AT + offset, sale));
    }),
  );
});
