import { mean } from 'simple-statistics';
import type { GroupResult } from '../engine/index.ts';
import { type Measure, meanDifference } from './statistics/index.ts';
import type { Turn } from './turns.ts';

/** A class with fewer people in the sample is no standard. */
const PEOPLE_MIN = 100;

/**
 * How many seconds sooner than honest people an attacker's accounts are let in once their turn has come. The standard is the class that is
 * let in soonest: slow lines and sleeping tabs are no merit of the attack. With slots, everybody waits for the next one, half a slot on
 * average, however often they ask.
 *
 * @returns null when too few of either are in the sample
 */
export function headStart(
  turns: readonly Turn[],
  groups: readonly GroupResult[],
  attacker: number,
  confidence: number,
): Measure | null {
  const delays = Map.groupBy(
    turns.filter(({ dueAt }) => dueAt !== null),
    ({ group }) => group,
  );
  const delaysOf = (group: number) => (delays.get(group) ?? []).map(delayOf);
  const classes = groups
    .flatMap(({ kind }, group) => (kind === 'class' ? [delaysOf(group)] : []))
    .filter((each) => each.length >= PEOPLE_MIN);
  const quickest = classes.toSorted((a, b) => mean(a) - mean(b))[0];
  return quickest === undefined ? null : meanDifference(quickest, delaysOf(attacker), confidence);
}

function delayOf({ admittedAt, arrivedAt, dueAt }: Turn): number {
  return admittedAt - Math.max(arrivedAt, dueAt ?? 0);
}
