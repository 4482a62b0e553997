export type { Assumptions } from './assumptions.ts';
export type { BillItem } from './bill.ts';
export { type Demand, type DemandInput, expectedDemand } from './demand.ts';
export { type Limit, NEAR_SHARE } from './limits.ts';
export { type SteadyInput, type SteadyPlan, steadyPlan } from './littles-law.ts';
export { UNITS_OF, type Units } from './load/index.ts';
export { openingTau } from './opening-tau.ts';
export { planSale } from './plan-sale.ts';
export type { PlanInput, SalePlan } from './types.ts';
