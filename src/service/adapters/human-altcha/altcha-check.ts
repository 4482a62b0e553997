import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { type Hashing, toBase64Url } from '../../../core/crypto/index.ts';
import type { HumanCheck, Random } from '../../ports/index.ts';

/** Iterations of one try, and how many tries it takes: a second or two on a laptop, several on an old phone. */
const COST = 2_000;
const TRIES_MIN = 1_000;
const TRIES_SPREAD = 2_000;

const CHALLENGE_SECONDS = 1_200;
const ANSWER_CHARS_MAX = 8_192;

const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({ data: z.looseObject({ subject: z.string() }), expiresAt: z.number() }),
    signature: z.string(),
  }),
  solution: z.looseObject({ counter: z.number(), derivedKey: z.string() }),
});

/**
 * The human check that comes with tix: ALTCHA, hosted by the service itself. No third party learns who buys. Stateless: the challenge is
 * signed, and names the buyer it was made for.
 */
export function createAltchaCheck(options: {
  readonly hashing: Hashing;
  /** A key of the service that never reaches a browser; keys of the check are derived from it. */
  readonly secret: Uint8Array;
  readonly random: Random;
}): HumanCheck {
  const { hashing, secret, random } = options;
  const derived = (name: string) => toBase64Url(hashing.hmacSha256(secret, `human-check\n${name}`));
  const secrets = { hmacSignatureSecret: derived('challenge'), hmacKeySignatureSecret: derived('solution') };
  const nameOf = (subject: string) => toBase64Url(hashing.hmacSha256(secret, `human-check\nof\n${subject}`));

  return {
    async challenge(subject, nowMs) {
      const challenge = await createChallenge({
        ...secrets,
        algorithm: 'PBKDF2/SHA-256',
        cost: COST,
        counter: TRIES_MIN + Math.floor(random.unit() * TRIES_SPREAD),
        data: { subject: nameOf(subject) },
        expiresAt: Math.floor(nowMs / 1000) + CHALLENGE_SECONDS,
        deriveKey,
      });
      return { kind: 'altcha', parameters: { ...challenge } };
    },
    async verify(subject, answer, nowMs) {
      const read = answer.length <= ANSWER_CHARS_MAX ? payload.safeParse(jsonOf(answer)) : undefined;
      if (read?.success !== true) return false;
      const { data, expiresAt } = read.data.challenge.parameters;
      if (data.subject !== nameOf(subject) || expiresAt * 1000 <= nowMs) return false;
      try {
        const { challenge, solution } = read.data as unknown as Payload;
        const result = await verifySolution({ ...secrets, challenge, solution, deriveKey });
        return result.invalidSignature === false && result.invalidSolution === false;
      } catch {
        // The library throws on parameters it does not know, and only an answer that is not ours has those.
        return false;
      }
    },
  };
}

/** Widgets send their answer as base64 of JSON. */
function jsonOf(answer: string): unknown {
  try {
    return JSON.parse(Buffer.from(answer, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
