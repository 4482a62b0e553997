import fc from 'fast-check';
import type * as reservation from '../../../src/core/reservation/index.ts';
import type { SessionClaim, SessionRecord } from '../../../src/core/reservation/index.ts';
import { RecordsWorld } from './records-world.ts';
import { EVENT, EVENT_ID, OPENS_MS, seatRecords } from './sale.ts';

/** The rules under trial: those of the core, or a set with one of them broken on purpose. */
export type Rules = Pick<
  typeof reservation,
  | 'beginAttempt'
  | 'cancelSession'
  | 'hold'
  | 'postponeDue'
  | 'recordProviderWord'
  | 'recordRefunded'
  | 'recordVoided'
  | 'release'
  | 'settle'
  | 'startCheckout'
  | 'startSession'
>;

/** One step of a random sale; numbers choose among what there is by then. */
export type Step =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'start'; readonly user: number; readonly token: number }
  | { readonly do: 'hold'; readonly session: number; readonly seats: readonly number[]; readonly key: number }
  | {
      readonly do: 'release';
      readonly session: number;
      readonly seats: readonly number[];
      readonly key: number;
    }
  | { readonly do: 'cancel' | 'checkout'; readonly session: number; readonly key: number }
  | { readonly do: 'attempt' | 'void'; readonly payment: number }
  | { readonly do: 'approve'; readonly payment: number; readonly ref: number; readonly isShort: boolean }
  | { readonly do: 'decline' | 'settle' | 'refund'; readonly payment: number; readonly ref: number };

const few = fc.nat({ max: 3 });
const seats = fc.uniqueArray(fc.nat({ max: EVENT.seatCount - 1 }), { minLength: 1, maxLength: 3 });
/** Most requests carry no key or a fresh one; some repeat one. */
const key = fc.nat({ max: 6 });

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 10, 25, 41, 61) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('start' as const), user: few, token: few }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('hold' as const), session: few, seats, key }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), session: few, seats, key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), session: few, key }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('checkout' as const), session: few, key }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('attempt' as const, 'void' as const), payment: few }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('approve' as const),
        payment: few,
        ref: fc.nat({ max: 1 }),
        isShort: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('decline' as const, 'settle' as const, 'settle' as const, 'refund' as const),
        payment: few,
        ref: fc.nat({ max: 1 }),
      }),
    },
  ),
  { maxLength: 40, size: 'max' },
);

