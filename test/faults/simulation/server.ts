import pino, { type Logger } from 'pino';
import { createMemoryAvailability } from '../../../src/service/adapters/availability-memory/index.ts';
import { createAltchaCheck } from '../../../src/service/adapters/human-altcha/index.ts';
import { createMemoryJournal } from '../../../src/service/adapters/journal-memory/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { createMemorySignals } from '../../../src/service/adapters/signals-memory/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import type { ServiceContext } from '../../../src/service/context.ts';
import { noMeter } from '../../../src/service/measures/index.ts';
import {
  type AvailabilityCache,
  CacheUnavailableError,
  type PaymentProvider,
  PaymentProviderUnavailableError,
  type Random,
  type ReservationStore,
  StoreUnavailableError,
} from '../../../src/service/ports/index.ts';
import { ProblemError } from '../../../src/service/problems/index.ts';
import { createService, type RunningService } from '../../../src/service/server/index.ts';
import type { Agenda } from './agenda.ts';
import { type Chance, chance } from './chance.ts';
import type { FaultBook } from './faults.ts';
import { type Line, overTheWire } from './wire.ts';

/** What all servers of a sale share. */
export interface House {
  readonly seed: number;
  readonly agenda: Agenda;
  readonly faults: FaultBook;
  readonly store: ReservationStore;
  readonly provider: PaymentProvider;
  /** The longer, the more often money comes when its seats have lapsed. */
  readonly reconcileEveryMs: number;
  /** A cache outside the servers; undefined when each has one of its own, which dies with it. */
  readonly sharedCache: AvailabilityCache | undefined;
  /** Told of every clock reading, and of errors that only a bug can cause. */
  clockRead(nowMs: number): void;
  bug(error: unknown): void;
}

const FEED_POLL_MS = 15_000;
const RESTART_MS = 500;

const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
export const secrets = { sub: keyOf(1), signIn: keyOf(2), session: keyOf(3), webhook: keyOf(4) };

/** One server of the house: the real service on ports over wires, with a clock that may be wrong and a memory that a crash wipes. */
export class Server {
  readonly number: number;
  skewMs = 0;
  readonly #house: House;
  #life = 0;
  #running: RunningService | undefined;

  constructor(number: number, house: House) {
    this.number = number;
    this.#house = house;
  }

