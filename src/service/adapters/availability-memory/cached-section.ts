import { isSeatFree, type SeatState } from '../../../core/reservation/index.ts';
import type { SectionMap } from '../../ports/index.ts';
import { SectionDigest, seatDigest } from './digest.ts';

/** One seat as it is known, with what never changes about it worked out once. */
interface KnownSeat {
  state: SeatState;
  /** Index of the seat's block among the section's. */
  readonly block: number;
  readonly digest: number;
}

/** What is known of one section. Seats merge by `ver`; the map is made anew from them when something changed or a lock lapsed. */
export class CachedSection {
  readonly #eventId: string;
  readonly #sectionId: string;
  readonly #seats = new Map<string, KnownSeat>();
  readonly #blockIds: string[] = [];
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
      this.#seats.set(seatId, { state, block: this.#blockOf(seatId), digest: seatDigest(seatId) });
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

  /** Blocks are few and seats many: each block's id is kept once. A seat id is `<section>#<block>#…`. */
  #blockOf(seatId: string): number {
    const id = seatId.split('#', 2)[1] ?? '';
    const known = this.#blockIds.indexOf(id);
    return known >= 0 ? known : this.#blockIds.push(id) - 1;
  }

  #build(nowMs: number): SectionMap {
    this.#sorted ??= [...this.#seats.values()].sort(bySeatId);
    const digest = new SectionDigest();
    const seats: SeatState[] = [];
    const freeByBlock = this.#blockIds.map(() => 0);
    let availableCount = 0;
    let nextLapseMs = Number.POSITIVE_INFINITY;
    for (const { state, block, digest: seat } of this.#sorted) {
      const isFree = isSeatFree(state, nowMs);
      seats.push(isFree && state.availability === 'locked' ? lapsed(state) : state);
      digest.add(seat, state.ver, isFree);
      if (isFree) {
        availableCount += 1;
        freeByBlock[block] = (freeByBlock[block] ?? 0) + 1;
      } else if (state.expiresAtMs !== null) nextLapseMs = Math.min(nextLapseMs, state.expiresAtMs);
    }
    return {
      eventId: this.#eventId,
      sectionId: this.#sectionId,
      seats,
      availableCount,
      availableByBlock: Object.fromEntries(this.#blockIds.map((id, block) => [id, freeByBlock[block] ?? 0])),
      revision: digest.text(),
      builtAtMs: nowMs,
      nextLapseMs,
    };
  }
}

function lapsed(state: SeatState): SeatState {
  return { ...state, availability: 'available', expiresAtMs: null, sessionId: null };
}

function bySeatId(a: KnownSeat, b: KnownSeat): number {
  return a.state.seatId < b.state.seatId ? -1 : 1;
}
