import { isSeatFree, type SeatState } from '../../../core/reservation/index.ts';
import type { SectionMap } from '../../ports/index.ts';
import { SectionDigest, seatDigest } from './digest.ts';

/** One seat as it is known, with what never changes about it worked out once. */
interface KnownSeat {
  state: SeatState;
  readonly blockId: string;
  readonly digest: number;
}

/** What is known of one section. Seats merge by `ver`; the map is made anew from them when something changed or a lock lapsed. */
export class CachedSection {
  readonly #eventId: string;
  readonly #sectionId: string;
  readonly #seats = new Map<string, KnownSeat>();
  /** The seats in seat-id order; undefined after one was added. */
  #sorted: readonly KnownSeat[] | undefined;
  #map: SectionMap | undefined;
  #loadedAtMs = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(eventId: string, sectionId: string) {
    this.#eventId = eventId;
    this.#sectionId = sectionId;
  }

  get seatCount(): number {
    return this.#seats.size;
  }

  isFresh(nowMs: number, maxAgeMs: number): boolean {
    return nowMs - this.#loadedAtMs < maxAgeMs;
  }

  /** The next reader loads again, even while an older load is under way. */
  invalidate(): void {
    this.#loadedAtMs = Number.NEGATIVE_INFINITY;
    this.#loading = undefined;
  }

  /** Loads once for all who ask meanwhile. Changes that come during the load are merged with it. */
  load(nowMs: number, load: () => Promise<readonly SeatState[]>): Promise<void> {
    if (this.#loading !== undefined) return this.#loading;
    const loading = this.#fill(load)
      .then(() => {
        if (this.#loading === loading) this.#loadedAtMs = nowMs;
      })
      .finally(() => {
        if (this.#loading === loading) this.#loading = undefined;
      });
    this.#loading = loading;
    return loading;
  }

  async #fill(load: () => Promise<readonly SeatState[]>): Promise<void> {
    for (const seat of await load()) this.merge(seat);
  }

  /** Takes the seat's state unless what is known is as new. */
  merge(state: SeatState): void {
    const known = this.#seats.get(state.seatId);
    if (known === undefined) {
      const { seatId } = state;
      this.#seats.set(seatId, { state, blockId: blockOf(seatId), digest: seatDigest(seatId) });
      this.#sorted = undefined;
    } else if (known.state.ver < state.ver) {
      known.state = state;
    } else {
      return;
    }
    this.#map = undefined;
  }

  /** The section as it is at `nowMs`. */
  map(nowMs: number): SectionMap {
    if (this.#map === undefined || this.#map.nextLapseMs <= nowMs) this.#map = this.#build(nowMs);
    return this.#map;
  }

  #build(nowMs: number): SectionMap {
    this.#sorted ??= [...this.#seats.values()].sort(bySeatId);
    const digest = new SectionDigest();
    const seats: SeatState[] = [];
    const availableByBlock: Record<string, number> = {};
    let availableCount = 0;
    let nextLapseMs = Number.POSITIVE_INFINITY;
    for (const { state, blockId, digest: seat } of this.#sorted) {
      const isFree = isSeatFree(state, nowMs);
      seats.push(isFree && state.availability === 'locked' ? lapsed(state) : state);
      digest.add(seat, state.ver, isFree);
      availableByBlock[blockId] = (availableByBlock[blockId] ?? 0) + (isFree ? 1 : 0);
      if (isFree) availableCount += 1;
      else if (state.expiresAtMs !== null) nextLapseMs = Math.min(nextLapseMs, state.expiresAtMs);
    }
    return {
      eventId: this.#eventId,
      sectionId: this.#sectionId,
      seats,
      availableCount,
      availableByBlock,
      revision: digest.text(),
      builtAtMs: nowMs,
      nextLapseMs,
    };
  }
}

function lapsed(state: SeatState): SeatState {
  return { ...state, availability: 'available', expiresAtMs: null, sessionId: null };
}

/** The second part of a seat id, `<section>#<block>#…`. */
function blockOf(seatId: string): string {
  return seatId.split('#', 2)[1] ?? '';
}

function bySeatId(a: KnownSeat, b: KnownSeat): number {
  return a.state.seatId < b.state.seatId ? -1 : 1;
}
