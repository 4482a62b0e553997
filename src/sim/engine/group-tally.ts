import type { ArrivalBins } from './bins.ts';
import { arrivedBefore, type Group } from './groups.ts';
import type { ByArrival, GroupResult } from './result.ts';
import { summarizeWaits, type WaitCounts } from './waits.ts';

/** What has happened to one group so far. */
export interface GroupTally {
  readonly group: Group;
  readonly counts: {
    left: number;
    drawn: number;
    absent: number;
    withPass: number;
    admitted: number;
    emptyHanded: number;
    gaveUp: number;
    paymentFailed: number;
    bought: number;
    seatsBought: number;
    polls: number;
  };
  readonly steadfast: { people: number; drawn: number; admitted: number; buyers: number };
  /** By seconds waited. */
  readonly waits: WaitCounts;
  readonly byArrival: {
    readonly admitted: number[];
    readonly buyers: number[];
    readonly steadfast: number[];
    readonly steadfastBuyers: number[];
  };
  /** How many will have given up by the end of each second, unless they are drawn first; undefined when nobody gives up. */
  readonly leaving: Int32Array | undefined;
  readonly draws: Uint32Array;
}

export const DRAW_BINS = 16;

export function tallyOf(group: Group, bins: ArrivalBins, horizonSeconds: number): GroupTally {
  const perBin = () => new Array<number>(bins.edges.length).fill(0);
  return {
    group,
    counts: {
      ...{ left: 0, drawn: 0, absent: 0, withPass: 0, admitted: 0, emptyHanded: 0 },
      ...{ gaveUp: 0, paymentFailed: 0, bought: 0, seatsBought: 0, polls: 0 },
    },
    steadfast: { people: 0, drawn: 0, admitted: 0, buyers: 0 },
    waits: new Uint32Array(horizonSeconds + 2),
    byArrival: {
      admitted: perBin(),
      buyers: perBin(),
      steadfast: perBin(),
      steadfastBuyers: perBin(),
    },
    leaving: group.patienceSeconds === null ? undefined : new Int32Array(horizonSeconds + 1),
    draws: new Uint32Array(DRAW_BINS),
  };
}

export function groupResult(tally: GroupTally, bins: ArrivalBins, powBits: number): GroupResult {
  const { group, counts, byArrival } = tally;
  const { name, kind, attack, region, device, people, humans } = group;
  const { bought, polls, ...others } = counts;
  const mints = people * group.mintsPerToken;
  return {
    ...{ name, kind, attack, region, device, people, humans },
    latencyMs: { median: group.latency.median, p95: group.latency.p95 },
    ...others,
    buyers: bought,
    steadfast: { ...tally.steadfast },
    waits: summarizeWaits(tally.waits),
    byArrival: { people: peopleByBin(group, bins), ...byArrival } satisfies ByArrival,
    draws: Array.from(tally.draws),
    mints,
    polls: Math.round(polls),
    hashes: mints * 2 ** powBits,
  };
}

function peopleByBin(group: Group, bins: ArrivalBins): readonly number[] {
  const upTo = bins.edges.map((_, i) => {
    const next = bins.edges[i + 1];
    return next === undefined || next === null ? group.people : arrivedBefore(group, next);
  });
  return upTo.map((count, i) => count - (upTo[i - 1] ?? 0));
}
