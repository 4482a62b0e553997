/** One measured promise: a ratio of two rates (or a size) taken in the same run, with the bar it must clear. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** What `value` means: `×` for a ratio of rates or times, `MB`, `s`. */
  readonly unit: '×' | 'MB' | 's';
  readonly bar: { readonly atLeast: number } | { readonly atMost: number };
  /** The figures behind the ratio, for the reader. */
  readonly detail: string;
}

/** A folder-level benchmark file exports one of these as `bench`. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  run(): Promise<readonly BenchRow[]>;
}
