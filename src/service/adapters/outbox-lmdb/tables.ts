import type { Database, RootDatabase } from 'lmdb';
import type { OutboundEvent } from '../../ports/index.ts';

export interface WaitingRow {
  readonly attempts: number;
}

export interface DeadRow {
  readonly attempts: number;
  readonly reason: string;
  readonly diedAtMs: number;
}

/** Everything the outbox keeps. */
export interface OutboxTables {
  readonly events: Database<OutboundEvent, number>;
  readonly seqOfId: Database<number, string>;
  readonly waiting: Database<WaitingRow, [endpoint: string, dueAtMs: number, seq: number]>;
  readonly dead: Database<DeadRow, [endpoint: string, seq: number]>;
  /** Sessions in the order in which they are to be looked at, and when each is. */
  readonly watches: Database<true, [atMs: number, sessionId: string]>;
  readonly watchOf: Database<number, string>;
}

export function openTables(root: RootDatabase): OutboxTables {
  return {
    events: root.openDB({ name: 'events' }),
    seqOfId: root.openDB({ name: 'seqOfId' }),
    waiting: root.openDB({ name: 'waiting' }),
    dead: root.openDB({ name: 'dead' }),
    watches: root.openDB({ name: 'watches' }),
    watchOf: root.openDB({ name: 'watchOf' }),
  };
}
