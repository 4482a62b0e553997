import type { Assumptions } from './assumptions.ts';
import type { BillItem } from './bill.ts';
import type { Demand, DemandInput } from './demand.ts';
import type { Limit } from './limits.ts';
import type { EdgeLoad, ServiceLoad, StoreLoad } from './load/index.ts';

export interface PlanInput extends DemandInput {
  readonly k: number;
  readonly curve: string;
  readonly venue: { readonly sections: number; readonly largestSectionSeats: number };
  /** Shares of arrivals and of requests that reach the stateful twins. */
  readonly sampling: { readonly arrivals: number; readonly requests: number };
  /** Index partitions of a section. */
  readonly gsiShards: number;
  readonly originShield: boolean;
  /** Epoch s; null when it is not fixed yet. */
  readonly opensAt: number | null;
  readonly assumptions?: Partial<Assumptions>;
}

/** One page of numbers. Rates are those of the busiest second; counts are of the whole sale. */
export interface SalePlan {
  readonly demand: Demand;
  /** τ (s) that fills the shop in the first minute, for `tix sale create`. */
  readonly openingTau: number;
  readonly edge: EdgeLoad;
  readonly service: ServiceLoad;
  readonly store: StoreLoad;
  /** What may run out, the nearest first. */
  readonly limits: readonly Limit[];
  readonly bottleneck: Limit;
  readonly bill: { readonly items: readonly BillItem[]; readonly totalUsd: number; readonly prices: string };
  readonly assumptions: Assumptions;
}
