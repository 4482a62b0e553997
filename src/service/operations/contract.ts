import type { SaleStatus } from '../sale/index.ts';
import type { TunerStatus } from '../tuning/index.ts';

/** Seats by what can be done with them now; a lapsed lock counts as available. */
export interface SeatCounts {
  readonly total: number;
  readonly available: number;
  /** Locked by sessions that still choose. */
  readonly held: number;
  /** Locked by sessions that pay. */
  readonly inCheckout: number;
  readonly sold: number;
}

/** All that an operator watches of one sale, as of `atMs`. Names that end in Ms are epoch or elapsed ms, other times epoch seconds. */
export interface OperationsSnapshot {
  readonly v: 1;
  readonly eventId: string;
  readonly atMs: number;
  /** Null while no sale record was made. */
  readonly sale: SaleStatus | null;
  /** Estimates from the people who are sampled; null where nobody is. */
  readonly queue: {
    readonly arrivedPeople: number | null;
    /** People who came and were not drawn yet; those who gave up are among them. */
    readonly waitingPeople: number | null;
    /** Over the last 30 s. */
    readonly arrivalsPerSecond: number | null;
  };
  readonly sessions: {
    readonly live: number;
    /** People who were drawn and wait for a place, lately heard of. */
    readonly waitingPasses: number;
    readonly inReservation: number;
    readonly inCheckout: number;
    /** Cumulative, as are `ended` and `bought`. */
    readonly started: number;
    readonly ended: number;
    /** Sessions that ended with a purchase. */
    readonly bought: number;
    readonly softCap: number;
    readonly hardCap: number;
  };
  /** Sessions started, over the last 60 s. */
  readonly admissionsPerSecond: number;
  readonly seats: SeatCounts & {
    readonly sections: readonly (SeatCounts & { readonly sectionId: string })[];
  };
  readonly sales: {
    /** Of the last 30 minutes, those in which seats were sold; `minute` is the epoch second of its start. */
    readonly perMinute: readonly (readonly [minute: number, seats: number])[];
  };
  /** Requests for seats this process has seen. Rates are null before the first. */
  readonly holds: {
    readonly ok: number;
    readonly refused: number;
    readonly successRate: number | null;
    /** Of the seats clicked, the share that was gone. */
    readonly ghostRate: number | null;
    /** Of the last minute. */
    readonly p50Ms: number | null;
    readonly p99Ms: number | null;
  };
  /** Buyers' requests that reached the service of this process, over the last minute. */
  readonly http: {
    readonly requestsPerSecond: number;
    /** Share answered with a failure of ours. */
    readonly errorRate: number;
    readonly p50Ms: number | null;
    readonly p99Ms: number | null;
  };
  readonly maps: {
    readonly cacheHitRate: number | null;
    /** How long after its commit a change reached the maps. */
    readonly ageP50Ms: number | null;
    readonly ageP99Ms: number | null;
  };
  readonly flags: { readonly warned: number; readonly lockedOut: number };
  readonly tuner: TunerStatus | null;
}

/** What a tuner needs to see. Cumulative counts never fall, and survive a restart of the service. */
export interface OperationsObservation {
  /** Epoch s. */
  readonly readAt: number;
  /** Live sessions, waiting passes counted in. */
  readonly live: number;
  /** Cumulative: people who were let in, to a session or with a waiting pass first. */
  readonly admitted: number;
  /** Cumulative: sessions that ended with a purchase. */
  readonly buyers: number;
  /** Distinct sampled people by the second (epoch s) of their first place, since `after`; null when nobody is sampled. */
  readonly arrivals: readonly (readonly [second: number, sampled: number])[] | null;
  /** To be given as `after` next time; null while nothing was recorded. */
  readonly cursor: string | null;
  readonly seats: Omit<SeatCounts, 'total'>;
}

export type OperatorRole = 'viewer' | 'operator';
