import type { PaymentRecord, SessionRecord } from './records.ts';

/** Proof, from a verified session pass, of who acts; a hold needs no read because its condition is `session.expiresAtMs = pass.expiresAtMs`. */
export interface SessionClaim {
  readonly sessionId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly expiresAtMs: number;
  readonly seatLimit: number;
}

/** Idempotency-Key of the request and a digest of its content; absent when the caller sent none. */
export interface RequestKey {
  readonly key: string;
  readonly requestHash: string;
}

export interface StartSessionCommand {
  readonly sessionId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly tokenId: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
  readonly seatLimit: number;
  readonly admissionsPerUser: number;
  /** Places to try, in this order; newcomers get numbers below softCap only, holders of a waiting pass below hardCap. */
  readonly newcomerPlaces: readonly number[];
  readonly passHolderPlaces: readonly number[];
  /** Start (epoch s) of the buyer's current slot: a waiting pass is tried at most once per slot. */
  readonly slotStart: number;
}

export type StartSessionOutcome =
  | { readonly kind: 'started'; readonly session: SessionRecord }
  /** The same token again: the session it opened, whatever its state. */
  | { readonly kind: 'existing'; readonly session: SessionRecord }
  | { readonly kind: 'liveSession'; readonly sessionId: string }
  | { readonly kind: 'admissionsUsed'; readonly admissions: number }
  | { readonly kind: 'tokenOfAnother' }
  /** Every tried place was taken; the user now has a waiting pass, valid from the next slot on. */
  | { readonly kind: 'full'; readonly waitingSinceMs: number };

/** Why a session cannot act. */
export type SessionRefusal =
  | { readonly kind: 'sessionUnknown' }
  | { readonly kind: 'sessionEnded'; readonly state: SessionRecord['state'] }
  /** In checkout (or back from it): holds and releases are not accepted. */
  | { readonly kind: 'wrongState'; readonly state: SessionRecord['state'] }
  /** The pass is older than the session's present window: read the session again for a fresh pass. */
  | { readonly kind: 'passStale' }
  | { readonly kind: 'keyReused' };

/** A seat as the venue describes it; the service knows it without asking the store, so that a hold needs no read. */
export interface WantedSeat {
  readonly seatId: string;
  readonly tier: string;
  readonly priceMinor: number;
}

export interface HoldCommand {
  readonly claim: SessionClaim;
  /** Distinct, 1 to seatLimit. */
  readonly seats: readonly WantedSeat[];
  readonly request: RequestKey | null;
  readonly nowMs: number;
}

export type HoldOutcome =
  /** All of them are this session's now (some may have been before). */
  | { readonly kind: 'held'; readonly seatIds: readonly string[]; readonly session: SessionRecord }
  /** Nothing changed; exactly these seats are somebody else's. */
  | { readonly kind: 'seatsTaken'; readonly seatIds: readonly string[] }
  | { readonly kind: 'seatsUnknown'; readonly seatIds: readonly string[] }
  | { readonly kind: 'limitReached'; readonly seatLimit: number; readonly heldCount: number }
  | SessionRefusal;

export interface ReleaseCommand {
  readonly claim: SessionClaim;
  readonly seatIds: readonly string[];
  readonly request: RequestKey | null;
  readonly nowMs: number;
}

export type ReleaseOutcome =
  /** Seats this session had a reservation for and no longer has. Seats it never had are ignored: releasing twice is harmless. */
  | { readonly kind: 'released'; readonly seatIds: readonly string[]; readonly session: SessionRecord }
  | SessionRefusal;

export interface CancelCommand {
  readonly sessionId: string;
  readonly userId: string;
  readonly nowMs: number;
}

export type CancelOutcome =
  | { readonly kind: 'cancelled'; readonly session: SessionRecord }
  /** In checkout with a payment that is not terminal: void it first. */
  | { readonly kind: 'paymentOpen'; readonly payment: PaymentRecord }
  | { readonly kind: 'sessionUnknown' }
  | { readonly kind: 'sessionEnded'; readonly state: SessionRecord['state'] };

