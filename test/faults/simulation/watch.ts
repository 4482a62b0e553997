import { auditStore } from '../../../src/core/audit/index.ts';
import {
  isSessionLive,
  type PaymentRecord,
  type SeatRecord,
  type SessionRecord,
  type StoredItem,
} from '../../../src/core/reservation/index.ts';
import type { EngineHooks } from '../../../src/service/adapters/store-embedded/index.ts';
import type { ReservationStore } from '../../../src/service/ports/index.ts';
import type { Agenda } from './agenda.ts';
import { seatIds as allSeatIds, event } from './hall.ts';

export interface Violation {
  /** Stable, in capitals: of this list, or of the audit's. */
  readonly code: string;
  readonly detail: string;
}

/** A seat a buyer was told is theirs until then. */
interface Promised {
  readonly sessionId: string;
  readonly untilMs: number;
}

/** Steps between two audits of everything. */
const AUDIT_EVERY = 250;

const CHARGE_MAY_BECOME: Readonly<Record<string, readonly string[]>> = {
  approved: ['settled', 'refundDue', 'refunded'],
  settled: [],
  refundDue: ['refunded'],
  refunded: [],
};

/**
 * Looks at every single write as it happens, and at what buyers were told. It knows nothing of the rules: it has its own idea of what
 * must never happen.
 */
export class Watch {
  /** The first thing that went wrong. */
  violation: Violation | undefined;
  writes = 0;
  /** Handed to the store. */
  readonly hooks: EngineHooks = { beforeWrite: (write) => this.#written(write as StoredItem) };
  readonly #agenda: Agenda;
  readonly #seats = new Map<string, SeatRecord>();
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #payments = new Map<string, PaymentRecord>();
  readonly #promised = new Map<string, Promised[]>();
  /** Session and seat of requests to take something back that were not answered. */
  readonly #doubtful = new Set<string>();
  #fastestMs = 0;
  #auditedAt = 0;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  /**
   * The latest moment any server has read off its clock. What has lapsed by then may be gone: a promise "until noon" is kept until noon
   * on the fastest clock in the house.
   */
  get fastestMs(): number {
    this.#fastestMs = Math.max(this.#fastestMs, this.#agenda.nowMs);
    return this.#fastestMs;
  }

  clockRead(nowMs: number): void {
    this.#fastestMs = Math.max(this.#fastestMs, nowMs);
  }

  fail(code: string, detail: string): void {
    this.violation ??= { code, detail };
  }

  /** The shop told a buyer that these seats are theirs. */
  promised(seatIds: readonly string[], session: SessionRecord): void {
    for (const seatId of seatIds) {
      if (this.#doubtful.has(`${session.sessionId} ${seatId}`)) continue;
      const others = (this.#promised.get(seatId) ?? []).filter(
        ({ sessionId, untilMs }) => sessionId !== session.sessionId && this.fastestMs < untilMs,
      );
      const promise = { sessionId: session.sessionId, untilMs: session.expiresAtMs };
      this.#promised.set(seatId, [...others, promise]);
      this.#checkPromises(seatId);
    }
  }

  /**
   * The buyer asks for something that takes promises back: of these seats, or of all the session has. Until the answer is there a copy
   * of the request may be on its way, so nothing can be promised; answers how to tell that it has come.
   */
  givenUp(sessionId: string, seatIds: readonly string[] = allSeatIds): () => void {
    for (const seatId of seatIds) {
      this.#doubtful.add(`${sessionId} ${seatId}`);
      const others = this.#promised.get(seatId)?.filter((promise) => promise.sessionId !== sessionId);
      if (others !== undefined) this.#promised.set(seatId, others);
    }
    return () => {
      for (const seatId of seatIds) this.#doubtful.delete(`${sessionId} ${seatId}`);
    };
  }

  /** The shop told a buyer that the seats are sold to them. */
  sold(seatIds: readonly string[], sessionId: string): void {
    for (const seatId of seatIds) {
      const seat = this.#seats.get(seatId);
      if (seat?.availability !== 'reserved' || seat.sessionId !== sessionId)
        this.fail('SALE_LOST', `${sessionId} was told that ${seatId} is sold to them`);
    }
  }

  /** Every so often, everything in the store is audited as it stands. */
  async afterStep(store: ReservationStore): Promise<void> {
    if (this.#agenda.steps - this.#auditedAt < AUDIT_EVERY) return;
    this.#auditedAt = this.#agenda.steps;
    await this.audit(store);
  }

  async audit(store: ReservationStore): Promise<void> {
    const { violations } = await auditStore(store.scan(), { nowMs: this.fastestMs });
    const [first] = violations;
    if (first !== undefined) this.fail(first.code, `${first.message} ${first.ids.join(' ')}`);
  }

  #written(item: StoredItem): void {
    this.writes += 1;
    if (item.type === 'seat' && 'record' in item) this.#seatWritten(item.record);
    else if (item.type === 'session' && 'record' in item) this.#sessionWritten(item.record);
    else if (item.type === 'payment' && 'record' in item) this.#paymentWritten(item.record);
    else if (item.type === 'place' && 'record' in item && item.record.placeNo >= event.hardCap)
      this.fail('PLACE_BEYOND_CAP', `place ${item.record.placeNo}`);
  }

  #seatWritten(seat: SeatRecord): void {
    const { seatId, availability, sessionId, ver } = seat;
    const before = this.#seats.get(seatId);
    this.#seats.set(seatId, seat);
    if (before === undefined) return;
    if (ver !== before.ver + 1) this.fail('VERSION_SKIPPED', `${seatId} from ${before.ver} to ${ver}`);
    if (before.availability === 'reserved')
      this.fail('SOLD_SEAT_CHANGED', `${seatId} is ${availability} now`);
    if (availability === 'reserved' && before.sessionId !== sessionId)
      this.fail('SOLD_TO_ANOTHER', `${seatId} was ${before.sessionId}'s`);
    const isTakenOver =
      availability === 'locked' && before.availability === 'locked' && before.sessionId !== sessionId;
    if (isTakenOver && this.fastestMs < (before.expiresAtMs ?? 0))
      this.fail('SEAT_HELD_TWICE', `${seatId} was ${before.sessionId}'s until ${before.expiresAtMs}`);
    this.#checkPromises(seatId);
  }

  #checkPromises(seatId: string): void {
    const seat = this.#seats.get(seatId);
    for (const { sessionId, untilMs } of this.#promised.get(seatId) ?? []) {
      const isKept = seat?.availability !== 'available' && seat?.sessionId === sessionId;
      if (this.fastestMs < untilMs && !isKept)
        this.fail(
          'HOLD_LOST',
          `${seatId} was promised to ${sessionId} until ${untilMs}, now ${seat?.sessionId ?? 'nobody'} has it`,
        );
    }
  }

