import { phaseAt, type SalePhase, type SaleRecord } from './sale-record.ts';
import { type WaitEstimate, waitEstimate } from './wait-estimate.ts';
import type { WaitingPayload } from './waiting-token.ts';

/** A response of the two queue endpoints, whoever gives it. `body` is JSON. */
export interface Answer {
  readonly status: number;
  readonly contentType: 'application/json' | 'application/problem+json';
  readonly body: QueueBody | QueueProblem;
}

/** Why a buyer meets more trouble than others, and what helps. Only the service says it: the edge passes who is flagged on. */
export interface Standing {
  /** 1: harder work and a human check; 2: locked out until then. The place is kept in both cases. */
  readonly level: 1 | 2;
  /** What was seen. */
  readonly signal: string;
  /** Epoch s: when it is forgotten. */
  readonly until: number;
  /** For asking the support desk. */
  readonly reference: string;
  /** What was seen and how to behave, in English. */
  readonly guidance: string;
  /** To be solved before the session; null when none is asked for. `parameters` are the widget's own. */
  readonly humanCheck: {
    readonly kind: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  } | null;
}

/** A buyer's place, as told to their client. Times are epoch seconds. */
export interface QueueBody {
  /** False in answers to an admission attempt, absent when a token was asked for. */
  readonly admitted?: false | undefined;
  /** Null when no token could be given: ask for one again at retryAt. */
  readonly token: string | null;
  /** Earliest useful next attempt. */
  readonly retryAt: number;
  readonly expiresAt: number | null;
  readonly challenge: { readonly text: string; readonly bits: number } | null;
  readonly opensAt: number | null;
  readonly serverTime: number;
  readonly slotSeconds: number | null;
  readonly commitment: string | null;
  readonly wait: WaitEstimate | null;
  readonly phase: SalePhase | 'presale' | 'unavailable';
  /** Absent for everybody who is not flagged. */
  readonly standing?: Standing | undefined;
}

/** RFC 9457. */
export interface QueueProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: 'SIGN_IN_REQUIRED' | 'METHOD_NOT_ALLOWED';
  readonly detail: string;
}

/** Backoff when the sale cannot be read at all, and not even the buyer's slot is known. */
const UNAVAILABLE_BACKOFF_SECONDS = 90;

/** Tells a buyer their place. `status` 201 answers a mint, 200 an admission attempt. */
export function placeAnswer(
  status: 200 | 201,
  sale: SaleRecord,
  token: string,
  payload: WaitingPayload,
  now: number,
): Answer {
  return queueAnswer(status, token, now, {
    retryAt: payload.boff,
    expiresAt: payload.exp,
    challenge: { text: payload.ch, bits: payload.chd },
    opensAt: sale.opensAt,
    slotSeconds: sale.slotSeconds,
    commitment: sale.commitment,
    wait: waitEstimate(sale, payload.c0, now),
    phase: phaseAt(sale, now),
  });
}

/** The sale cannot be read: not yet, in the ordinary shape. `token` is what the buyer sent, so that nothing is lost. */
export function unavailableAnswer(status: 200 | 201, token: string | null, now: number): Answer {
  return queueAnswer(status, token, now, {
    retryAt: now + UNAVAILABLE_BACKOFF_SECONDS,
    expiresAt: null,
    challenge: null,
    opensAt: null,
    slotSeconds: null,
    commitment: null,
    wait: null,
    phase: 'unavailable',
  });
}

/** 401: there is no sign-in pass, or it is not good (any more). */
export function signInRequired(): Answer {
  return problemAnswer(
    'SIGN_IN_REQUIRED',
    401,
    'Sign in first',
    'Repeat the request with a fresh sign-in pass.',
  );
}

/** 405: the queue endpoints take POST only. */
export function methodNotAllowed(): Answer {
  return problemAnswer('METHOD_NOT_ALLOWED', 405, 'This method is not offered here', 'Send POST.');
}

function queueAnswer(
  status: 200 | 201,
  token: string | null,
  now: number,
  place: Omit<QueueBody, 'admitted' | 'token' | 'serverTime'>,
): Answer {
  const body = Object.assign(
    { admitted: status === 200 ? (false as const) : undefined, token: token },
    place,
    {
      serverTime: now,
    },
  );
  return { status: status, contentType: 'application/json', body: body };
}

function problemAnswer(code: QueueProblem['code'], status: number, title: string, detail: string): Answer {
  return {
    status: status,
    contentType: 'application/problem+json',
    body: { type: `/problems/${code}`, title: title, status: status, code: code, detail: detail },
  };
}
