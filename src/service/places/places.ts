import type { EventRecord } from '../../core/reservation/index.ts';
import type { Clock, Random, ReservationStore } from '../ports/index.ts';

/** A few place numbers to try, in this order. */
export interface PlaceCandidates {
  /** Below the soft cap: for everybody. */
  readonly newcomer: readonly number[];
  /** Below the hard cap: for holders of a waiting pass. */
  readonly passHolder: readonly number[];
}

export interface Places {
  candidates(event: EventRecord): Promise<PlaceCandidates>;
}

/** How long a list of free places guides the tries. Stale entries cost a try, never a wrong admission: the store decides. */
const LIST_MS_MAX = 1_000;
const EMPTY_LIST_MS_MAX = 100;
const TRIES = 4;

interface FreeList {
  readonly free: number[];
  readonly readAtMs: number;
}

/**
 * Guides sessions to free places without asking the store each time. Concurrent starts pick at random, so that they rarely want the same
 * number, and each picked number leaves the list.
 */
export function createPlaces(options: { store: ReservationStore; clock: Clock; random: Random }): Places {
  const { store, clock, random } = options;
  const lists = new Map<string, Promise<FreeList>>();

  async function read(event: EventRecord): Promise<FreeList> {
    const readAtMs = clock.nowMs();
    return { free: await store.freePlaces(event.eventId, event.hardCap, readAtMs), readAtMs };
  }

  async function current(event: EventRecord): Promise<FreeList> {
    const known = await lists.get(event.eventId);
    const ageMs = known === undefined ? Number.POSITIVE_INFINITY : clock.nowMs() - known.readAtMs;
    if (known !== undefined && ageMs < (known.free.length < TRIES ? EMPTY_LIST_MS_MAX : LIST_MS_MAX))
      return known;
    const reading = read(event);
    lists.set(event.eventId, reading);
    // A failed read must not be remembered as the list.
    reading.catch(() => lists.delete(event.eventId));
    return reading;
  }

  function pick(list: number[], below: number): number[] {
    const picked: number[] = [];
    for (let tries = 0; tries < TRIES * 4 && picked.length < TRIES && list.length > 0; tries++) {
      const index = Math.floor(random.unit() * list.length);
      const placeNo = list[index] as number;
      if (placeNo < below && !picked.includes(placeNo)) picked.push(placeNo);
    }
    return picked;
  }

  return {
    async candidates(event) {
      const { free } = await current(event);
      const newcomer = pick(free, event.softCap);
      const passHolder = pick(free, event.hardCap);
      const first = newcomer[0] ?? passHolder[0];
      if (first !== undefined) free.splice(free.indexOf(first), 1);
      return { newcomer, passHolder };
    },
  };
}
