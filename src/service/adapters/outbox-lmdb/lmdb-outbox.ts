import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import {
  type DeadLetter,
  type Delivery,
  type KeptEvent,
  type OutboundEvent,
  type Outbox,
  StoreUnavailableError,
} from '../../ports/index.ts';
import { type OutboxTables, openTables } from './tables.ts';

export interface LmdbOutboxOptions {
  readonly dir: string;
  /** For looking only, beside a server that writes: nothing is created. */
  readonly readOnly?: boolean;
  /** Events kept for looking back at; what waits or is dead stays in any case. */
  readonly eventsMax?: number;
}

/** Events forgotten at once, and as many come between one time and the next. */
const PRUNED_AT_ONCE = 1_000;

/**
 * The outbox on one machine, in a file of its own beside the sale's store. The server and an operator's commands may have it open at the
 * same time.
 *
 * @throws StoreUnavailableError with `readOnly` when there is none.
 */
export function openLmdbOutbox({ dir, readOnly = false, eventsMax = 100_000 }: LmdbOutboxOptions): Outbox {
  const path = join(dir, 'outbox.mdb');
  if (readOnly && !existsSync(path))
    throw new StoreUnavailableError(
      `There are no outbound events in ${dir}: \`tix serve\` keeps them in its state folder.`,
    );
  if (!readOnly) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const root = open({ path, readOnly, maxDbs: 8, noMemInit: true });
  // Buyers' pseudonyms are in it.
  if (!readOnly) chmodSync(path, 0o600);
  return new LmdbOutbox(root, openTables(root), eventsMax);
}

class LmdbOutbox implements Outbox {
  readonly #root: RootDatabase;
  readonly #tables: OutboxTables;
  readonly #eventsMax: number;

  constructor(root: RootDatabase, tables: OutboxTables, eventsMax: number) {
    this.#root = root;
    this.#tables = tables;
    this.#eventsMax = eventsMax;
  }

