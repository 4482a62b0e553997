import { auditStore, type Violation } from '../../src/core/audit/index.ts';
import type {
  EventRecord,
  PaymentRecord,
  RequestKey,
  SeatState,
  SessionClaim,
  SessionRecord,
  StoredItem,
} from '../../src/core/reservation/index.ts';
import type { ReservationStore, SeatSeed } from '../../src/service/ports/index.ts';

export const EVENT_ID = 'final';
export const OPENS_MS = 1_764_000_000_000;
export const PRICE = 12_000;
export const SLOT_SECONDS = 30;

/** Two sections whose ids begin alike, so that a careless prefix finds too much. */
export const SECTIONS = ['A1', 'A10'] as const;
const SEATS_PER_SECTION = 60;

export const EVENT: EventRecord = {
  eventId: EVENT_ID,
  name: 'The final',
  venueHash: 'hall-1',
  currency: 'EUR',
  opensAt: OPENS_MS / 1000,
  k: 2,
  curve: 'weibull',
  slotSeconds: SLOT_SECONDS,
  holdbacks: 0,
  seatLimit: 10,
  admissionsPerUser: 1,
  sessionTtlMs: 600_000,
  payTtlMs: 300_000,
  payGraceMs: 120_000,
  softCap: 80,
  hardCap: 100,
  seatCount: SECTIONS.length * SEATS_PER_SECTION,
  createdAtMs: OPENS_MS - 86_400_000,
};

export function seat(number: number, section: string = SECTIONS[0]): string {
  return `${section}#B${1 + Math.floor(number / 20)}#R1#S${String(number).padStart(2, '0')}`;
}

export function seatSeeds(): SeatSeed[] {
  return SECTIONS.flatMap((sectionId) =>
    Array.from({ length: SEATS_PER_SECTION }, (_, number) => ({
      seatId: seat(number, sectionId),
      sectionId,
      tier: 'standard',
      priceMinor: PRICE,
    })),
  );
}

export interface Admission {
  readonly token?: string;
  readonly sessionId?: string;
  readonly admissionsPerUser?: number;
  readonly seatLimit?: number;
  readonly newcomerPlaces?: readonly number[];
  readonly passHolderPlaces?: readonly number[];
}

/** A sale on a store, at a time the test sets. Commands with what a test does not care about filled in. */
export class Sale {
  store: ReservationStore;
  nowMs = OPENS_MS;
  #ids = 0;

  constructor(store: ReservationStore) {
    this.store = store;
  }

  static async open(store: ReservationStore): Promise<Sale> {
    await store.createEvent(EVENT, '{"name":"hall"}');
    await store.seedSeats(EVENT_ID, seatSeeds(), OPENS_MS - 1_000);
    return new Sale(store);
  }

  wait(seconds: number): void {
    this.nowMs += seconds * 1000;
  }

  newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${String(this.#ids).padStart(4, '0')}`;
  }

  start(userId: string, admission: Admission = {}) {
    const number = this.#ids;
    return this.store.startSession({
      sessionId: admission.sessionId ?? this.newId('session'),
      eventId: EVENT_ID,
      userId,
      tokenId: admission.token ?? `token-of-${userId}`,
      nowMs: this.nowMs,
      expiresAtMs: wholeSecond(this.nowMs + EVENT.sessionTtlMs),
      seatLimit: admission.seatLimit ?? EVENT.seatLimit,
      admissionsPerUser: admission.admissionsPerUser ?? EVENT.admissionsPerUser,
      newcomerPlaces: admission.newcomerPlaces ?? [number % EVENT.softCap, (number + 1) % EVENT.softCap],
      passHolderPlaces: admission.passHolderPlaces ?? [EVENT.softCap + (number % 20)],
      slotStart: Math.floor(this.nowMs / 1000 / SLOT_SECONDS) * SLOT_SECONDS,
    });
  }

  /** A user with a session of their own. */
  async shopper(userId: string, admission: Admission = {}): Promise<SessionRecord> {
    const outcome = await this.start(userId, admission);
    if (outcome.kind !== 'started') throw new Error(`${userId} was answered ${outcome.kind}`);
    return outcome.session;
  }

  claim({ sessionId, eventId, userId, expiresAtMs, seatLimit }: SessionRecord): SessionClaim {
    return { sessionId, eventId, userId, expiresAtMs, seatLimit };
  }

  hold(session: SessionRecord, seatIds: readonly string[], request: RequestKey | null = null) {
    const seats = seatIds.map((seatId) => ({ seatId, tier: 'standard', priceMinor: PRICE }));
    return this.store.hold({ claim: this.claim(session), seats, request, nowMs: this.nowMs });
  }

  release(session: SessionRecord, seatIds: readonly string[], request: RequestKey | null = null) {
    return this.store.release({ claim: this.claim(session), seatIds, request, nowMs: this.nowMs });
  }

  cancel({ sessionId, userId }: SessionRecord) {
    return this.store.cancelSession({ sessionId, userId, nowMs: this.nowMs });
  }

  checkout(session: SessionRecord, request: RequestKey | null = null) {
    return this.store.startCheckout({
      claim: this.claim(session),
      paymentId: this.newId('payment'),
      currency: 'EUR',
      request,
      nowMs: this.nowMs,
      payUntilMs: this.nowMs + EVENT.payTtlMs,
      expiresAtMs: wholeSecond(this.nowMs + EVENT.payTtlMs + EVENT.payGraceMs),
      dueAtMs: this.nowMs + EVENT.payTtlMs,
    });
  }

  /** A user who holds these seats and has begun to pay for them. */
  async payer(
    userId: string,
    seatIds: readonly string[],
  ): Promise<{ session: SessionRecord; payment: PaymentRecord }> {
    const session = await this.shopper(userId);
    await this.hold(session, seatIds);
    const outcome = await this.checkout(session);
    if (outcome.kind !== 'started') throw new Error(`checkout was answered ${outcome.kind}`);
    return outcome;
  }

  attempt({ paymentId, userId }: PaymentRecord, request: RequestKey | null = null) {
    return this.store.beginAttempt({ paymentId, userId, request, nowMs: this.nowMs });
  }

  approved({ paymentId, amountMinor }: PaymentRecord, providerRef: string, amount = amountMinor) {
    const { nowMs } = this;
    return this.store.recordProviderWord({
      paymentId,
      providerRef,
      status: 'approved',
      amountMinor: amount,
      nowMs,
    });
  }

  declined({ paymentId, amountMinor }: PaymentRecord, providerRef: string) {
    const { nowMs } = this;
    return this.store.recordProviderWord({ paymentId, providerRef, status: 'declined', amountMinor, nowMs });
  }

  settle({ paymentId }: PaymentRecord, providerRef: string) {
    return this.store.settle({ paymentId, providerRef, nowMs: this.nowMs });
  }

  refunded({ paymentId }: PaymentRecord, providerRef: string) {
    return this.store.recordRefunded({ paymentId, providerRef, nowMs: this.nowMs });
  }

  voided({ paymentId }: PaymentRecord, sessionState: 'cancelled' | 'expired' = 'expired') {
    return this.store.recordVoided({ paymentId, nowMs: this.nowMs, sessionState });
  }

  /** Approval and settlement in one go. */
  async pay(payment: PaymentRecord, providerRef: string) {
    await this.approved(payment, providerRef);
    return this.settle(payment, providerRef);
  }

  async due(): Promise<string[]> {
    const due = await this.store.readDue(Number.MAX_SAFE_INTEGER - 1, 1_000);
    return due.map(({ paymentId }) => paymentId);
  }

  /** States of all seats that are not as they were seeded, by seat id. */
  async touched(): Promise<Map<string, SeatState>> {
    const sections = await Promise.all(SECTIONS.map((id) => this.store.readSection(EVENT_ID, id)));
    const seats = sections.flat().filter(({ ver }) => ver > 0);
    return new Map(seats.map((state) => [state.seatId, state]));
  }

  /** Everything that is stored, in an order of its own: a store scans in whichever it likes. */
  async items(): Promise<StoredItem[]> {
    const items: StoredItem[] = [];
    for await (const item of this.store.scan()) items.push(item);
    return inOrder(items);
  }

  /** What an audit finds wrong. */
  async violations(): Promise<readonly Violation[]> {
    return (await auditStore(this.store.scan(), { nowMs: this.nowMs })).violations;
  }
}

/** The order in which a store scans is its own affair; for comparing, items are put in order by what they say. */
export function inOrder(items: readonly StoredItem[]): StoredItem[] {
  return items
    .map((item): [text: string, item: StoredItem] => [JSON.stringify(item), item])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

export function keyed(key: string, content = 'the same'): RequestKey {
  return { key, requestHash: content };
}

/** A session pass tells its end in seconds. */
function wholeSecond(ms: number): number {
  return Math.ceil(ms / 1000) * 1000;
}
