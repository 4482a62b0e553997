import type { Assumptions } from '../assumptions.ts';
import type { Demand } from '../demand.ts';

/** What meets the CDN. */
export interface EdgeLoad {
  readonly requestsPerSecond: number;
  /** Calls of the edge functions: places asked for and polls. */
  readonly functionCallsPerSecond: number;
  readonly kvsReadsPerSecond: number;
  readonly gigabitsPerSecond: number;
  readonly total: {
    readonly requests: number;
    readonly functionCalls: number;
    readonly kvsReads: number;
    readonly gigabytes: number;
  };
}

/** Records an edge function reads: the keys, and the sale. */
const RECORDS_READ = 2;

export function edgeLoad(demand: Demand, target: number, assumed: Assumptions): EdgeLoad {
  const { peak } = demand;
  const calls = peak.mintsPerSecond + peak.pollsPerSecond;
  const pages = peak.mintsPerSecond * assumed.pageRequests;
  const maps = target / assumed.mapEverySeconds;
  const bytes =
    calls * assumed.answerBytes + peak.mintsPerSecond * assumed.pageBytes + maps * assumed.mapBytes;

  const allCalls = demand.mints + demand.polls;
  const allMaps = demand.shoppingSeconds / assumed.mapEverySeconds;
  const allBytes =
    allCalls * assumed.answerBytes + demand.mints * assumed.pageBytes + allMaps * assumed.mapBytes;
  return {
    requestsPerSecond: calls + pages + maps,
    functionCallsPerSecond: calls,
    kvsReadsPerSecond: calls * RECORDS_READ,
    gigabitsPerSecond: (bytes * 8) / 1e9,
    total: {
      requests: allCalls + demand.mints * assumed.pageRequests + allMaps,
      functionCalls: allCalls,
      kvsReads: allCalls * RECORDS_READ,
      gigabytes: allBytes / 1e9,
    },
  };
}
