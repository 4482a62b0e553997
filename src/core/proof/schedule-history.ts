import type { ScheduleEntry } from '../admission/index.ts';

/** A change of the schedule that should not have been possible. */
export interface ScheduleBreach {
  /** `backdated`: new, and in force before it was published. `rewritten`: what was in force is not there any more. */
  readonly kind: 'backdated' | 'rewritten';
  readonly entry: ScheduleEntry;
}

/** What was published, put together from what was seen; each sight tells the recent entries only. */
export interface ScheduleHistory {
  /** At `t` (epoch s) the schedule was seen to be this. */
  see(t: number, schedule: readonly ScheduleEntry[]): readonly ScheduleBreach[];
  /** Until `t` nothing else was seen. */
  unchangedUntil(t: number): void;
  /** Everything that was ever in force, and what is announced. */
  entries(): readonly ScheduleEntry[];
}

export function scheduleHistory(): ScheduleHistory {
  let known: readonly ScheduleEntry[] = [];
  let seenAt = Number.NEGATIVE_INFINITY;

  return {
    see(t, schedule) {
      const breaches = breachesOf(known, schedule, seenAt);
      const first = schedule[0]?.[0] ?? Number.POSITIVE_INFINITY;
      // What was announced, and is neither in force by now nor announced any more, was taken back.
      known = [...known.filter(([from]) => from < first && from <= t), ...schedule];
      seenAt = Math.max(seenAt, t);
      return breaches;
    },
    unchangedUntil(t) {
      seenAt = Math.max(seenAt, t);
    },
    entries: () => known,
  };
}

/** What was in force when last seen must still be there, unless it is older than all that is told; and nothing may have joined it. */
function breachesOf(
  known: readonly ScheduleEntry[],
  schedule: readonly ScheduleEntry[],
  seenAt: number,
): ScheduleBreach[] {
  const first = schedule[0]?.[0] ?? Number.POSITIVE_INFINITY;
  const gone = known.filter((entry) => entry[0] >= first && entry[0] <= seenAt && !has(schedule, entry));
  const late = schedule.filter((entry) => entry[0] <= seenAt && !has(known, entry));
  const replaced = new Set(gone.map(([from]) => from));
  return [
    ...gone.map((entry): ScheduleBreach => ({ kind: 'rewritten', entry })),
    ...late
      .filter(([from]) => !replaced.has(from))
      .map((entry): ScheduleBreach => ({ kind: 'backdated', entry })),
  ];
}

function has(entries: readonly ScheduleEntry[], [from, tau, reading]: ScheduleEntry): boolean {
  return entries.some((other) => other[0] === from && other[1] === tau && other[2] === reading);
}
