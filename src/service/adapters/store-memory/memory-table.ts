import type { Table } from '../store-embedded/index.ts';

/** How to take back one write. */
export type Undo = () => void;

/** An ordered table in memory. Each write leaves word of how to take it back. */
export class MemoryTable<Value> implements Table<Value> {
  readonly #values = new Map<string, Value>();
  /** The keys of `#values`, ascending. */
  readonly #keys: string[] = [];
  readonly #journal: Undo[];

  constructor(journal: Undo[]) {
    this.#journal = journal;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  put(key: string, value: Value): void {
    const before = this.#values.get(key);
    this.#set(key, value);
    this.#journal.push(() => (before === undefined ? this.#delete(key) : this.#set(key, before)));
  }

  remove(key: string): void {
    const before = this.#values.get(key);
    if (before === undefined) return;
    this.#delete(key);
    this.#journal.push(() => this.#set(key, before));
  }

  *range(from: string, to: string, limit = Number.POSITIVE_INFINITY): Iterable<Value> {
    const start = this.#position(from);
    const end = Math.min(this.#position(to), start + limit);
    for (const key of this.#keys.slice(start, end)) {
      const value = this.#values.get(key);
      if (value !== undefined) yield value;
    }
  }

  keysBelow(to: string, limit: number): string[] {
    return this.#keys.slice(0, Math.min(this.#position(to), limit));
  }

  lastKey(): string | undefined {
    return this.#keys.at(-1);
  }

  #set(key: string, value: Value): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#position(key), 0, key);
    this.#values.set(key, value);
  }

  #delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#position(key), 1);
  }

  /** Index of the first key ≥ `key`. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