export interface StartCheckoutCommand {
  readonly claim: SessionClaim;
  readonly paymentId: string;
  readonly currency: string;
  readonly request: RequestKey | null;
  readonly nowMs: number;
  readonly payUntilMs: number;
  /** payUntilMs plus the grace, whole seconds in ms. */
  readonly expiresAtMs: number;
  /** When the reconciler shall first look. */
  readonly dueAtMs: number;
}

export type StartCheckoutOutcome =
  | { readonly kind: 'started'; readonly session: SessionRecord; readonly payment: PaymentRecord }
  /** Already in checkout: the payment it has. */
  | { readonly kind: 'existing'; readonly session: SessionRecord; readonly payment: PaymentRecord }
  | { readonly kind: 'nothingHeld' }
  /** These seats lapsed and were taken; they have been dropped from the session, which stays in reservation. */
  | { readonly kind: 'seatsLost'; readonly seatIds: readonly string[]; readonly session: SessionRecord }
  | SessionRefusal;

export interface BeginAttemptCommand {
  readonly paymentId: string;
  readonly userId: string;
  readonly request: RequestKey | null;
  readonly nowMs: number;
}

export type BeginAttemptOutcome =
  | { readonly kind: 'begun'; readonly payment: PaymentRecord }
  | { readonly kind: 'paymentUnknown' }
  /** Too late, already paid, voided, or tried too often. */
  | { readonly kind: 'notPayable'; readonly payment: PaymentRecord }
  | { readonly kind: 'keyReused' };

/** What the provider says of one attempt. Repeats, delays and reordering are normal. */
export interface ProviderWord {
  readonly paymentId: string;
  readonly providerRef: string;
  readonly status: 'approved' | 'declined';
  readonly amountMinor: number;
  readonly nowMs: number;
}

export type ProviderWordOutcome =
  /** The charge is recorded as approved and waits for `settle`. */
  | { readonly kind: 'approved'; readonly payment: PaymentRecord }
  | { readonly kind: 'declined'; readonly payment: PaymentRecord }
  /** Nothing new. */
  | { readonly kind: 'known'; readonly payment: PaymentRecord }
  | { readonly kind: 'paymentUnknown' };

export interface SettleCommand {
  readonly paymentId: string;
  readonly providerRef: string;
  readonly nowMs: number;
}

export type SettleOutcome =
  /** Seats are sold to this buyer, session finalised, place given back. */
  | { readonly kind: 'settled'; readonly payment: PaymentRecord }
  /** Seats were lost, the amount was wrong, or another charge paid for them already: the money must go back. */
  | { readonly kind: 'refundDue'; readonly payment: PaymentRecord }
  /** This charge was dealt with before. */
  | { readonly kind: 'known'; readonly payment: PaymentRecord }
  /** No such payment, or it has no such charge: record the provider's word first. */
  | { readonly kind: 'paymentUnknown' };

/** The provider confirms that a charge was given back. */
export interface RefundedCommand {
  readonly paymentId: string;
  readonly providerRef: string;
  readonly nowMs: number;
}

/** Gives up a payment that the provider confirms was never charged: seats free, session cancelled or expired, place given back. */
export interface VoidedCommand {
  readonly paymentId: string;
  readonly nowMs: number;
  /** State the session takes. */
  readonly sessionState: 'cancelled' | 'expired';
}

export type VoidedOutcome =
  | { readonly kind: 'voided'; readonly payment: PaymentRecord }
  /** A charge exists: the money decides, nothing was changed. */
  | { readonly kind: 'charged'; readonly payment: PaymentRecord }
  | { readonly kind: 'known'; readonly payment: PaymentRecord }
  | { readonly kind: 'paymentUnknown' };
