import type { SessionState, StoredItem } from '../../../core/reservation/index.ts';
import type { FeedChange } from '../../feed/index.ts';
import type { SeatCounts } from '../contract.ts';
import { PerSecond } from './per-second.ts';

interface Seat {
  readonly sectionId: string;
  readonly ver: number;
  readonly state: 'available' | 'locked' | 'reserved';
  readonly sessionId: string | null;
  readonly expiresAtMs: number | null;
}

interface Session {
  readonly ver: number;
  readonly state: SessionState;
  readonly expiresAtMs: number;
}

const MINUTES_KEPT = 30;
const ADMISSIONS_SECONDS = 60;
/** Seats of a session that neither log nor scan has told of yet are taken for held. */
const NOWHERE: Counts = { available: 0, held: 0, inCheckout: 0, sold: 0 };

type Counts = Omit<SeatCounts, 'total'>;

/**
 * The seats and sessions of one event as they stand, counted. It is told of stored items and of changes, in any order and any number of
 * times; of each seat and session the highest version counts, so that a scan of the store may run while changes come in.
 */
export class EventTally {
  readonly #seats = new Map<string, Seat>();
  readonly #locked = new Map<string, Seat>();
  readonly #soldBySection = new Map<string, number>();
  readonly #soldByMinute = new Map<number, number>();
  readonly #sessions = new Map<string, Session>();
  readonly #open = new Map<string, Session>();
  readonly #starts = new PerSecond(ADMISSIONS_SECONDS);
  #bought = 0;

  item(item: StoredItem): void {
    if (item.type === 'seat') {
      const {
        seatId,
        sectionId,
        ver,
        availability: state,
        sessionId,
        expiresAtMs,
        updatedAtMs,
      } = item.record;
      // A seat that nobody ever touched is no news; a stadium has a hundred thousand of them.
      if (ver > 0) this.#seat(seatId, { sectionId, ver, state, sessionId, expiresAtMs }, updatedAtMs);
    } else if (item.type === 'session') {
      const { sessionId, ver, state, expiresAtMs, createdAtMs } = item.record;
      this.#session(sessionId, { ver, state, expiresAtMs }, createdAtMs);
    }
  }

  change({ atMs, body }: FeedChange): void {
    if (body.kind === 'seat') {
      const { seatId, sectionId, ver, availability: state, sessionId, expiresAtMs } = body;
      this.#seat(seatId, { sectionId, ver, state, sessionId, expiresAtMs }, atMs);
    } else if (body.kind === 'session') {
      const { sessionId, ver, state, expiresAtMs = atMs } = body;
      this.#session(sessionId, { ver, state, expiresAtMs }, atMs);
    }
  }

  #seat(seatId: string, seat: Seat, atMs: number): void {
    const before = this.#seats.get(seatId);
    if (before !== undefined && before.ver >= seat.ver) return;
    this.#seats.set(seatId, seat);
    if (seat.state === 'locked') this.#locked.set(seatId, seat);
    else this.#locked.delete(seatId);
    const sold = Number(seat.state === 'reserved') - Number(before?.state === 'reserved');
    if (sold === 0) return;
    this.#soldBySection.set(seat.sectionId, (this.#soldBySection.get(seat.sectionId) ?? 0) + sold);
    const minute = Math.floor(atMs / 60_000) * 60;
    this.#soldByMinute.set(minute, (this.#soldByMinute.get(minute) ?? 0) + sold);
  }

  #session(sessionId: string, session: Session, atMs: number): void {
    const before = this.#sessions.get(sessionId);
    if (before !== undefined && before.ver >= session.ver) return;
    if (before === undefined) this.#starts.add(Math.floor(atMs / 1000));
    this.#bought += Number(session.state === 'finalised') - Number(before?.state === 'finalised');
    this.#sessions.set(sessionId, session);
    if (session.state === 'reservation' || session.state === 'checkout') this.#open.set(sessionId, session);
    else this.#open.delete(sessionId);
  }

  sessions(nowMs: number) {
    let inReservation = 0;
    let inCheckout = 0;
    for (const [sessionId, { state, expiresAtMs }] of this.#open) {
      if (expiresAtMs <= nowMs) this.#open.delete(sessionId);
      else if (state === 'checkout') inCheckout += 1;
      else inReservation += 1;
    }
    const live = inReservation + inCheckout;
    const started = this.#sessions.size;
    return { live, inReservation, inCheckout, started, ended: started - live, bought: this.#bought };
  }

  /** Per second, of late. */
  admissionsPerSecond(nowMs: number): number {
    return this.#starts.rate(nowMs / 1000);
  }

  /** @param totals seats of every section of the venue */
  seats(totals: ReadonlyMap<string, number>, nowMs: number): SectionCounts {
    const locks = new Map<string, { held: number; inCheckout: number }>();
    for (const [seatId, seat] of this.#locked) {
      if (seat.expiresAtMs === null || seat.expiresAtMs <= nowMs) {
        this.#locked.delete(seatId);
        continue;
      }
      const known = locks.get(seat.sectionId) ?? { held: 0, inCheckout: 0 };
      const isPaying = this.#sessions.get(seat.sessionId ?? '')?.state === 'checkout';
      known[isPaying ? 'inCheckout' : 'held'] += 1;
      locks.set(seat.sectionId, known);
    }
    const sections = [...totals].map(([sectionId, total]) => {
      const { held, inCheckout } = locks.get(sectionId) ?? NOWHERE;
      const sold = this.#soldBySection.get(sectionId) ?? 0;
      return { sectionId, total, available: total - held - inCheckout - sold, held, inCheckout, sold };
    });
    return { ...sumOf(sections), sections };
  }

  /** Seats sold by the minute (epoch s of its start), of the last half hour, in order. */
  soldPerMinute(nowMs: number): [minute: number, seats: number][] {
    const from = Math.floor(nowMs / 60_000) * 60 - (MINUTES_KEPT - 1) * 60;
    for (const minute of this.#soldByMinute.keys()) if (minute < from) this.#soldByMinute.delete(minute);
    return [...this.#soldByMinute].sort(([a], [b]) => a - b);
  }
}

type SectionCounts = SeatCounts & { readonly sections: (SeatCounts & { readonly sectionId: string })[] };

function sumOf(sections: readonly SeatCounts[]): SeatCounts {
  const sum = (name: keyof SeatCounts) => sections.reduce((total, section) => total + section[name], 0);
  return {
    total: sum('total'),
    available: sum('available'),
    held: sum('held'),
    inCheckout: sum('inCheckout'),
    sold: sum('sold'),
  };
}
