import { request } from 'undici';
import { z } from 'zod';
import { type Hashing, toBase64Url } from '../../../core/crypto/index.ts';
import { type HumanCheck, HumanCheckUnavailableError } from '../../ports/index.ts';

export interface TurnstileOptions {
  readonly siteKey: string;
  readonly secretKey: string;
  readonly hashing: Hashing;
  /** Cloudflare's address unless a test stands in for it. */
  readonly verifyUrl?: string;
}

const VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const VERIFY_MS = 5_000;
/** Longest token that Turnstile gives. */
const ANSWER_CHARS_MAX = 2_048;

const verdict = z.object({ success: z.boolean(), cdata: z.string().optional() });

/** Cloudflare Turnstile as the human check: the page shows its widget, and Cloudflare is asked whether the answer holds. */
export function createTurnstileCheck(options: TurnstileOptions): HumanCheck {
  const { siteKey, secretKey, hashing, verifyUrl = VERIFY_URL } = options;
  const secret = new TextEncoder().encode(secretKey);
  /** Customer data ties an answer to the buyer it was made for: up to 255 letters, digits, - and _. */
  const nameOf = (subject: string) => toBase64Url(hashing.hmacSha256(secret, `human-check\nof\n${subject}`));

  return {
    async challenge(subject) {
      return { kind: 'turnstile', parameters: { sitekey: siteKey, cData: nameOf(subject), action: 'tix' } };
    },
    async verify(subject, answer) {
      if (answer.length === 0 || answer.length > ANSWER_CHARS_MAX) return false;
      const { success, cdata } = await ask(verifyUrl, { secret: secretKey, response: answer });
      return success && cdata === nameOf(subject);
    },
  };
}

/** @throws HumanCheckUnavailableError */
async function ask(url: string, form: Readonly<Record<string, string>>): Promise<z.infer<typeof verdict>> {
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      headersTimeout: VERIFY_MS,
      bodyTimeout: VERIFY_MS,
    });
    const answer = verdict.safeParse(await body.json());
    if (statusCode === 200 && answer.success) return answer.data;
    throw new Error(`it answered ${statusCode}`);
  } catch (error) {
    throw new HumanCheckUnavailableError(`the human check cannot be asked: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
