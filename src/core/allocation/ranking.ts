/** How good a set of seats is; compared field by field, lower is better. `luck` decides among equals. */
export interface Rank {
  readonly orphans: number;
  readonly pieces: number;
  readonly bucket: number;
  readonly luck: number;
}

/** Class of equally good places for a mean badness, when places within `equalM` metres are as good as one another. */
export function bucketOf(badness: number, equalM: number): number {
  return Math.floor(badness / equalM);
}

export function compareRanks(a: Rank, b: Rank): number {
  return a.orphans - b.orphans || a.pieces - b.pieces || a.bucket - b.bucket || a.luck - b.luck;
}

/** The `size` best of all offered, in order. */
export interface Shortlist<T extends { readonly rank: Rank }> {
  offer(entry: T): void;
  readonly entries: readonly T[];
}

export function shortlist<T extends { readonly rank: Rank }>(size: number): Shortlist<T> {
  const entries: T[] = [];
  return {
    entries,
    offer(entry) {
      const last = entries[size - 1];
      if (last !== undefined && compareRanks(entry.rank, last.rank) >= 0) return;
      const position = entries.findIndex((other) => compareRanks(entry.rank, other.rank) < 0);
      entries.splice(position < 0 ? entries.length : position, 0, entry);
      if (entries.length > size) entries.pop();
    },
  };
}
