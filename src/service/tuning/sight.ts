/** What a tuner has to see. Cumulative counts never fall, and survive a restart of the service. */
export interface TunerSight {
  /** Epoch s. */
  readonly readAt: number;
  /** Live sessions, waiting passes counted in. */
  readonly live: number;
  /** Cumulative: people who were let in, to a session or with a waiting pass first. */
  readonly admitted: number;
  /** Cumulative: sessions that ended with a purchase. */
  readonly buyers: number;
  /** Distinct sampled people by the second (epoch s) of their first place, since the cursor given; null when nobody is sampled. */
  readonly arrivals: readonly (readonly [second: number, sampled: number])[] | null;
  /** Where to go on reading arrivals; null while there were none. */
  readonly cursor: string | null;
  readonly seats: {
    readonly available: number;
    readonly held: number;
    readonly inCheckout: number;
    readonly sold: number;
  };
}
