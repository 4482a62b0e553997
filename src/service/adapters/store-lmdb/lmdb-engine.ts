import { setImmediate } from 'node:timers/promises';
import type { RootDatabase } from 'lmdb';
import type { StoredItem } from '../../../core/reservation/index.ts';
import { StoreUnavailableError } from '../../ports/index.ts';
import {
  applyDecision,
  type Engine,
  type EngineHooks,
  itemsOf,
  type KeptDecision,
  type ReadView,
  View,
} from '../store-embedded/index.ts';
import { commitFailure, explained } from './faults.ts';
import { GroupCommit } from './group-commit.ts';
import { type Environment, openEnvironment } from './open-environment.ts';
import { type LmdbTables, tablesAt } from './tables.ts';

export interface LmdbStoreOptions {
  readonly dir: string;
  /** Opens an existing store for reading, beside a process that writes; creates nothing. */
  readonly readOnly?: boolean;
  /** Changes kept when no consumer of the log moves on. */
  readonly changesMax?: number;
  /** Commands that may wait for the disk; more are refused. */
  readonly waitingMax?: number;
  readonly hooks?: EngineHooks;
}

/** Items read of a scan before other work of the process gets its turn. */
const SCAN_STRIDE = 1_000;

/**
 * LMDB as engine. Decisions of a group run in one transaction, each seeing what those before it wrote; LMDB's lock keeps other
 * processes out meanwhile, so that several may use one store. The transaction is a nested one, because only that can be undone.
 */
export class LmdbEngine implements Engine {
  readonly #dir: string;
  readonly #readOnly: boolean;
  readonly #root: RootDatabase<unknown, string>;
  readonly #tables: LmdbTables;
  readonly #view: View;
  readonly #commits: GroupCommit;
  readonly #hooks: EngineHooks;
  readonly #waitingMax: number;
  #closed = false;

  private constructor(environment: Environment, options: LmdbStoreOptions) {
    const { dir, readOnly = false, changesMax = 500_000, waitingMax = 50_000, hooks = {} } = options;
    this.#dir = dir;
    this.#readOnly = readOnly;
    this.#waitingMax = waitingMax;
    this.#hooks = hooks;
    this.#root = environment.root;
    this.#tables = environment.tables;
    this.#view = new View(this.#tables, { changesMax });
    this.#commits = new GroupCommit((work) => this.#transact(work));
  }

  /** @throws StoreUnavailableError */
  static async open(options: LmdbStoreOptions): Promise<LmdbEngine> {
    return new LmdbEngine(await openEnvironment(options.dir, options.readOnly ?? false), options);
  }

  write<Outcome>(atMs: number, decide: (view: ReadView) => KeptDecision<Outcome>): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#assertWritable();
      let settle = () => {};
      const run = () => {
        const decision = this.#decided(decide, (error) => {
          settle = () => reject(explained(error, this.#dir));
        });
        if (decision === undefined) return;
        applyDecision(this.#view, atMs, decision, this.#hooks);
        settle = () => resolve(decision.outcome);
      };
      const fail = (error: unknown) => reject(explained(error, this.#dir));
      this.#commits.add({ run, done: () => settle(), fail });
    });
  }

  async read<Result>(query: (view: ReadView) => Result): Promise<Result> {
    this.#assertOpen();
    try {
      return query(this.#view);
    } catch (error) {
      throw explained(error, this.#dir);
    }
  }

  async *scan(): AsyncIterable<StoredItem> {
    this.#assertOpen();
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the LMDB library, not a React hook
    const snapshot = this.#root.useReadTransaction();
    try {
      let count = 0;
      for (const item of itemsOf(tablesAt(this.#tables, snapshot))) {
        yield item;
        count += 1;
        if (count % SCAN_STRIDE === 0) await setImmediate();
      }
    } finally {
      snapshot.done();
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#commits.idle();
    await this.#root.close();
  }

  /** A decision that could not be made wrote nothing: it fails alone, and the group goes on. */
  #decided<Outcome>(
    decide: (view: ReadView) => KeptDecision<Outcome>,
    failed: (error: unknown) => void,
  ): KeptDecision<Outcome> | undefined {
    try {
      return decide(this.#view);
    } catch (error) {
      failed(error);
      return undefined;
    }
  }

  async #transact(work: () => void): Promise<void> {
    try {
      await this.#root.childTransaction(() => {
        this.#view.begin();
        work();
      });
    } catch (error) {
      throw await commitFailure(error);
    }
    const flushed = this.#root.flushed;
    await (this.#hooks.flush?.(flushed) ?? flushed);
  }

  #assertWritable(): void {
    this.#assertOpen();
    if (this.#readOnly) {
      throw new StoreUnavailableError(`Store ${this.#dir} was opened for reading only.`);
    }
    if (this.#commits.waiting >= this.#waitingMax) {
      throw new StoreUnavailableError(
        `Store ${this.#dir}: ${this.#waitingMax} commands are waiting for the disk. Try again in a moment.`,
      );
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError(`Store ${this.#dir} was closed.`);
  }
}
