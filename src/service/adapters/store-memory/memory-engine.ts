import type { StoredItem } from '../../../core/reservation/index.ts';
import { StoreUnavailableError } from '../../ports/index.ts';
import {
  applyDecision,
  type Engine,
  type EngineHooks,
  itemsOf,
  type KeptDecision,
  type ReadView,
  type Tables,
  View,
} from '../store-embedded/index.ts';
import { MemoryTable, type Undo } from './memory-table.ts';

export interface MemoryStoreOptions {
  /** Changes kept when no consumer of the log moves on. */
  readonly changesMax?: number;
  readonly hooks?: EngineHooks;
}

/** Runs one decision after the other, at once; what a failed one wrote is taken back. */
export class MemoryEngine implements Engine {
  readonly #journal: Undo[] = [];
  readonly #tables: Tables;
  readonly #view: View;
  readonly #hooks: EngineHooks;
  #closed = false;

  constructor({ changesMax = 500_000, hooks = {} }: MemoryStoreOptions) {
    this.#tables = memoryTables(this.#journal);
    this.#view = new View(this.#tables, { changesMax });
    this.#hooks = hooks;
  }

  async write<Outcome>(atMs: number, decide: (view: ReadView) => KeptDecision<Outcome>): Promise<Outcome> {
    this.#assertOpen();
    const decision = decide(this.#view);
    try {
      this.#view.begin();
      applyDecision(this.#view, atMs, decision, this.#hooks);
    } catch (error) {
      for (const undo of this.#journal.reverse()) undo();
      throw error;
    } finally {
      this.#journal.length = 0;
    }
    return decision.outcome;
  }

  async read<Result>(query: (view: ReadView) => Result): Promise<Result> {
    this.#assertOpen();
    return query(this.#view);
  }

  async *scan(): AsyncIterable<StoredItem> {
    this.#assertOpen();
    yield* [...itemsOf(this.#tables)];
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('The store was closed.');
  }
}

function memoryTables(journal: Undo[]): Tables {
  return {
    events: new MemoryTable(journal),
    venues: new MemoryTable(journal),
    seats: new MemoryTable(journal),
    sessions: new MemoryTable(journal),
    reservations: new MemoryTable(journal),
    userEvents: new MemoryTable(journal),
    tokens: new MemoryTable(journal),
    sessionsOfUsers: new MemoryTable(journal),
    places: new MemoryTable(journal),
    payments: new MemoryTable(journal),
    dues: new MemoryTable(journal),
    dueQueue: new MemoryTable(journal),
    changes: new MemoryTable(journal),
    cursors: new MemoryTable(journal),
  };
}
