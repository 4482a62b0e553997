import type { OperationsSnapshot } from '../../../service/operations/index.ts';

/** What is remembered of one snapshot. */
interface Sample {
  /** Epoch ms of the server. */
  readonly atMs: number;
  readonly live: number;
  /** Cumulative: sessions that have ended. */
  readonly ended: number;
  /** Seats by section: free and sold. */
  readonly sections: ReadonlyMap<string, { readonly available: number; readonly sold: number }>;
}

/** Snapshots of the last hour, oldest first. */
export type History = readonly Sample[];

const KEPT_MS = 3_600_000;
const KEPT_MAX = 3_600;

/** The history with one more snapshot. Where the server's clock was set back, what seems to lie ahead of it is forgotten. */
export function remember(history: History, snapshot: OperationsSnapshot): History {
  const sections = new Map(
    snapshot.seats.sections.map(({ sectionId, available, sold }) => [sectionId, { available, sold }]),
  );
  const { live, ended } = snapshot.sessions;
  const sample = { atMs: snapshot.atMs, live, ended, sections };
  const kept = history.filter(({ atMs }) => atMs < snapshot.atMs && atMs > snapshot.atMs - KEPT_MS);
  return [...kept.slice(1 - KEPT_MAX), sample];
}

/** Lengths a plot may have. It shows the shortest that holds everything, so that it moves on evenly and rescales rarely. */
const SPANS_MS = [120_000, 600_000, KEPT_MS];

export interface Series {
  readonly spanMs: number;
  /** The mean of each column's time, oldest first; null where nothing was seen. */
  readonly values: readonly (number | null)[];
}

/** One number of every sample, brought to so many columns that end with the newest. */
export function seriesOf(
  history: History,
  columns: number,
  pick: (sample: Sample) => number | undefined,
): Series {
  const [first, last] = [history[0], history.at(-1)];
  const seenMs = first === undefined || last === undefined ? 0 : last.atMs - first.atMs;
  const spanMs = SPANS_MS.find((span) => seenMs < span) ?? KEPT_MS;
  const columnMs = spanMs / columns;
  const newest = last === undefined ? 0 : Math.floor(last.atMs / columnMs);
  const sums = Array.from({ length: columns }, () => ({ sum: 0, count: 0 }));
  for (const sample of history) {
    const value = pick(sample);
    const column = sums[columns - 1 - (newest - Math.floor(sample.atMs / columnMs))];
    if (value === undefined || column === undefined) continue;
    column.sum += value;
    column.count += 1;
  }
  const values = sums.map(({ sum, count }) => (count === 0 ? null : sum / count));
  return { spanMs, values: bridged(values) };
}

/** Snapshots come a little early or late: a single empty column between two known ones shows the one before. */
function bridged(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value, i) => {
    if (value !== null || (values[i + 1] ?? null) === null) return value;
    return values[i - 1] ?? null;
  });
}

const PACE_MS = 120_000;

/** Seats a minute that a section sold lately; null before a few seconds of it were seen. */
export function salesPace(history: History, sectionId: string): number | null {
  const last = history.at(-1);
  const first = last && history.find(({ atMs }) => atMs >= last.atMs - PACE_MS);
  if (last === undefined || first === undefined || last.atMs - first.atMs < 5_000) return null;
  const [before, after] = [first, last].map(({ sections }) => sections.get(sectionId)?.sold ?? 0);
  return (((after ?? 0) - (before ?? 0)) * 60_000) / (last.atMs - first.atMs);
}
