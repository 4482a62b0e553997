import type { OutboundEvent } from './event-sink.ts';

/** An event as kept, with its position. */
export interface KeptEvent {
  /** From 1, in the order in which events came to be kept. */
  readonly seq: number;
  readonly event: OutboundEvent;
}

/** One event on its way to one endpoint. */
export interface Delivery extends KeptEvent {
  readonly endpoint: string;
  /** How often it has been tried. */
  readonly attempts: number;
  /** When it is to be tried next, epoch ms. */
  readonly dueAtMs: number;
}

/** A delivery that was given up, until somebody has it tried again. */
export interface DeadLetter extends KeptEvent {
  readonly endpoint: string;
  readonly attempts: number;
  readonly reason: string;
  readonly diedAtMs: number;
}

export interface OutboxCounts {
  /** Events kept, delivered or not. */
  readonly events: number;
  readonly waiting: number;
  readonly dead: number;
}

/** Where events wait until they have been told to everybody. What a promise acknowledged is on disk. */
export interface Outbox {
  /**
   * Keeps the events that are not known yet by their id, each with a delivery to every endpoint, due now; moves the watches. All or
   * nothing. Answers how many events were new.
   */
  add(
    events: readonly OutboundEvent[],
    watches: readonly { readonly sessionId: string; readonly atMs: number | null }[],
    endpoints: readonly string[],
    nowMs: number,
  ): Promise<number>;
  /** Deliveries to this endpoint that are due, oldest first. */
  due(endpoint: string, nowMs: number, limit: number): Promise<readonly Delivery[]>;
  /** Ends deliveries: told. */
  delivered(deliveries: readonly Delivery[]): Promise<void>;
  /** Tries them again at `atMs`, or with null never: then they are dead letters. No effect on those that have ended meanwhile. */
  failed(
    failures: readonly {
      readonly delivery: Delivery;
      readonly reason: string;
      readonly atMs: number | null;
    }[],
    nowMs: number,
  ): Promise<void>;
  /** Sessions whose watched time has come, oldest first. */
  watchesDue(
    nowMs: number,
    limit: number,
  ): Promise<readonly { readonly sessionId: string; readonly atMs: number }[]>;
  /** Dead letters, oldest first. */
  dead(): Promise<readonly DeadLetter[]>;
  /** Makes these dead letters due now, as if never tried. */
  revive(letters: readonly DeadLetter[], nowMs: number): Promise<number>;
  /** Events with seq > afterSeq, in order. Delivered ones are kept for a while. */
  read(afterSeq: number, limit: number): Promise<readonly KeptEvent[]>;
  lastSeq(): Promise<number>;
  counts(): Promise<OutboxCounts>;
  close(): Promise<void>;
}
