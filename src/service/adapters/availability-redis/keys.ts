/**
 * Names of what stands in Redis for one section. The first three kinds are for anybody to read; the others are how the cache keeps them
 * right. Ids contain no `:`.
 */
export interface SectionKeys {
  /** JSON: the section's map. Under it, `…:<block>` and `…:<block>:<row>` hold the same for less. */
  readonly map: string;
  /** Hash: free seats by section. Shared by all sections of the event. */
  readonly bySection: string;
  /** Hash: free seats by block. */
  readonly byBlock: string;
  /** Hash: changes of the last minute by seat, so that a load that lags behind them is corrected. */
  readonly recent: string;
  /** Says which invalidation was the last; a load that began before it is not fresh. */
  readonly invalidated: string;
  /** Hash: the whole state, as a tuple, of each seat that was ever changed. Lives and dies with the map. */
  readonly state: string;
  /** Sorted set: locked seats by the end of their locks. */
  readonly locks: string;
  /** Held by the one process that loads the section. */
  readonly lease: string;
}

export function sectionKeys(eventId: string, sectionId: string): SectionKeys {
  const section = `${eventId}:${sectionId}`;
  return {
    map: `seatmap:${section}`,
    bySection: `availability:${eventId}`,
    byBlock: `availability:${section}`,
    recent: `seatmap-recent:${section}`,
    invalidated: `seatmap-invalidated:${section}`,
    state: `seatmap-state:${section}`,
    locks: `seatmap-locks:${section}`,
    lease: `seatmap-lease:${section}`,
  };
}

/** Says which clearing of everything was the last. */
export const CLEARED = 'seatmap-cleared';

/** What clearing removes. */
export const CLEARED_PATTERNS = [
  'seatmap:*',
  'availability:*',
  'seatmap-recent:*',
  'seatmap-state:*',
  'seatmap-locks:*',
] as const;
