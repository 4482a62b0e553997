import { keyedRandom } from '../random/index.ts';
import type { AttackKind, Scenario, Wave } from '../scenario/index.ts';
import { type ArrivalSeconds, arrivalsAt, drawArrivals } from './arrivals.ts';
import type { Latency } from './latency.ts';

/**
 * A class of people or one attacker's accounts. Its members have numbers in a row, in order of arrival; so a number tells group and second
 * of arrival, and neither is kept per person.
 */
export interface Group {
  readonly name: string;
  readonly kind: 'class' | 'attacker';
  readonly attack: AttackKind | null;
  readonly region: string | null;
  readonly device: string | null;
  /** Number of its first member. */
  readonly start: number;
  readonly people: number;
  readonly humans: number;
  readonly arrivals: ArrivalSeconds;
  readonly latency: Latency;
  readonly hashesPerSecond: number;
  readonly background: { readonly share: number; readonly checkSeconds: number };
  readonly showUp: number;
  readonly patienceSeconds: number | null;
  readonly pollsPerSlot: number;
  readonly mintsPerToken: number;
}

const ATTENTIVE = { share: 0, checkSeconds: 0 };

export function groupsOf(scenario: Scenario): readonly Group[] {
  const random = keyedRandom(scenario.seed, 'arrival');
  const groups: Group[] = [];
  let start = 0;
  const arrivalsOf = (waves: readonly Wave[], latency: Latency, people: number): ArrivalSeconds =>
    drawArrivals(waves, latency, scenario.horizonSeconds, people, random, start);

  const sizes = apportioned(
    scenario.people,
    scenario.classes.map(({ share }) => share),
  );
  for (const [i, each] of scenario.classes.entries()) {
    const people = sizes[i] as number;
    const { name, region, device, hashesPerSecond, background, showUp, patienceSeconds } = each;
    groups.push({
      ...{ name, region, device, hashesPerSecond, background, showUp, patienceSeconds },
      ...{ kind: 'class', attack: null, start, people, humans: people, latency: each.latencyMs },
      arrivals: arrivalsOf(each.arrivals ?? scenario.arrivals, each.latencyMs, people),
      pollsPerSlot: 1,
      mintsPerToken: 1,
    });
    start += people;
  }
  for (const each of scenario.attackers) {
    const { name, accounts: people, humans, latencyMs: latency, hashesPerSecond, pollsPerSlot } = each;
    groups.push({
      ...{ name, start, people, humans, latency, hashesPerSecond, pollsPerSlot },
      ...{ kind: 'attacker', attack: each.kind, region: null, device: null },
      ...{ background: ATTENTIVE, showUp: 1, patienceSeconds: null },
      mintsPerToken: each.mintsPerAccount,
      arrivals:
        each.arrivesSeconds === null
          ? arrivalsOf(scenario.arrivals, latency, people)
          : arrivalsAt(Math.min(each.arrivesSeconds, scenario.horizonSeconds - 1), people),
    });
    start += people;
  }
  return groups;
}

/** `total` divided by weights into whole numbers, none off by 1 or more. */
function apportioned(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let weight = 0;
  let given = 0;
  return weights.map((each) => {
    weight += each;
    const upTo = Math.round((total * weight) / sum);
    const size = upTo - given;
    given = upTo;
    return size;
  });
}

/** Numbers of those who arrive in `second`: from the first to before the second. */
export function arrivingIn(group: Group, second: number): readonly [from: number, to: number] {
  const { first, before } = group.arrivals;
  const i = second - first;
  if (i < 0 || i >= before.length - 1) return [0, 0];
  return [group.start + (before[i] as number), group.start + (before[i + 1] as number)];
}

/** How many have arrived before `second`. */
export function arrivedBefore(group: Group, second: number): number {
  const { first, before } = group.arrivals;
  return before[Math.min(before.length - 1, Math.max(0, second - first))] as number;
}

/** The second in which member `number` arrives. */
export function arrivalSecond(group: Group, number: number): number {
  const { first, before } = group.arrivals;
  const place = number - group.start;
  let [low, high] = [0, before.length - 1];
  // The last second before which no more than `place` have arrived.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((before[middle] as number) <= place) low = middle;
    else high = middle;
  }
  return first + low;
}

/** Index of the group that `number` belongs to. */
export function groupOf(groups: readonly Group[], number: number): number {
  let index = groups.length - 1;
  while (index > 0 && number < (groups[index] as Group).start) index--;
  return index;
}
