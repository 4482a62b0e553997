/** What buyers do, one name per kind of request. */
export const OPERATIONS = [
  'signIn',
  'token',
  'admission',
  'map',
  'hold',
  'autoHold',
  'release',
  'cancel',
  'checkout',
  'pay',
  'payAgain',
  'payment',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** First line of a history: which run this was, and what was there before it. */
export interface RunLine {
  readonly type: 'run';
  readonly v: 1;
  readonly run: string;
  readonly scenario: string;
  readonly target: string;
  readonly eventId: string;
  readonly startedAtMs: number;
  /** Before the first operation. */
  readonly seats: { readonly total: number; readonly available: number };
}

/** One request and what came of it. Times are epoch ms with fractions, by one clock for all lines. */
export interface OperationLine {
  readonly type: 'op';
  readonly op: OperationName;
  /** Who acts; one buyer does one thing at a time. */
  readonly buyer: string;
  /** Before the request left. */
  readonly startMs: number;
  /** After the whole answer had come; null when none came. */
  readonly endMs: number | null;
  /** `ok`: acknowledged. `refused`: answered with a refusal, so nothing may have changed. `unknown`: neither can be told. */
  readonly outcome: 'ok' | 'refused' | 'unknown';
  /** Why not, as a stable code; null when `ok`. */
  readonly code: string | null;
  readonly session?: string;
  /** End of the session, and so of its locks, as the answer tells: epoch ms by the target's clock. */
  readonly untilMs?: number;
  /** Seats asked for, or after an `ok` the seats the answer names. */
  readonly seats?: readonly string[];
  /** Of a hold refused with SEAT_TAKEN: the seats that were in the way. */
  readonly taken?: readonly string[];
  readonly payment?: string;
  /** State of the payment as the answer tells it. */
  readonly state?: string;
  readonly amountMinor?: number;
}

/** Last line: a file without it was cut off. */
export interface EndLine {
  readonly type: 'end';
  readonly operations: number;
}
