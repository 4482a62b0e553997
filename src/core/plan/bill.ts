import type { Demand } from './demand.ts';
import type { EdgeLoad, ServiceLoad, StoreLoad } from './load/index.ts';
import { PRICES, tiered } from './prices.ts';

export interface BillItem {
  readonly what: string;
  readonly amount: number;
  readonly unit: string;
  readonly usd: number;
}

/** The cache is there from the rehearsal until the day after. */
const CACHE_HOURS = 48;
const CACHE_NODES = 3;

/** A tuner's turn is a look and a write at the store's API. */
const TURN_SECONDS = 10;
const API_CALLS_PER_TURN = 3;

/** What the sale itself costs; what a deployment costs while nobody comes is not in it. */
export function billOf(
  demand: Demand,
  load: { readonly edge: EdgeLoad; readonly service: ServiceLoad; readonly store: StoreLoad },
): BillItem[] {
  const { edge, service, store } = load;
  const millions = (amount: number, usd: number) => (amount / 1e6) * usd;
  const kvsCalls = (demand.saleSeconds / TURN_SECONDS) * API_CALLS_PER_TURN;
  const nodeHours = CACHE_HOURS * CACHE_NODES;
  const items: BillItem[] = [
    {
      what: 'CloudFront requests',
      amount: edge.total.requests,
      unit: 'requests',
      usd: millions(edge.total.requests, PRICES.cdnRequestsPerMillion),
    },
    {
      what: 'CloudFront data',
      amount: edge.total.gigabytes,
      unit: 'GB',
      usd: tiered(edge.total.gigabytes, PRICES.cdnGigabyte),
    },
    {
      what: 'Firewall (WAF)',
      amount: edge.total.requests,
      unit: 'requests',
      usd: millions(edge.total.requests, PRICES.wafRequestsPerMillion),
    },
    {
      what: 'Edge functions',
      amount: edge.total.functionCalls,
      unit: 'calls',
      usd: millions(edge.total.functionCalls, PRICES.functionCallsPerMillion),
    },
    {
      what: 'Key-value reads at the edge',
      amount: edge.total.kvsReads,
      unit: 'reads',
      usd: millions(edge.total.kvsReads, PRICES.kvsReadsPerMillion),
    },
    {
      what: 'Key-value store API',
      amount: kvsCalls,
      unit: 'calls',
      usd: (kvsCalls / 1e3) * PRICES.kvsApiCallsPerThousand,
    },
    {
      what: 'API Gateway',
      amount: service.total.requests,
      unit: 'requests',
      usd: millions(service.total.requests, PRICES.apiRequestsPerMillion),
    },
    {
      what: 'Lambda',
      amount: service.total.gigabyteSeconds,
      unit: 'GB-seconds',
      usd:
        millions(service.total.requests, PRICES.lambdaRequestsPerMillion) +
        service.total.gigabyteSeconds * PRICES.lambdaGigabyteSecond,
    },
    {
      what: 'DynamoDB writes',
      amount: store.total.writeUnits,
      unit: 'units',
      usd: millions(store.total.writeUnits, PRICES.writeUnitsPerMillion),
    },
    {
      what: 'DynamoDB reads',
      amount: store.total.readUnits,
      unit: 'units',
      usd: millions(store.total.readUnits, PRICES.readUnitsPerMillion),
    },
    {
      what: 'Valkey nodes',
      amount: nodeHours,
      unit: 'hours',
      usd: nodeHours * PRICES.cacheNodeHour,
    },
  ];
  return items.sort((a, b) => b.usd - a.usd);
}
