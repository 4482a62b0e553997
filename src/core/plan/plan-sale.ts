import { invariant } from '../errors/index.ts';
import { ASSUMPTIONS, type Assumptions } from './assumptions.ts';
import { billOf } from './bill.ts';
import { expectedDemand } from './demand.ts';
import { limitsOf } from './limits.ts';
import { edgeLoad, serviceLoad, storeLoad } from './load/index.ts';
import { openingTau } from './opening-tau.ts';
import { PRICES } from './prices.ts';
import type { PlanInput, SalePlan } from './types.ts';

/** Capacity and cost of a sale, from who is expected and how the shop is to be filled. */
export function planSale(input: PlanInput): SalePlan {
  const assumptions: Assumptions = { ...ASSUMPTIONS, ...input.assumptions };
  const { venue, seats, seatsPerOrder, target, gsiShards } = input;
  const demand = expectedDemand(input);
  const edge = edgeLoad(demand, target, assumptions);
  const service = serviceLoad(demand, { ...input, sections: venue.sections }, assumptions);
  const maps = service.calls.find(({ what }) => what === 'seat maps');
  const setting = { seats, seatsPerOrder, gsiShards, mapRequestsPerSecond: maps?.perSecond ?? 0, ...venue };
  const load = { edge, service, store: storeLoad(demand, setting, assumptions) };
  const limits = limitsOf(load, input.opensAt);
  const [bottleneck] = limits;
  invariant(bottleneck !== undefined, 'something is always the first to run out');
  const items = billOf(demand, load);
  return {
    demand,
    openingTau: openingTau({
      k: input.k,
      curve: input.curve,
      waiting: input.people * input.arrivals.earlyShare,
      wanted: target / input.showUp,
    }),
    ...load,
    limits,
    bottleneck,
    bill: { items, totalUsd: items.reduce((sum, { usd }) => sum + usd, 0), prices: PRICES.named },
    assumptions,
  };
}