/** Plays steps against the rules and judges each answer by its own memory of who holds which seat until when. */
export class RandomSale {
  readonly world = new RecordsWorld(EVENT, seatRecords(EVENT.seatCount));
  readonly #rules: Rules;
  nowMs = OPENS_MS;
  readonly #seatIds = [...this.world.seats.keys()];
  readonly #held = new Map<string, { sessionId: string; untilMs: number }>();
  readonly #sold = new Map<string, string>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  play(step: Step): void {
    switch (step.do) {
      case 'wait':
        this.nowMs += step.seconds * 1000;
        break;
      case 'start':
        this.#start(step.user, step.token);
        break;
      case 'hold':
        this.#withSession(step.session, (session) => this.#hold(session, step.seats, step.key));
        break;
      case 'release':
        this.#withSession(step.session, (session) => this.#release(session, step.seats, step.key));
        break;
      case 'cancel':
        this.#withSession(step.session, (session) => this.#cancel(session));
        break;
      case 'checkout':
        this.#withSession(step.session, (session) => this.#checkout(session, step.key));
        break;
      default:
        this.#money(step);
    }
  }

  /** Lets every payment come to its end, as the reconciler would: decides what is approved, gives back what is owed, voids the rest. */
  reconcile(): void {
    this.nowMs += 3_600_000;
    for (const { paymentId } of [...this.world.dues.values()]) {
      const nowMs = this.nowMs;
      for (const { providerRef } of this.world.payments.get(paymentId)?.charges ?? []) {
        this.#settle(paymentId, providerRef);
        this.world.apply(this.#rules.recordRefunded(this.world, { paymentId, providerRef, nowMs }));
      }
      this.#void(paymentId);
    }
  }

  /** Who the model says has the seat now. */
  #owner(seatId: string): string | undefined {
    const sold = this.#sold.get(seatId);
    if (sold !== undefined) return sold;
    const lock = this.#held.get(seatId);
    return lock !== undefined && this.nowMs < lock.untilMs ? lock.sessionId : undefined;
  }

  #start(user: number, token: number): void {
    const nowMs = this.nowMs;
    const userId = `user-${user}`;
    const slotStart = Math.floor(nowMs / 1000 / EVENT.slotSeconds) * EVENT.slotSeconds;
    const pass = this.world.users.get(userId)?.waitingPass ?? null;
    const places = pass === null ? [1, 0] : [2, 1, 0];
    const isFull = places.every((no) => nowMs < (this.world.places.get(no)?.untilMs ?? 0));
    const outcome = this.world.apply(
      this.#rules.startSession(this.world, {
        sessionId: `session-${this.world.sessions.size + 1}`,
        eventId: EVENT_ID,
        userId,
        tokenId: `token-${user}-${token}`,
        nowMs,
        expiresAtMs: nowMs + EVENT.sessionTtlMs,
        seatLimit: EVENT.seatLimit,
        admissionsPerUser: EVENT.admissionsPerUser,
        newcomerPlaces: [1, 0],
        passHolderPlaces: [2, 1, 0],
        slotStart,
      }),
    );
    const isTried = pass === null || pass.lastSlotStart < slotStart;
    if (outcome.kind === 'full') expectThat(isFull || !isTried, 'full although a place was free');
    if (outcome.kind === 'started')
      expectThat(!isFull && isTried, 'a session without a free place, or a pass tried twice');
  }

  #hold(session: SessionRecord, numbers: readonly number[], key: number): void {
    const seatIds = this.#seatsOf(numbers);
    const wanted = seatIds.map((seatId) => ({ seatId, tier: 'standard', priceMinor: 0 }));
    const before = new Map(seatIds.map((seatId) => [seatId, this.#owner(seatId)]));
    const request = requestKey(key, `hold ${seatIds}`);
    const isRepeat = session.idempotency.some((entry) => entry.key === request?.key);
    const outcome = this.world.apply(
      this.#rules.hold(this.world, { claim: claimOf(session), seats: wanted, request, nowMs: this.nowMs }),
    );
    const mayHold = request === null && session.state === 'reservation' && this.nowMs < session.expiresAtMs;
    const others = seatIds.filter(
      (seatId) => (before.get(seatId) ?? session.sessionId) !== session.sessionId,
    );
    if (outcome.kind === 'held' && !isRepeat) {
      expectThat(others.length === 0, `a hold took ${others}`);
      expectThat(outcome.session.heldCount <= EVENT.seatLimit, 'a hold went beyond the limit');
      for (const seatId of seatIds) {
        this.#held.set(seatId, { sessionId: session.sessionId, untilMs: session.expiresAtMs });
      }
    } else if (outcome.kind === 'seatsTaken') {
      expectThat(`${outcome.seatIds}` === `${others}`, `told ${outcome.seatIds}, taken were ${others}`);
    } else if (mayHold && others.length === 0) {
      const added = seatIds.filter((seatId) => before.get(seatId) === undefined).length;
      expectThat(
        session.heldCount + added > EVENT.seatLimit,
        `a hold of free seats was refused: ${outcome.kind}`,
      );
    }
  }

  #release(session: SessionRecord, numbers: readonly number[], key: number): void {
    const seatIds = this.#seatsOf(numbers);
    const request = requestKey(key, `release ${seatIds}`);
    const isRepeat = session.idempotency.some((entry) => entry.key === request?.key);
    const outcome = this.world.apply(
      this.#rules.release(this.world, { claim: claimOf(session), seatIds, request, nowMs: this.nowMs }),
    );
    if (outcome.kind === 'released' && !isRepeat) this.#forget(session.sessionId, outcome.seatIds);
  }

  #cancel(session: SessionRecord): void {
    const { sessionId, userId } = session;
    const outcome = this.world.apply(
      this.#rules.cancelSession(this.world, { sessionId, userId, nowMs: this.nowMs }),
    );
    if (outcome.kind === 'cancelled') this.#forget(sessionId, this.#seatIds);
  }

  #checkout(session: SessionRecord, key: number): void {
    const nowMs = this.nowMs;
    const expiresAtMs = nowMs + EVENT.payTtlMs + EVENT.payGraceMs;
    const outcome = this.world.apply(
      this.#rules.startCheckout(this.world, {
        claim: claimOf(session),
        paymentId: `payment-${this.world.payments.size + 1}`,
        currency: 'EUR',
        request: requestKey(key, 'checkout'),
        nowMs,
        payUntilMs: nowMs + EVENT.payTtlMs,
        expiresAtMs,
        dueAtMs: nowMs + EVENT.payTtlMs,
      }),
    );
    if (outcome.kind !== 'started') return;
    for (const { seatId } of outcome.payment.seats) {
      expectThat(
        this.#owner(seatId) === session.sessionId,
        `checkout of ${seatId}, which is not the session's`,
      );
      this.#held.set(seatId, { sessionId: session.sessionId, untilMs: expiresAtMs });
    }
  }

  #money(step: Exclude<Step, { do: 'wait' | 'start' | 'hold' | 'release' | 'cancel' | 'checkout' }>): void {
    const nowMs = this.nowMs;
    const payment = [...this.world.payments.values()][step.payment];
    if (payment === undefined) return;
    const { paymentId, userId } = payment;
    const providerRef = `${paymentId}/${'ref' in step ? step.ref : 0}`;
    if (step.do === 'attempt') {
      this.world.apply(this.#rules.beginAttempt(this.world, { paymentId, userId, request: null, nowMs }));
    } else if (step.do === 'void') {
      this.#void(paymentId);
    } else if (step.do === 'settle') {
      this.#settle(paymentId, providerRef);
    } else if (step.do === 'refund') {
      this.world.apply(this.#rules.recordRefunded(this.world, { paymentId, providerRef, nowMs }));
    } else {
      const status = step.do === 'approve' ? 'approved' : 'declined';
      const amountMinor = payment.amountMinor - (step.do === 'approve' && step.isShort ? 1 : 0);
      this.world.apply(
        this.#rules.recordProviderWord(this.world, { paymentId, providerRef, status, amountMinor, nowMs }),
      );
    }
    if (this.world.sessions.get(payment.sessionId)?.heldCount === 0)
      this.#forget(payment.sessionId, this.#seatIds);
  }

  #settle(paymentId: string, providerRef: string): void {
    const before = this.world.payments.get(paymentId);
    const charge = before?.charges.find((known) => known.providerRef === providerRef);
    const outcome = this.world.apply(
      this.#rules.settle(this.world, { paymentId, providerRef, nowMs: this.nowMs }),
    );
    if (before === undefined || charge?.state !== 'approved') return;
    const { sessionId, amountMinor, seats } = before;
    const isDeserved =
      charge.amountMinor === amountMinor &&
      seats.every(({ seatId }) => this.#held.get(seatId)?.sessionId === sessionId && !this.#sold.has(seatId));
    const expected = isDeserved ? 'settled' : 'refundDue';
    expectThat(outcome.kind === expected, `a charge was ${outcome.kind} that should be ${expected}`);
    if (isDeserved) for (const { seatId } of seats) this.#sold.set(seatId, sessionId);
  }

  #void(paymentId: string): void {
    const payment = this.world.payments.get(paymentId);
    const outcome = this.world.apply(
      this.#rules.recordVoided(this.world, { paymentId, nowMs: this.nowMs, sessionState: 'expired' }),
    );
    if (outcome.kind === 'voided' && payment !== undefined) this.#forget(payment.sessionId, this.#seatIds);
  }

  #forget(sessionId: string, seatIds: readonly string[]): void {
    for (const seatId of seatIds) {
      if (this.#held.get(seatId)?.sessionId === sessionId) this.#held.delete(seatId);
    }
  }

  #seatsOf(numbers: readonly number[]): string[] {
    return numbers.map((number) => this.#seatIds[number] ?? '');
  }

  /** One of the sessions opened last; older ones have little left to do. */
  #withSession(number: number, act: (session: SessionRecord) => void): void {
    const session = [...this.world.sessions.values()].at(-1 - number);
    if (session !== undefined) act(session);
  }
}

function claimOf({ sessionId, eventId, userId, expiresAtMs, seatLimit }: SessionRecord): SessionClaim {
  return { sessionId, eventId, userId, expiresAtMs, seatLimit };
}

function requestKey(key: number, content: string) {
  return key < 3 ? null : { key: `key-${key}`, requestHash: content };
}

function expectThat(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
