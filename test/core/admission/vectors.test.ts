import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  canonicalRules,
  clockAt,
  commitmentOf,
  explainToken,
  judge,
  lotOf,
  lotteryNumberOf,
  nextBackoff,
  parseDrawKeys,
  parseSaleTerms,
  proofHolds,
  rulesHash,
  signWaitingToken,
  slotPhaseOf,
  solveProof,
  verifyWaitingToken,
} from '../../../src/core/admission/index.ts';
import { hashing, VECTORS } from './support.ts';

// Numbers computed by other code from the published formulas. They are compared exactly: admission must not depend on who computes it.
describe.each(VECTORS.map((one) => [one.eventId, one.sub, one] as const))('%s, %s', (_event, _sub, one) => {
  const keys = parseDrawKeys({
    lotKey: one.lotKey,
    drawKey: one.drawKey,
    beacon: one.beacon,
    signing: { [one.kid]: one.signingKey },
  });
  const sale = parseSaleTerms(one);
  const signing = { kid: one.kid, signing: keys.signing };

  test('rules and commitment', () => {
    expect(canonicalRules(one.rules)).toBe(one.rulesCanonical);
    expect(rulesHash(hashing, one.rules)).toBe(one.rulesHash);
    expect(commitmentOf(hashing, one.rules, keys.lot, keys.draw)).toBe(one.commitment);
  });

  test('the draw', () => {
    expect(lotOf(hashing, keys.lot, one.eventId, one.sub)).toBe(one.lot);
    expect(lotteryNumberOf(hashing, keys, one.lot)).toBe(one.lotteryNumber);
  });

  test('the first slot', () => {
    const phase = slotPhaseOf(hashing, keys.lot, one.eventId, one.sub, one.slotSeconds);
    const { iat } = one.payload;
    expect(phase).toBe(one.slotPhase);
    expect(clockAt(sale, Math.max(iat, one.opensAt))).toBe(one.c0);
    expect(nextBackoff(iat, iat, sale, phase)).toBe(one.firstBackoff);
  });

  test('the token, and our own signature under the same payload', async () => {
    const verified = verifyWaitingToken(hashing, signing, one.token, {
      eventId: one.eventId,
      sub: one.sub,
      now: one.payload.iat,
    });
    expect(verified).toEqual({ ok: true, payload: one.payload });
    const ours = signWaitingToken(hashing, signing, one.payload);
    const key = keys.signing[one.kid] ?? new Uint8Array();
    const { payload } = await jwtVerify(ours, key, {
      typ: 'wrt+jwt',
      algorithms: ['HS256'],
      currentDate: new Date(one.payload.iat * 1000),
    });
    expect(payload).toEqual(one.payload);
  });

  test('the proof of work', () => {
    const { challenge, bits, nonce } = one.pow;
    expect(proofHolds(hashing, challenge, bits, nonce)).toBe(true);
    expect(solveProof(hashing, challenge, bits, 0, 100_000)).toEqual({ nonce });
  });

  test.each(one.decisions.map((decision) => [decision.now, decision] as const))(
    'the decision at %i',
    (at, decision) => {
      const { now, ...verdict } = decision;
      expect(judge(hashing, keys, sale, one.payload, now)).toEqual({ slotPhase: one.slotPhase, ...verdict });
      expect(explainToken(hashing, one.token, keys, sale, at)).toEqual({
        valid: true,
        payload: one.payload,
        lot: one.lot,
        lotteryNumber: one.lotteryNumber,
        slotPhase: one.slotPhase,
        ...verdict,
      });
    },
  );
});