  async add(
    events: readonly OutboundEvent[],
    watches: readonly { sessionId: string; atMs: number | null }[],
    endpoints: readonly string[],
    nowMs: number,
  ): Promise<number> {
    return this.#write(() => {
      const { events: kept, seqOfId, waiting } = this.#tables;
      let seq = this.#last();
      let added = 0;
      for (const event of events) {
        const key = keyOf(event.id);
        if (seqOfId.get(key) !== undefined) continue;
        seq += 1;
        added += 1;
        kept.putSync(seq, event);
        seqOfId.putSync(key, seq);
        for (const endpoint of endpoints) waiting.putSync([endpoint, nowMs, seq], { attempts: 0 });
      }
      for (const watch of watches) this.#watch(watch.sessionId, watch.atMs);
      if (seq % PRUNED_AT_ONCE < added) this.#prune(seq - this.#eventsMax);
      return added;
    });
  }

  async due(endpoint: string, nowMs: number, limit: number): Promise<readonly Delivery[]> {
    return this.#read(() =>
      [
        ...this.#tables.waiting.getRange({ start: [endpoint, 0, 0], end: [endpoint, nowMs + 1, 0], limit }),
      ].flatMap(({ key: [, dueAtMs, seq], value: { attempts } }) => {
        const event = this.#tables.events.get(seq);
        return event === undefined ? [] : [{ endpoint, dueAtMs, seq, attempts, event }];
      }),
    );
  }

  async delivered(deliveries: readonly Delivery[]): Promise<void> {
    await this.#write(() => {
      for (const { endpoint, dueAtMs, seq } of deliveries)
        this.#tables.waiting.removeSync([endpoint, dueAtMs, seq]);
    });
  }

  async failed(
    failures: readonly { delivery: Delivery; reason: string; atMs: number | null }[],
    nowMs: number,
  ): Promise<void> {
    await this.#write(() => {
      const { waiting, dead } = this.#tables;
      for (const { delivery, reason, atMs } of failures) {
        const { endpoint, dueAtMs, seq } = delivery;
        if (!waiting.removeSync([endpoint, dueAtMs, seq])) continue;
        const attempts = delivery.attempts + 1;
        if (atMs === null) dead.putSync([endpoint, seq], { attempts, reason, diedAtMs: nowMs });
        else waiting.putSync([endpoint, atMs, seq], { attempts });
      }
    });
  }

  async watchesDue(nowMs: number, limit: number) {
    return this.#read(() =>
      [...this.#tables.watches.getKeys({ start: [0, ''], end: [nowMs + 1, ''], limit })].map(
        ([atMs, sessionId]) => ({ atMs, sessionId }),
      ),
    );
  }

  async dead(): Promise<readonly DeadLetter[]> {
    return this.#read(() =>
      [...this.#tables.dead.getRange()]
        .flatMap(({ key: [endpoint, seq], value }) => {
          const event = this.#tables.events.get(seq);
          return event === undefined ? [] : [{ ...value, endpoint, seq, event }];
        })
        .sort((a, b) => a.diedAtMs - b.diedAtMs || a.seq - b.seq),
    );
  }

  async revive(letters: readonly DeadLetter[], nowMs: number): Promise<number> {
    return this.#write(() => {
      let revived = 0;
      for (const { endpoint, seq } of letters) {
        if (!this.#tables.dead.removeSync([endpoint, seq])) continue;
        this.#tables.waiting.putSync([endpoint, nowMs, seq], { attempts: 0 });
        revived += 1;
      }
      return revived;
    });
  }

  async read(afterSeq: number, limit: number): Promise<readonly KeptEvent[]> {
    return this.#read(() =>
      [...this.#tables.events.getRange({ start: afterSeq + 1, limit })].map(({ key, value }) => ({
        seq: key,
        event: value,
      })),
    );
  }

  async lastSeq(): Promise<number> {
    return this.#read(() => this.#last());
  }

  async counts() {
    return this.#read(() => ({
      events: this.#tables.events.getCount(),
      waiting: this.#tables.waiting.getCount(),
      dead: this.#tables.dead.getCount(),
    }));
  }

  close(): Promise<void> {
    return this.#root.close();
  }

  #last(): number {
    for (const seq of this.#tables.events.getKeys({ reverse: true, limit: 1 })) return seq;
    return 0;
  }

  #watch(sessionId: string, atMs: number | null): void {
    const { watches, watchOf } = this.#tables;
    const before = watchOf.get(sessionId);
    if (before !== undefined) watches.removeSync([before, sessionId]);
    if (atMs === null) watchOf.removeSync(sessionId);
    else {
      watchOf.putSync(sessionId, atMs);
      watches.putSync([atMs, sessionId], true);
    }
  }

  /** Forgets events up to `seq` that nobody waits for. One that still waits or is dead holds the rest back, and goes when it is done. */
  #prune(seq: number): void {
    const { events, seqOfId, waiting, dead } = this.#tables;
    if (seq <= 0) return;
    const wanted = new Set<number>();
    for (const [, , needed] of waiting.getKeys()) wanted.add(needed);
    for (const [, needed] of dead.getKeys()) wanted.add(needed);
    for (const { key, value } of events.getRange({ end: seq + 1, limit: 2 * PRUNED_AT_ONCE })) {
      if (wanted.has(key)) continue;
      events.removeSync(key);
      seqOfId.removeSync(keyOf(value.id));
    }
  }

  /** Runs `work` in one transaction, and answers when it is on disk. */
  async #write<Result>(work: () => Result): Promise<Result> {
    const result = await this.#root.childTransaction(work);
    await this.#root.flushed;
    return result;
  }

  #read<Result>(look: () => Result): Result {
    // Another process may have committed since this turn's read snapshot was taken.
    this.#root.resetReadTxn();
    return look();
  }
}

/** Ids may be longer than a key can be. */
function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
