import type { Database, RangeOptions } from 'lmdb';
import { StoreUnavailableError } from '../../ports/index.ts';
import type { Table } from '../store-embedded/index.ts';
import type { RowCodec } from './rows.ts';

/** A read transaction of the library, as its range options take it. */
export type Snapshot = NonNullable<RangeOptions['transaction']>;

/** One named database of the environment, its values stored as rows. Inside a transaction it reads and writes there. */
export class LmdbTable<Value, Row extends readonly unknown[]> implements Table<Value> {
  readonly #db: Database<unknown, string>;
  readonly #codec: RowCodec<Value, Row>;
  readonly #name: string;
  readonly #snapshot: { transaction: Snapshot } | undefined;

  constructor(name: string, db: Database<unknown, string>, codec: RowCodec<Value, Row>, snapshot?: Snapshot) {
    this.#name = name;
    this.#db = db;
    this.#codec = codec;
    this.#snapshot = snapshot === undefined ? undefined : { transaction: snapshot };
  }

  /** The same table as it was when the snapshot was taken. */
  at(snapshot: Snapshot): LmdbTable<Value, Row> {
    return new LmdbTable(this.#name, this.#db, this.#codec, snapshot);
  }

  get(key: string): Value | undefined {
    const row = this.#db.get(key, this.#snapshot);
    return row === undefined ? undefined : this.#value(row, key);
  }

  put(key: string, value: Value): void {
    this.#db.put(key, this.#codec.toRow(value));
  }

  remove(key: string): void {
    this.#db.remove(key);
  }

  *range(from: string, to: string, limit?: number): Iterable<Value> {
    const bounds = { start: from, end: to, ...this.#snapshot };
    const entries = this.#db.getRange(limit === undefined ? bounds : { ...bounds, limit });
    for (const { key, value } of entries) yield this.#value(value, key);
  }

  keysBelow(to: string, limit: number): string[] {
    return [...this.#db.getKeys({ end: to, limit })];
  }

  lastKey(): string | undefined {
    for (const key of this.#db.getKeys({ reverse: true, limit: 1 })) return key;
    return undefined;
  }

  #value(row: unknown, key: string): Value {
    if (!isRow<Row>(row, this.#codec.width)) {
      throw new StoreUnavailableError(
        `A record in the table "${this.#name}" is damaged. Restore the store from a backup; run tix audit to see what is affected.`,
      );
    }
    return this.#codec.fromRow(row, key);
  }
}

function isRow<Row extends readonly unknown[]>(row: unknown, width: number): row is Row {
  return Array.isArray(row) && row.length === width;
}
