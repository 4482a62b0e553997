import { unverifiedPayload } from '../../core/jwt/index.ts';
import type { WaitingPlace } from '../api/index.ts';

/** Why there is nothing more to wait for. */
export type End = 'admitted' | 'soldOut' | 'used';

/** A buyer's waiting, as kept in the browser: it outlives reloads, restarts and the tab that does the asking. */
export interface Waiting {
  /** Whose place it is: another person at the same browser has another. */
  readonly sub: string;
  /** The last answer about the place; its token is the place itself. */
  readonly place: WaitingPlace | null;
  /** The proof of work for the challenge of that text. */
  readonly proof: { readonly text: string; readonly nonce: string } | null;
  /** When the place was first given, epoch seconds, as its token says: waiting counts from here, or from the opening if that is later. */
  readonly since: number | null;
  /** Times the turn was looked at. */
  readonly looks: number;
  /** Calls in a row that brought no answer. */
  readonly failures: number;
  /** No call before this, epoch milliseconds by the server; for pauses after failures. */
  readonly notBeforeMs: number;
  readonly needsSignIn: boolean;
  readonly end: End | null;
}

/** What to do next. */
export type Step =
  | { readonly kind: 'takePlace' }
  | { readonly kind: 'prove'; readonly text: string; readonly bits: number }
  | { readonly kind: 'ask'; readonly token: string; readonly nonce: string | undefined }
  | { readonly kind: 'pause'; readonly untilMs: number }
  | { readonly kind: 'stop' };

/** What happened. */
export type Happening =
  | { readonly kind: 'placeGiven'; readonly place: WaitingPlace }
  | { readonly kind: 'notYet'; readonly place: WaitingPlace }
  | { readonly kind: 'proven'; readonly text: string; readonly nonce: string }
  | { readonly kind: 'admitted' }
  | { readonly kind: 'refused'; readonly why: 'signIn' | 'used' | 'tokenInvalid' }
  /** `chance` in [0, 1) spreads the next tries of a crowd that was cut off together. */
  | { readonly kind: 'unanswered'; readonly nowMs: number; readonly chance: number }
  | { readonly kind: 'signedIn' }
  /** Somebody who was told that it is over loads the page again: it costs one question to tell them anew. */
  | { readonly kind: 'lookAgain' };

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export function newWaiting(sub: string): Waiting {
  return {
    sub,
    place: null,
    proof: null,
    since: null,
    looks: 0,
    failures: 0,
    notBeforeMs: 0,
    needsSignIn: false,
    end: null,
  };
}

/**
 * The next step at `nowMs`. The turn is asked for at `retryAt` and not before, so exactly once a slot; the proof of work is done in
 * the time until then.
 */
export function nextStep(waiting: Waiting, nowMs: number): Step {
  if (waiting.end !== null || waiting.needsSignIn) return { kind: 'stop' };
  if (nowMs < waiting.notBeforeMs) return { kind: 'pause', untilMs: waiting.notBeforeMs };
  const { place, proof } = waiting;
  if (place === null) return { kind: 'takePlace' };
  const { token, challenge } = place;
  const proven = challenge === null || challenge.bits === 0 || proof?.text === challenge.text;
  if (!proven) return { kind: 'prove', ...challenge };
  const retryAtMs = place.retryAt * 1000;
  if (nowMs < retryAtMs) return { kind: 'pause', untilMs: retryAtMs };
  return token === null ? { kind: 'takePlace' } : { kind: 'ask', token, nonce: proof?.nonce };
}

/** The waiting after something happened. */
export function afterHappening(waiting: Waiting, happening: Happening): Waiting {
  switch (happening.kind) {
    case 'placeGiven':
      return withPlace(waiting, happening.place);
    case 'notYet':
      return withPlace({ ...waiting, looks: waiting.looks + 1 }, happening.place);
    case 'proven':
      return { ...waiting, proof: { text: happening.text, nonce: happening.nonce } };
    case 'admitted':
      return { ...waiting, end: 'admitted' };
    case 'refused':
      if (happening.why === 'signIn') return { ...waiting, needsSignIn: true };
      if (happening.why === 'used') return { ...waiting, end: 'used' };
      return { ...waiting, place: null, proof: null };
    case 'unanswered':
      return {
        ...waiting,
        failures: waiting.failures + 1,
        notBeforeMs: happening.nowMs + pauseAfter(waiting.failures, happening.chance),
      };
    case 'signedIn':
      return { ...waiting, needsSignIn: false };
    case 'lookAgain':
      return waiting.end === 'admitted' ? waiting : { ...waiting, end: null };
  }
}

function withPlace(waiting: Waiting, place: WaitingPlace): Waiting {
  // A service that is short of news may answer without a token; the one we have stays good.
  const token = place.token ?? waiting.place?.token ?? null;
  return {
    ...waiting,
    since: issuedAt(token) ?? waiting.since ?? place.serverTime,
    place: { ...place, token, commitment: place.commitment ?? waiting.place?.commitment ?? null },
    failures: 0,
    notBeforeMs: 0,
    end: place.phase === 'soldOut' ? 'soldOut' : null,
  };
}

/** A token that ran out is answered with a new one, whose waiting begins anew; only the token itself tells. */
function issuedAt(token: string | null): number | undefined {
  const iat = token === null ? undefined : unverifiedPayload(token)?.iat;
  return typeof iat === 'number' ? iat : undefined;
}

/** Doubles with every failure, and is anywhere between half of that and all of it. */
function pauseAfter(failuresBefore: number, chance: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failuresBefore);
  return longest * (0.5 + chance / 2);
}