  /** Begins a new life, which is ready when its ports have answered. */
  async start(): Promise<void> {
    this.#life += 1;
    const life = this.#life;
    try {
      await this.#compose(life);
    } catch (error) {
      if (!isExpected(error)) this.#house.bug(error);
      this.#house.agenda.plan(RESTART_MS, `s${this.number} tries again to start`, () => {
        if (this.#life === life) void this.start();
      });
    }
  }

  crash(): void {
    this.#life += 1;
    this.#running = undefined;
  }

  get isUp(): boolean {
    return this.#running !== undefined;
  }

  /** What this life of the server answers; never settles when the server dies before it has answered. */
  async handle<T>(work: (context: ServiceContext) => Promise<T>): Promise<T> {
    if (this.#running === undefined) throw new ConnectionRefused();
    return work(this.#running.context);
  }

  /** Brings the server's maps up to what was committed. */
  async drain(): Promise<void> {
    await this.#running?.drain();
  }

  async #compose(life: number): Promise<void> {
    const { seed, agenda, faults, reconcileEveryMs, sharedCache } = this.#house;
    const isUp = () => this.#life === life;
    const line = { seed, server: this.number, agenda, faults, isUp };
    const random = randomOf(chance(seed, `server ${this.number} life ${life}`));
    const service = await createService({
      store: overTheWire(this.#house.store, 'store', { ...line, ...this.#storeFailures() }, ['scan']),
      provider: overTheWire(
        this.#house.provider,
        'provider',
        { ...line, refusal: () => undefined, unknown: () => new PaymentProviderUnavailableError('lost') },
        ['verifyWebhook'],
      ),
      cache: sharedCache ?? createMemoryAvailability(),
      kvs: memoryKeyValueStore(),
      journal: createMemoryJournal(),
      clock: { nowMs: () => this.#readClock() },
      random,
      hashing: nodeHashing,
      secrets,
      identity: undefined,
      log: logTo((error) => this.#failed(error)),
      meter: noMeter,
      // Buyers who repeat what was not answered are no robots: nobody is judged here.
      abuse: {
        signals: createMemorySignals(),
        rules: [],
        humanCheck: createAltchaCheck({ hashing: nodeHashing, secret: secrets.sub, random }),
      },
      devLogin: false,
      publicUrl: () => 'https://shop.example',
      reconcileEveryMs,
      after: (delayMs, task) =>
        agenda.plan(delayMs, `s${this.number} feed`, () => {
          if (isUp()) task();
        }),
    });
    this.#running = service;
    // The service's own loops turn several times a second, which would be most of the steps; these turn when it matters.
    this.#loop('feed poll', FEED_POLL_MS, isUp, service.drain);
    this.#loop('reconciler', reconcileEveryMs, isUp, async () => {
      if ((await service.context.reconciler.runOnce()) > 0) service.context.changed();
    });
  }

  #loop(name: string, everyMs: number, isUp: () => boolean, task: () => Promise<unknown>): void {
    const turn = async () => {
      if (!isUp()) return;
      await task().catch((error: unknown) => this.#failed(error));
      this.#house.agenda.plan(everyMs, `s${this.number} ${name}`, turn, true);
    };
    this.#house.agenda.plan(everyMs, `s${this.number} ${name}`, turn, true);
  }

  #storeFailures(): Pick<Line, 'refusal' | 'unknown'> {
    const { agenda, faults } = this.#house;
    const draw = chance(this.#house.seed, `throttling of ${this.number} from ${agenda.nowMs}`);
    return {
      refusal: () => {
        const share = faults.throttled;
        return share > 0 && draw.happens(share) ? new StoreUnavailableError('throttled') : undefined;
      },
      unknown: () => new StoreUnavailableError('no answer'),
    };
  }

  #readClock(): number {
    const nowMs = Math.floor(this.#house.agenda.nowMs + this.skewMs);
    this.#house.clockRead(nowMs);
    return nowMs;
  }

  #failed(error: unknown): void {
    if (!isExpected(error)) this.#house.bug(error);
  }
}

/** Nobody listens at the server's address. */
class ConnectionRefused extends Error {}

/** What a server must live with; everything else is a bug. */
export function isExpected(error: unknown): boolean {
  return (
    error instanceof ProblemError ||
    error instanceof StoreUnavailableError ||
    error instanceof CacheUnavailableError ||
    error instanceof PaymentProviderUnavailableError ||
    error instanceof ConnectionRefused
  );
}

/** A shared cache that is gone while the plan says so: reads go to the store, news cannot be brought. */
export function cacheOutside(faults: FaultBook): AvailabilityCache {
  let cache = createMemoryAvailability();
  let wasGone = false;
  const isGone = () => {
    const gone = faults.isHolding('cacheGone');
    // It comes back empty.
    if (wasGone && !gone) cache = createMemoryAvailability();
    wasGone = gone;
    return gone;
  };
  return {
    section: (eventId, sectionId, nowMs, load) =>
      (isGone() ? createMemoryAvailability() : cache).section(eventId, sectionId, nowMs, load),
    async apply(eventId, sectionId, ...changed) {
      if (isGone()) throw new CacheUnavailableError('the cache is gone');
      await cache.apply(eventId, sectionId, ...changed);
    },
    invalidate: (eventId, sectionId) => cache.invalidate(eventId, sectionId),
    clear: () => cache.clear(),
    close: () => cache.close(),
  };
}

/** A log that nobody reads but us: an error in it that only a bug can cause is one. */
function logTo(failed: (error: unknown) => void): Logger {
  return pino({
    level: 'error',
    hooks: {
      logMethod([entry]) {
        if (typeof entry === 'object' && entry !== null && 'err' in entry) failed(entry.err);
      },
    },
  });
}

function randomOf(draw: Chance): Random {
  const hex = (digits: number) => Array.from({ length: digits }, () => draw.below(16).toString(16)).join('');
  return {
    uuidV7: (nowMs) => {
      const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
    },
    bytes: (length) => Uint8Array.from({ length }, () => draw.below(256)),
    unit: draw.unit,
  };
}
