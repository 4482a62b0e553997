import type { Assumptions } from '../assumptions.ts';
import type { Demand } from '../demand.ts';

/** What meets the service behind the CDN. */
export interface ServiceLoad {
  /** By what is asked for, the most first. */
  readonly calls: readonly { readonly what: ServiceCall; readonly perSecond: number }[];
  readonly requestsPerSecond: number;
  /** Environments at the same time, with headroom. */
  readonly environments: number;
  readonly total: { readonly requests: number; readonly gigabyteSeconds: number };
}

export type ServiceCall = 'sampled queue requests' | 'sessions' | 'holds' | 'payments' | 'seat maps';

export interface ServiceSetting {
  readonly sampling: { readonly arrivals: number; readonly requests: number };
  readonly sections: number;
  readonly originShield: boolean;
}

/** Answers about a whole event that are asked for beside those of each section. */
const WHOLE_MAPS = 2;

export function serviceLoad(demand: Demand, setting: ServiceSetting, assumed: Assumptions): ServiceLoad {
  const { peak } = demand;
  const { sampling } = setting;
  const caches = setting.originShield ? 1 : assumed.regionalCaches;
  const mapsPerSecond = ((setting.sections + WHOLE_MAPS) * caches) / assumed.cdnSeconds;
  const perCheckout = 2 + assumed.paymentReads + assumed.webhooksPerPayment;
  const perSession = 1 + assumed.sessionReads;
  const queueCalls = (mints: number, polls: number): number =>
    mints * sampling.arrivals + (mints + polls) * sampling.requests;

  const rates: Readonly<Record<ServiceCall, number>> = {
    'sampled queue requests': queueCalls(peak.mintsPerSecond, peak.pollsPerSecond),
    sessions: peak.sessionsPerSecond * perSession,
    holds: peak.holdsPerSecond * assumed.holdTries,
    payments: peak.checkoutsPerSecond * perCheckout,
    'seat maps': mapsPerSecond,
  };
  const { 'seat maps': maps, ...others } = rates;
  const api = sum(Object.values(others));
  const allApi =
    queueCalls(demand.mints, demand.polls) +
    demand.sessions * perSession +
    demand.holds * assumed.holdTries +
    demand.checkouts * perCheckout;
  const allMaps = mapsPerSecond * demand.saleSeconds;
  const busyMs = (apiCalls: number, mapCalls: number): number =>
    apiCalls * assumed.apiMs + mapCalls * assumed.mapMs;
  return {
    calls: (Object.keys(rates) as ServiceCall[])
      .map((what) => ({ what, perSecond: rates[what] }))
      .sort((a, b) => b.perSecond - a.perSecond),
    requestsPerSecond: api + maps,
    environments: Math.ceil((assumed.concurrencyHeadroom * busyMs(api, maps)) / 1000),
    total: {
      requests: allApi + allMaps,
      gigabyteSeconds: (busyMs(allApi, allMaps) / 1000) * (assumed.lambdaMb / 1024),
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
