import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { toBase64Url } from '../../../core/crypto/index.ts';
import type { SeatState } from '../../../core/reservation/index.ts';
import {
  type AvailabilityCache,
  CacheUnavailableError,
  type Clock,
  type Random,
  type SectionMap,
} from '../../ports/index.ts';
import { CLEARED, CLEARED_PATTERNS, type SectionKeys, sectionKeys } from './keys.ts';
import { NearSection } from './near-section.ts';
import type { RedisLink } from './redis-link.ts';
import { readSection, type SeatTuple, seatOf, tupleOf } from './section-document.ts';

export interface RedisAvailabilitySettings {
  /** A map is loaded from the store again after this time, or up to a fifth later, should changes have been missed. */
  readonly maxAgeMs: number;
  /** Life of the keys in Redis, up to a fifth longer, when nothing is written to them. */
  readonly ttlMs: number;
  /** How long a copy in this process is served before it is compared with Redis. */
  readonly nearMs: number;
  /** The same without Redis: how long a map from the store is served before the store is asked again. */
  readonly aloneMs: number;
  /** Seats kept in this process in all; the sections longest unread go first. */
  readonly seatsMax: number;
}

const DEFAULTS: RedisAvailabilitySettings = {
  maxAgeMs: 15_000,
  ttlMs: 60_000,
  nearMs: 200,
  aloneMs: 1_000,
  seatsMax: 1_000_000,
};

/** Changes and invalidations are remembered so long, in Redis: longer than any load takes and any index lags. */
const RECENT_MS = 60_000;
const CLEARED_MS = 600_000;
/** A process that died while loading keeps others waiting no longer than this. */
const LEASE_MS = 2_000;
const LEASE_POLL_MS = 25;
/** Spreads expiries, so that what was loaded in one second is not loaded again in one second. */
const JITTER = 0.2;
const SCAN_COUNT = 1_000;

type Load = () => Promise<readonly SeatState[]>;

interface Address {
  readonly id: string;
  readonly eventId: string;
  readonly sectionId: string;
  readonly keys: SectionKeys;
}

/** What a script is asked to merge; see MERGE. */
interface MergeRequest {
  readonly kind: 'load' | 'change' | 'lapse';
  readonly nowMs: number;
  readonly seats: readonly SeatTuple[];
  /** Load only: the invalidations known when it began, and the lease it was made under. */
  readonly seen?: string;
  readonly lease?: string;
}

interface Outside {
  readonly clock: Clock;
  readonly random: Random;
}

/** Maps in Redis, with a near copy of each in this process. */
export class RedisAvailability implements AvailabilityCache {
  readonly #link: RedisLink;
  readonly #outside: Outside;
  /** Makes stamps and leases unique among processes. */
  readonly #name: string;
  readonly #settings: RedisAvailabilitySettings;
  readonly #near: LRUCache<string, NearSection>;
  readonly #flights = new Map<string, Promise<NearSection>>();
  #stamps = 0;

  constructor(link: RedisLink, outside: Outside, settings: Partial<RedisAvailabilitySettings> = {}) {
    this.#link = link;
    this.#outside = outside;
    this.#name = toBase64Url(outside.random.bytes(9));
    this.#settings = { ...DEFAULTS, ...settings };
    this.#near = new LRUCache({ maxSize: this.#settings.seatsMax });
  }

