/** Arrivals as recorded: [second, how many]. */
export type Counts = [at: number, count: number][];

/** Lines that are wrong are named up to this many. */
const PROBLEMS_MAX = 20;

/**
 * Reads arrivals from NDJSON: a line is `{"at": second, "count": n}` (count 1 when left out) or a bare second. Lines may come in any
 * order; those of the same second are added up.
 */
export function parseRecordedArrivals(
  text: string,
  opensAt: number,
): { counts: Counts; problems: readonly string[] } {
  const perSecond = new Map<number, number>();
  const problems: string[] = [];
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const arrival = parseLine(line);
    const at = arrival === undefined ? Number.NaN : Math.floor(arrival.at) - opensAt;
    if (arrival !== undefined && Math.abs(at) <= 604_800) {
      perSecond.set(at, (perSecond.get(at) ?? 0) + arrival.count);
    } else if (problems.length < PROBLEMS_MAX) {
      problems.push(
        arrival === undefined
          ? `line ${i + 1} is not {"at": second, "count": n} or a second`
          : `line ${i + 1} is more than a week from the opening: is opensAt right?`,
      );
    }
  }
  const counts: Counts = [...perSecond].sort(([a], [b]) => a - b);
  return { counts, problems: problems.length === 0 && counts.length === 0 ? ['holds no arrival'] : problems };
}

function parseLine(line: string): { at: number; count: number } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value === 'number') return { at: value, count: 1 };
  if (typeof value !== 'object' || value === null || !('at' in value)) return undefined;
  const count = 'count' in value ? value.count : 1;
  return typeof value.at === 'number' && typeof count === 'number' && count >= 0 && Number.isFinite(count)
    ? { at: value.at, count }
    : undefined;
}
