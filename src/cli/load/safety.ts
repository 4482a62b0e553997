import { z } from 'zod';
import { UserError } from '../../core/errors/index.ts';

/** Where a target says that it agrees to be loaded. */
export const CONSENT_PATH = '/.well-known/tix-load.json';
/** Arrivals per second on another machine, unless more is asked for in so many words. */
export const REMOTE_RATE_MAX = 200;
/** A consent is for one run, not for ever. */
const CONSENT_MS_MAX = 24 * 3_600_000;
const CONSENT_MS_PROPOSED = 3_600_000;

const consentFile = z.object({ run: z.string(), expiresAt: z.iso.datetime({ offset: true }) });

/** Whether the address can only be this machine. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Makes sure that a target on another machine has agreed to this very run.
 *
 * @param readConsent the text at `CONSENT_PATH` of the target, or undefined when there is none
 * @throws UserError `CONSENT_MISSING`, `CONSENT_INVALID` with what to put where.
 */
export async function requireConsent(
  target: URL,
  run: { readonly id: string; readonly isNamed: boolean; readonly endsAtMs: number },
  nowMs: number,
  readConsent: () => Promise<string | undefined>,
): Promise<void> {
  if (isLoopback(target)) return;
  const address = `${target.origin}${CONSENT_PATH}`;
  const expiresAt = new Date(Math.max(nowMs, run.endsAtMs) + CONSENT_MS_PROPOSED).toISOString();
  const wanted = `{"run":"${run.id}","expiresAt":"${expiresAt}"}`;
  const again = run.isNamed ? '' : `, then run this again with --run ${run.id}`;
  const text = await readConsent();
  if (text === undefined)
    throw new UserError(
      'CONSENT_MISSING',
      `${target.host} is not this machine and has not agreed to this run; whoever runs it puts ${wanted} at ${address}${again}`,
    );
  const problem = problemOf(text, run, nowMs);
  if (problem !== undefined)
    throw new UserError(
      'CONSENT_INVALID',
      `the consent at ${address} ${problem}; it should read ${wanted}${again}`,
    );
}

function problemOf(
  text: string,
  run: { readonly id: string; readonly endsAtMs: number },
  nowMs: number,
): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const parsed = consentFile.safeParse(json);
  if (!parsed.success) return 'does not name a run and when it expires';
  const expiresAtMs = Date.parse(parsed.data.expiresAt);
  if (parsed.data.run !== run.id) return 'is for another run';
  if (expiresAtMs < run.endsAtMs) return 'expires before this run ends';
  return expiresAtMs > nowMs + CONSENT_MS_MAX ? 'is for more than a day' : undefined;
}
