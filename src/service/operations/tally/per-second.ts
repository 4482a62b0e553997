/** Counts by the second, for rates over the last while. Seconds may come in any order; old ones are forgotten. */
export class PerSecond {
  readonly #counts = new Map<number, number>();
  readonly #seconds: number;

  /** @param seconds over which rates are taken */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  add(second: number, count = 1): void {
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count);
  }

  /** Per second, over the whole seconds before `now` (epoch s). */
  rate(now: number): number {
    const from = Math.floor(now) - this.#seconds;
    let sum = 0;
    for (const [second, count] of this.#counts) {
      if (second < from) this.#counts.delete(second);
      else if (second < Math.floor(now)) sum += count;
    }
    return sum / this.#seconds;
  }
}
