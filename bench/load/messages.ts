export interface Played {
  readonly requests: number;
  /** Processor time of the generator, of all its threads. */
  readonly cpuSeconds: number;
}