  async section(eventId: string, sectionId: string, nowMs: number, load: Load): Promise<SectionMap> {
    const at = addressOf(eventId, sectionId);
    const near = this.#near.get(at.id);
    if (near !== undefined && nowMs < near.servedUntilMs) return near.map(nowMs);
    return (await this.#flight(at, nowMs, load)).map(nowMs);
  }

  async apply(eventId: string, sectionId: string, ...seats: readonly SeatState[]): Promise<void> {
    const at = addressOf(eventId, sectionId);
    const near = this.#near.peek(at.id);
    near?.merge(seats);
    if (near !== undefined) near.servedUntilMs = Number.NEGATIVE_INFINITY;
    const tuples = seats.map((seat) => tupleOf(sectionId, seat));
    await this.#merge(at, { kind: 'change', nowMs: this.#outside.clock.nowMs(), seats: tuples });
  }

  async invalidate(eventId: string, sectionId: string): Promise<void> {
    const at = addressOf(eventId, sectionId);
    this.#flights.delete(at.id);
    this.#near.peek(at.id)?.distrust();
    await this.#link.run((redis) =>
      redis.multi().set(at.keys.invalidated, this.#stamp(), 'PX', RECENT_MS).del(at.keys.lease).exec(),
    );
  }

  async clear(): Promise<void> {
    this.#flights.clear();
    this.#near.clear();
    await this.#link.run((redis) => redis.set(CLEARED, this.#stamp(), 'PX', CLEARED_MS));
    for (const pattern of CLEARED_PATTERNS) await this.#remove(pattern);
  }

  async close(): Promise<void> {
    this.#flights.clear();
    this.#near.clear();
    this.#link.close();
  }

  /** One look at Redis, and at most one load, for all who ask meanwhile. */
  #flight(at: Address, nowMs: number, load: Load): Promise<NearSection> {
    const known = this.#flights.get(at.id);
    if (known !== undefined) return known;
    const flight = this.#refreshed(at, nowMs, load).finally(() => {
      if (this.#flights.get(at.id) === flight) this.#flights.delete(at.id);
    });
    this.#flights.set(at.id, flight);
    return flight;
  }

  async #refreshed(at: Address, nowMs: number, load: Load): Promise<NearSection> {
    try {
      return await this.#throughRedis(at, nowMs, load);
    } catch (error) {
      if (!(error instanceof CacheUnavailableError)) throw error;
      return this.#alone(at, nowMs, load);
    }
  }

  async #throughRedis(at: Address, nowMs: number, load: Load): Promise<NearSection> {
    const holder = this.#stamp();
    for (let waitedMs = 0; ; waitedMs += LEASE_POLL_MS) {
      const found = await this.#read(at, nowMs);
      if (found.near !== undefined && found.isFresh) return found.near;
      if (waitedMs >= LEASE_MS) return this.#load(at, nowMs, load, { seen: found.seen, lease: holder });
      if (await this.#takeLease(at, holder)) {
        // Whoever had it before may have brought the map between our look and our turn.
        const now = await this.#read(at, nowMs);
        if (now.near === undefined || !now.isFresh)
          return this.#load(at, nowMs, load, { seen: now.seen, lease: holder });
        await this.#letGo(at, holder);
        return now.near;
      }
      // Somebody else is loading it: a map that is merely old will do meanwhile, one that was invalidated will not.
      if (found.near !== undefined && found.isOnlyOld) return found.near;
      await pause(LEASE_POLL_MS);
    }
  }

  async #read(at: Address, nowMs: number) {
    const before = this.#near.peek(at.id);
    const { map, invalidated, state } = at.keys;
    const [isSame, seen, text, states] = await this.#link.run((redis) =>
      redis.tixRead(map, invalidated, CLEARED, state, before?.stamp ?? ''),
    );
    if (isSame === 1 && before !== undefined) return this.#checked(at, before, nowMs, seen);
    const read = text === null ? undefined : readSection(at.sectionId, text, states);
    if (read === undefined) return { near: undefined, seen, isFresh: false, isOnlyOld: false };
    const { document, seats } = read;
    const near = this.#copy(at, document.stamp, seats);
    near.freshUntilMs = document.freshUntilMs;
    near.seen = document.seen;
    near.nextLapseMs = document.nextLapseMs ?? Number.POSITIVE_INFINITY;
    return this.#checked(at, near, nowMs, seen);
  }

  async #checked(at: Address, near: NearSection, nowMs: number, seen: string) {
    const isOld = nowMs >= near.freshUntilMs;
    const isFresh = !isOld && seen === near.seen;
    if (isFresh) near.servedUntilMs = Math.min(nowMs + this.#settings.nearMs, near.freshUntilMs);
    // Parts that do not know their locks are gone by now; whoever notices first has them written anew.
    if (near.nextLapseMs <= nowMs) {
      near.nextLapseMs = Number.POSITIVE_INFINITY;
      await this.#merge(at, { kind: 'lapse', nowMs, seats: [] });
    }
    return { near, seen, isFresh, isOnlyOld: isOld && seen === near.seen };
  }

  async #load(
    at: Address,
    nowMs: number,
    load: Load,
    under: { seen: string; lease: string },
  ): Promise<NearSection> {
    const { sectionId } = at;
    const seats = await load().catch(async (error: unknown) => {
      await this.#letGo(at, under.lease);
      throw error;
    });
    const tuples = seats.map((seat) => tupleOf(sectionId, seat));
    const reply = await this.#merge(at, { kind: 'load', nowMs, seats: tuples, ...under }).catch(() => null);
    if (reply === null) return this.#takeAlone(at, nowMs, seats);
    const [stamp, freshUntilMs, isFresh, newer] = reply;
    const near = this.#copy(at, stamp, seats);
    near.merge((JSON.parse(newer) as SeatTuple[]).map((tuple) => seatOf(sectionId, tuple)));
    near.freshUntilMs = freshUntilMs;
    near.seen = under.seen;
    near.nextLapseMs = near.map(nowMs).nextLapseMs;
    if (isFresh === 1) near.servedUntilMs = Math.min(nowMs + this.#settings.nearMs, freshUntilMs);
    return near;
  }

  /** Without Redis: the store, asked no more often than `aloneMs` for a section. */
  async #alone(at: Address, nowMs: number, load: Load): Promise<NearSection> {
    const near = this.#near.peek(at.id);
    if (near !== undefined && nowMs - near.loadedAtMs < this.#settings.aloneMs) return near;
    return this.#takeAlone(at, nowMs, await load());
  }

  #takeAlone(at: Address, nowMs: number, seats: readonly SeatState[]): NearSection {
    const near = this.#near.peek(at.id) ?? new NearSection(at.eventId, at.sectionId);
    near.merge(seats);
    near.loadedAtMs = nowMs;
    near.servedUntilMs = nowMs + this.#settings.nearMs;
    this.#keep(at, near);
    return near;
  }

  #copy(at: Address, stamp: string, seats: Iterable<SeatState>): NearSection {
    const near = new NearSection(at.eventId, at.sectionId);
    near.stamp = stamp;
    near.merge(seats);
    this.#keep(at, near);
    return near;
  }

  #keep(at: Address, near: NearSection): void {
    // The library measures a value once; a section that has grown is put in anew.
    this.#near.delete(at.id);
    this.#near.set(at.id, near, { size: Math.max(1, near.seatCount) });
  }

  #merge(at: Address, request: MergeRequest) {
    const { maxAgeMs, ttlMs } = this.#settings;
    const jitter = 1 + JITTER * this.#outside.random.unit();
    const { map, bySection, byBlock, recent, invalidated, lease, state, locks } = at.keys;
    const text = JSON.stringify({
      ...request,
      stamp: this.#stamp(),
      freshMs: Math.round(maxAgeMs * jitter),
      ttlMs: Math.round(ttlMs * jitter),
      recentMs: RECENT_MS,
    });
    return this.#link.run((redis) =>
      redis.tixMerge(map, bySection, byBlock, recent, invalidated, CLEARED, lease, state, locks, text),
    );
  }

  async #takeLease(at: Address, holder: string): Promise<boolean> {
    const taken = await this.#link.run((redis) => redis.set(at.keys.lease, holder, 'PX', LEASE_MS, 'NX'));
    return taken === 'OK';
  }

  /** A lease that cannot be let go of ends by itself. */
  async #letGo(at: Address, holder: string): Promise<void> {
    await this.#link.run((redis) => redis.tixLetGo(at.keys.lease, holder)).catch(() => {});
  }

  async #remove(pattern: string): Promise<void> {
    const { keyPrefix } = this.#link;
    let cursor = '0';
    do {
      cursor = await this.#link.run(async (redis) => {
        const [next, keys] = await redis.scan(cursor, 'MATCH', keyPrefix + pattern, 'COUNT', SCAN_COUNT);
        if (keys.length > 0) await redis.unlink(keys.map((key) => key.slice(keyPrefix.length)));
        return next;
      });
    } while (cursor !== '0');
  }

  #stamp(): string {
    this.#stamps += 1;
    return `${this.#name}.${this.#stamps}`;
  }
}

function addressOf(eventId: string, sectionId: string): Address {
  return { id: `${eventId}\n${sectionId}`, eventId, sectionId, keys: sectionKeys(eventId, sectionId) };
}
