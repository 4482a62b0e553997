import { keyedRandom } from '../random/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type ArrivalBins, arrivalBins } from './bins.ts';
import type { Character } from './character.ts';
import { type GroupTally, groupResult, tallyOf } from './group-tally.ts';
import { arrivalSecond, type Group, groupOf } from './groups.ts';
import type { GroupResult, WaitsOfBin } from './result.ts';
import { createOrderSample } from './samples.ts';
import type { Ending } from './shoppers.ts';
import { type WaitCounts, waitQuantile } from './waits.ts';

/** Counts what happens to people, by group and by time of arrival. */
export interface Tallies {
  readonly groups: readonly GroupTally[];
  /** Members of a group get their tokens. */
  joined(index: number, from: number, to: number, second: number): void;
  /** Let in by the verdict in `second`. */
  drawn(number: number, second: number): void;
  absent(number: number): void;
  withPass(number: number): void;
  admitted(number: number, second: number): void;
  ended(number: number, ending: Ending, seats: number): void;
  /** Adds the second's expected polls; answers how many wait at its end. */
  countWaiting(second: number): number;
  groupResults(): readonly GroupResult[];
  waitsByArrival(): readonly WaitsOfBin[];
  readonly bins: ArrivalBins;
  readonly order: ReturnType<typeof createOrderSample>;
}

export function createTallies(scenario: Scenario, groups: readonly Group[], character: Character): Tallies {
  const { horizonSeconds, sale } = scenario;
  const bins = arrivalBins(horizonSeconds);
  const tallies = groups.map((group) => tallyOf(group, bins, horizonSeconds));
  const waitsOfBin = bins.edges.map((): WaitCounts => new Uint32Array(horizonSeconds + 2));
  const order = createOrderSample(keyedRandom(scenario.seed, 'order'));
  const arrivedOf = groups.map(() => 0);
  const leftOf = groups.map(() => 0);
  const of = (number: number): GroupTally => tallies[groupOf(groups, number)] as GroupTally;
  const isSteadfast = (group: Group, number: number): boolean =>
    character.showsUp(group, number) && character.leavesAt(group, number, 0) > horizonSeconds;
  const binOf = (group: Group, number: number): number => bins.binOf(arrivalSecond(group, number));

  return {
    groups: tallies,
    bins,
    order,
    joined(index, from, to, second) {
      const { group, steadfast, byArrival, leaving } = tallies[index] as GroupTally;
      arrivedOf[index] = (arrivedOf[index] ?? 0) + to - from;
      let constant = to - from;
      if (group.showUp < 1 || leaving !== undefined) {
        constant = 0;
        for (let number = from; number < to; number++) {
          if (isSteadfast(group, number)) constant += 1;
          if (leaving === undefined) continue;
          const leaves = character.leavesAt(group, number, second);
          if (leaves <= horizonSeconds) leaving[leaves] = (leaving[leaves] as number) + 1;
        }
      }
      steadfast.people += constant;
      const bin = bins.binOf(second);
      byArrival.steadfast[bin] = (byArrival.steadfast[bin] ?? 0) + constant;
    },
    drawn(number) {
      const tally = of(number);
      tally.counts.drawn += 1;
      if (isSteadfast(tally.group, number)) tally.steadfast.drawn += 1;
      if (tally.leaving === undefined) return;
      const leaves = character.leavesAt(tally.group, number, arrivalSecond(tally.group, number));
      if (leaves <= horizonSeconds) tally.leaving[leaves] = (tally.leaving[leaves] as number) - 1;
    },
    absent(number) {
      of(number).counts.absent += 1;
    },
    withPass(number) {
      of(number).counts.withPass += 1;
    },
    admitted(number, second) {
      const index = groupOf(groups, number);
      const { group, counts, steadfast, byArrival, waits } = tallies[index] as GroupTally;
      const arrived = arrivalSecond(group, number);
      const bin = bins.binOf(arrived);
      const waited = Math.min(horizonSeconds + 1, second - Math.max(0, arrived));
      counts.admitted += 1;
      if (isSteadfast(group, number)) steadfast.admitted += 1;
      byArrival.admitted[bin] = (byArrival.admitted[bin] ?? 0) + 1;
      waits[waited] = (waits[waited] as number) + 1;
      if (group.kind === 'class') {
        const ofBin = waitsOfBin[bin] as WaitCounts;
        ofBin[waited] = (ofBin[waited] as number) + 1;
      }
      order.offer({
        number,
        group: index,
        arrivedAt: arrived + character.fraction(number),
        admittedAt: second,
      });
    },
    ended(number, ending, seats) {
      const { group, counts, steadfast, byArrival } = of(number);
      counts[ending] += 1;
      if (ending !== 'bought') return;
      counts.seatsBought += seats;
      const bin = binOf(group, number);
      byArrival.buyers[bin] = (byArrival.buyers[bin] ?? 0) + 1;
      if (!isSteadfast(group, number)) return;
      steadfast.buyers += 1;
      byArrival.steadfastBuyers[bin] = (byArrival.steadfastBuyers[bin] ?? 0) + 1;
    },
    countWaiting(second) {
      let all = 0;
      for (const [i, { group, counts, leaving }] of tallies.entries()) {
        leftOf[i] = (leftOf[i] ?? 0) + (leaving?.[second] ?? 0);
        const waiting = (arrivedOf[i] ?? 0) - counts.drawn - (leftOf[i] ?? 0);
        counts.polls += (waiting * group.pollsPerSlot) / sale.slotSeconds;
        all += waiting;
      }
      return all;
    },
    groupResults: () =>
      tallies.map((tally, i) =>
        groupResult({ ...tally, counts: { ...tally.counts, left: leftOf[i] ?? 0 } }, bins, sale.powBits),
      ),
    waitsByArrival: () =>
      waitsOfBin.map((counts) => {
        const admitted = counts.reduce((sum, count) => sum + count, 0);
        const at = (quantile: number) => waitQuantile(counts, admitted, quantile);
        return { admitted, p10: at(0.1), p50: at(0.5), p90: at(0.9) };
      }),
  };
}
