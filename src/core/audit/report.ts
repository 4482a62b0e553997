import type { ChargeRecord, PaymentState, SessionState } from '../reservation/index.ts';

/** What can be wrong, by stable code, and why it matters. */
export const VIOLATIONS = {
  SEAT_STATE_WRONG: 'A seat is available with an owner, or locked or sold without one.',
  SEAT_HELD_TWICE: 'Two live reservations hold the same seat.',
  SEAT_LOCK_UNFOUNDED:
    'A seat is locked for a session that is not live, ends at another time, or has no reservation for it.',
  SEAT_SOLD_UNFOUNDED: 'A sold seat has no reservation of the session it was sold to.',
  SEAT_SOLD_TWICE: 'A seat has more than one finalised reservation.',
  SEAT_SOLD_UNPAID: 'A sold seat has no finalised session, or no settled payment that lists it.',
  RESERVATION_UNFOUNDED: 'A reservation names a session or a seat that does not exist.',
  RESERVATION_WITHOUT_SEAT: 'A finalised reservation is for a seat that was not sold to its session.',
  HELD_COUNT_WRONG: 'The number of seats a session counts is not the number of its reservations.',
  HELD_BEYOND_LIMIT: 'A session holds more seats than it may.',
  LIVE_SESSION_TWICE: 'A user has two live sessions in one event.',
  LIVE_SESSION_WRONG: "A user's live session and the user's record of the event disagree.",
  ADMISSIONS_WRONG: 'A user has more or fewer sessions than admissions.',
  TOKEN_WRONG: 'A session and the waiting token that opened it disagree.',
  SESSION_WITHOUT_PLACE: 'A live session has no place, or its place ends at another time.',
  PLACE_WITHOUT_SESSION: 'A taken place belongs to no live session, or its session counts on another place.',
  PLACE_BEYOND_CAP: 'A taken place has a number the event does not have.',
  SESSION_WITHOUT_PAYMENT:
    'A session in checkout or finalised has no payment of its own, or a finalised one has none that settled.',
  PAYMENT_STATE_WRONG: "A payment's state does not follow from its charges.",
  PAYMENT_AMOUNT_WRONG: 'A payment does not ask for, or was settled with, the sum of its seats.',
  CHARGE_SETTLED_TWICE: 'Two charges of one payment were settled.',
  CHARGE_WITHOUT_SEATS: 'A charge was settled, but a seat it paid for was not sold to its session.',
  CHARGE_UNDECIDED: 'A charge was approved a while ago and has neither seats nor a refund.',
  DUE_MISSING: 'Money may still have to move for a payment, and nobody is going to look.',
  DUE_LEFT_OVER: 'A due item belongs to no open payment.',
} as const;

export type ViolationCode = keyof typeof VIOLATIONS;

/** One thing wrong: what, and the ids of the records that disagree. */
export interface Violation {
  readonly code: ViolationCode;
  readonly message: string;
  readonly ids: readonly string[];
}

/** What the audit saw. Lapsed locks count as available, sessions out of time as expired. */
export interface AuditCounts {
  readonly events: number;
  readonly seats: { readonly available: number; readonly locked: number; readonly sold: number };
  readonly sessions: Readonly<Record<SessionState, number>>;
  readonly reservations: number;
  /** Taken at this moment. */
  readonly places: number;
  readonly payments: Readonly<Record<PaymentState, number>>;
  readonly charges: Readonly<Record<ChargeRecord['state'], number>>;
  /** Payments for which money may still have to move. */
  readonly openPayments: number;
}

export interface AuditReport {
  readonly ok: boolean;
  /** The first violations found; `violationCount` tells how many there are in all. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  readonly counts: AuditCounts;
}

/** A store that is thoroughly broken need not be listed whole. */
export const VIOLATIONS_LISTED = 1_000;

/** Collects what the checks find. */
export class Findings {
  readonly violations: Violation[] = [];
  readonly #listed: number;
  count = 0;

  constructor(listed = VIOLATIONS_LISTED) {
    this.#listed = listed;
  }

  add(code: ViolationCode, ...ids: readonly string[]): void {
    this.count += 1;
    if (this.violations.length < this.#listed) {
      this.violations.push({ code, message: VIOLATIONS[code], ids });
    }
  }

  /** Records a violation unless what is expected is true. */
  expect(expected: boolean, code: ViolationCode, ...ids: readonly string[]): void {
    if (!expected) this.add(code, ...ids);
  }
}
