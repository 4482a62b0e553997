import { type Problem, UserError } from '../errors/index.ts';
import { isTau, readingAt, type ScheduleEntry } from './sale-clock.ts';

/** A schedule keeps what any slot may still ask for: a slot's length back, and this much for clocks and propagation. */
const PRUNE_MARGIN_SECONDS = 60;

/** Readings are doubles: two ways of adding up the same clock may differ by this fraction. */
const READING_TOLERANCE = 1e-9;

/** The schedule of a sale that opens at `opensAt` (epoch s) with τ (s). */
export function openSchedule(opensAt: number, tau: number): ScheduleEntry[] {
  return appendEntry([], opensAt, tau, { now: Number.NEGATIVE_INFINITY, leadSeconds: 0 });
}

/**
 * The schedule with τ changed from `from` on, the clock's reading carried over so that it neither jumps nor runs back.
 *
 * @param publication when the schedule will be published and how long it then takes to reach every edge; an entry that starts
 *   sooner would change verdicts already given.
 * @throws UserError `BAD_SCHEDULE_ENTRY` naming everything wrong: `from` not a whole second, backdated, or not after the last entry;
 *   τ neither 0 nor in [1, 1e9].
 */
export function appendEntry(
  schedule: readonly ScheduleEntry[],
  from: number,
  tau: number,
  publication: { readonly now: number; readonly leadSeconds: number },
): ScheduleEntry[] {
  const last = schedule.at(-1);
  const earliest = publication.now + publication.leadSeconds;
  const problems: Problem[] = [];
  if (!Number.isInteger(from))
    problems.push({ path: 'from', message: 'must be a whole second since the epoch' });
  if (from < earliest) {
    problems.push({ path: 'from', message: `${from} is backdated: the earliest possible is ${earliest}` });
  }
  if (last !== undefined && from <= last[0]) {
    problems.push({
      path: 'from',
      message: `${from} must come after the last entry, which starts at ${last[0]}`,
    });
  }
  if (!isTau(tau))
    problems.push({ path: 'tau', message: `${tau} must be 0 (closed) or from 1 to 1e9 seconds` });
  if (problems.length > 0) {
    throw new UserError('BAD_SCHEDULE_ENTRY', 'this change of τ cannot be published', problems);
  }
  return [...schedule, [from, tau, last === undefined ? 0 : readingAt(last, from)]];
}

/** Drops entries that no slot can need any more; the one that was in force at the oldest moment still needed stays. */
export function pruneSchedule(
  schedule: readonly ScheduleEntry[],
  slotSeconds: number,
  now: number,
): ScheduleEntry[] {
  const oldestNeeded = now - slotSeconds - PRUNE_MARGIN_SECONDS;
  const inForce = schedule.findLastIndex(([from]) => from <= oldestNeeded);
  return schedule.slice(Math.max(0, inForce));
}

/** What is wrong with a schedule as a whole, its entries being well formed; `path` leads to the schedule. */
export function scheduleProblems(
  schedule: readonly ScheduleEntry[],
  opensAt: number,
  path: string,
): readonly Problem[] {
  return schedule.flatMap(([from, , reading], i) => {
    const before = schedule[i - 1];
    const at = (member: number, message: string) => [{ path: `${path}/${i}/${member}`, message }];
    if (from < opensAt) return at(0, `must not be before opensAt (${opensAt})`);
    if (before !== undefined && from <= before[0])
      return at(0, `must be after the entry before it (${before[0]})`);
    if (reading > from - opensAt) return at(2, `is more than the clock can have gained since opensAt`);
    if (before === undefined) return [];
    const expected = readingAt(before, from);
    const isExpected = Math.abs(reading - expected) <= READING_TOLERANCE * Math.max(1, expected);
    return isExpected && reading >= before[2]
      ? []
      : at(2, `must be ${expected}, what the entry before it leads to`);
  });
}
