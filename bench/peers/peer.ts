/** Something a user could pick instead of our store for holding seats. */
export interface Peer extends AsyncDisposable {
  /** Name and version of the server. */
  readonly server: string;
  /** Makes hold `n` of bench/hold/shape.ts: checks session, limit, idempotency key and both seats, then writes all or nothing. Answers `held` or why not. */
  hold(n: number): Promise<string>;
}