  #sessionWritten(session: SessionRecord): void {
    const before = this.#sessions.get(session.sessionId);
    this.#sessions.set(session.sessionId, session);
    if (before !== undefined && session.ver < before.ver) this.fail('VERSION_SKIPPED', session.sessionId);
    const live = [...this.#sessions.values()].filter((known) => isSessionLive(known, this.fastestMs));
    if (live.length > event.hardCap) this.fail('PLACE_BEYOND_CAP', `${live.length} live sessions`);
    const own = live.filter(({ userId }) => userId === session.userId);
    if (own.length > 1) this.fail('LIVE_SESSION_TWICE', own.map(({ sessionId }) => sessionId).join(' '));
  }

  #paymentWritten(payment: PaymentRecord): void {
    const { paymentId, charges } = payment;
    const before = this.#payments.get(paymentId);
    this.#payments.set(paymentId, payment);
    for (const known of before?.charges ?? []) {
      const state = charges.find(({ providerRef }) => providerRef === known.providerRef)?.state ?? 'gone';
      if (state !== known.state && !CHARGE_MAY_BECOME[known.state]?.includes(state))
        this.fail('CHARGE_CHANGED', `${known.providerRef} from ${known.state} to ${state}`);
    }
    if (charges.filter(({ state }) => state === 'settled').length > 1)
      this.fail('CHARGE_SETTLED_TWICE', paymentId);
  }
}
