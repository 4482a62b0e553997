import { keyedRandom } from '../random/index.ts';
import type { Disturbance, Scenario } from '../scenario/index.ts';
import type { Group } from './groups.ts';
import { latencyMs } from './latency.ts';

/** What a person will do, drawn from the seed and their number whenever it is asked for. Times in whole seconds. */
export interface Character {
  /** Second in which they give up waiting; Infinity for the patient. */
  leavesAt(group: Group, number: number, arrived: number): number;
  showsUp(group: Group, number: number): boolean;
  /** When they ask in a slot that started at `slotStart`: network, a tab in the background, and at first the proof of work. */
  asksAt(group: Group, number: number, slotStart: number, arrived: number): number;
  isSampled(number: number, second: number): boolean;
  /** Fraction of the second of arrival. */
  fraction(number: number): number;
  /** Time spent choosing; at `choosingMax` the session runs out. */
  choosing(number: number, second: number): number;
  choosingMax(second: number): number;
  seatsWanted(number: number): number;
  goesToPay(number: number): boolean;
  paying(number: number): number;
  paymentFails(number: number): boolean;
}

/** A payment that takes longer than this (5 minutes and 2 technical ones) has failed. */
export const PAYING_MAX = 420;

export function characterOf(scenario: Scenario): Character {
  const about = (purpose: string) => keyedRandom(scenario.seed, purpose);
  const [patience, showing, network, tab, waking, proof, sample, fraction] = [
    ...['patience', 'showing up', 'network', 'tab', 'waking', 'proof', 'sample', 'fraction'],
  ].map(about) as [Random, Random, Random, Random, Random, Random, Random, Random];
  const [choosing, wanted, paying, pays, fails] = [...['choosing', 'wanted', 'paying', 'pays', 'fails']].map(
    about,
  ) as [Random, Random, Random, Random, Random];
  const { session, checkout, samplingRate, seatsPerOrder, powBits } = scenario.sale;
  const orders = cumulative(seatsPerOrder.map(({ share }) => share));
  const longer = effectOf(scenario.disturbances, 'sessionsTimes');
  const oversampled = effectOf(scenario.disturbances, 'samplingTimes');

  return {
    leavesAt: (group, number, arrived) =>
      group.patienceSeconds === null
        ? Number.POSITIVE_INFINITY
        : Math.ceil(Math.max(0, arrived) + patience.exponential(number, group.patienceSeconds)),
    showsUp: (group, number) => group.showUp >= 1 || showing.unit(number) < group.showUp,
    asksAt(group, number, slotStart, arrived) {
      const delay =
        tab.unit(number) < group.background.share
          ? waking.unit(number) * group.background.checkSeconds
          : latencyMs(group.latency, network.normal(number)) / 1_000;
      const solved = arrived + proof.exponential(number, 2 ** powBits / group.hashesPerSecond);
      return Math.floor(Math.max(slotStart + delay, solved));
    },
    isSampled: (number, second) => sample.unit(number) < samplingRate * oversampled(second),
    fraction: (number) => fraction.unit(number),
    choosing: (number, second) =>
      Math.max(
        1,
        Math.round(longer(second) * logNormal(choosing.normal(number), session.meanSeconds, session.cv)),
      ),
    choosingMax: (second) => Math.round(longer(second) * session.maxSeconds),
    seatsWanted(number) {
      const unit = wanted.unit(number);
      const index = orders.findIndex((upTo) => unit < upTo);
      return seatsPerOrder[index]?.seats ?? 1;
    },
    goesToPay: (number) => pays.unit(number) < checkout.share,
    paying: (number) =>
      Math.max(1, Math.round(logNormal(paying.normal(number), checkout.meanSeconds, session.cv))),
    paymentFails: (number) => fails.unit(number) < checkout.paymentFailure,
  };
}

type Random = ReturnType<typeof keyedRandom>;

/** Log-normal with this mean and coefficient of variation. */
function logNormal(normal: number, mean: number, cv: number): number {
  const variance = Math.log1p(cv * cv);
  return mean * Math.exp(Math.sqrt(variance) * normal - variance / 2);
}

function cumulative(shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  let upTo = 0;
  return shares.map((share) => {
    upTo += share / sum;
    return upTo;
  });
}

/** Product of the factors of a kind of disturbance that are at work in a second. */
function effectOf(
  disturbances: readonly Disturbance[],
  kind: Disturbance['kind'],
): (second: number) => number {
  const relevant = disturbances.filter((each) => each.kind === kind);
  if (relevant.length === 0) return () => 1;
  return (second) =>
    relevant.reduce(
      (product, { atSeconds, forSeconds, factor }) =>
        second >= atSeconds && second < atSeconds + forSeconds ? product * factor : product,
      1,
    );
}
