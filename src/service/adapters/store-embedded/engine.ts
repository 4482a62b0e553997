import type { Decision, StoredItem } from '../../../core/reservation/index.ts';
import type { View } from './view.ts';

/** What an embedded store keeps besides the records of the domain. */
export type KeptItem =
  | StoredItem
  | { readonly type: 'venue'; readonly venueHash: string; readonly json: string }
  | { readonly type: 'cursor'; readonly consumer: string; readonly seq: number };

/** A decision whose puts may include what only an embedded store keeps. */
export interface KeptDecision<Outcome> extends Omit<Decision<Outcome>, 'puts'> {
  readonly puts: readonly KeptItem[];
}

/** Reads everything decisions and queries need, as of one moment. */
export type ReadView = Omit<View, 'put' | 'remove' | 'log' | 'begin'>;

/**
 * A transactional engine inside this process. The store on top decides; the engine makes decisions atomic, serial and durable.
 */
export interface Engine {
  /**
   * Runs `decide` and applies what it decided inside one serialisable transaction. Resolves when that is durable. When deciding or
   * applying throws, nothing of it was written and the promise rejects with what was thrown.
   */
  write<Outcome>(atMs: number, decide: (view: ReadView) => KeptDecision<Outcome>): Promise<Outcome>;
  /** Runs a query on one snapshot of what is durable. */
  read<Result>(query: (view: ReadView) => Result): Promise<Result>;
  /** Every item as of one moment. */
  scan(): AsyncIterable<StoredItem>;
  /** Waits for the writes under way and lets go of the store; later calls reject. */
  close(): Promise<void>;
}

/** Seams for tests: places where a fault can be put between an engine and its answer. */
export interface EngineHooks {
  /** Called before each single write of a decision, with what is about to be written; may throw. */
  beforeWrite?(write: unknown): void;
  /** Stands between the engine's flush and the answers that wait for it. */
  flush?(flushed: PromiseLike<unknown>): PromiseLike<unknown>;
}

/** Applies a decision to the tables. */
export function applyDecision(
  view: View,
  atMs: number,
  decision: KeptDecision<unknown>,
  hooks: EngineHooks,
): void {
  for (const item of decision.puts) {
    hooks.beforeWrite?.(item);
    view.put(item);
  }
  for (const item of decision.removes) {
    hooks.beforeWrite?.(item);
    view.remove(item);
  }
  if (decision.changes.length > 0) {
    hooks.beforeWrite?.(decision.changes);
    view.log(atMs, decision.changes);
  }
}
