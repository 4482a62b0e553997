import type { Flag } from '../../core/abuse/index.ts';

/**
 * Counts of what buyers do and the flags that follow from them, all of it temporary: counters are forgotten after their window, flags when
 * they have expired. Windows slide by halves: what a window that ends now holds is estimated from the current half-finished span and the
 * one before it.
 */
export interface SignalStore {
  /** Notes that it happened once, and answers how often it has within the window. `windowSeconds` is the same for a key at all times. */
  count(key: string, windowSeconds: number, nowMs: number): Promise<number>;
  /** Notes a member, and answers about how many different ones there were, within the window or up to one window longer. */
  countDistinct(key: string, member: string, windowSeconds: number, nowMs: number): Promise<number>;

  flagOf(eventId: string, sub: string, nowMs: number): Promise<Flag | undefined>;
  flagByReference(eventId: string, reference: string, nowMs: number): Promise<Flag | undefined>;
  /** Puts the flag in the place of the one this buyer has. */
  putFlag(flag: Flag, nowMs: number): Promise<void>;
  removeFlag(flag: Flag): Promise<void>;
  /** Flags in force, in no order. */
  flags(eventId: string, nowMs: number): AsyncIterable<Flag>;
  close(): Promise<void>;
}

/** The signals cannot be reached: nobody is flagged and nobody counted meanwhile; the sale goes on. */
export class SignalsUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignalsUnavailableError';
  }
}
