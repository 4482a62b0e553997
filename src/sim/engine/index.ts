export { DESIGNS, type DesignName } from './designs.ts';
export { arrivalSecond, type Group, groupsOf } from './groups.ts';
export type {
  ByArrival,
  ControllerResult,
  DrawsResult,
  EstimatesResult,
  GroupResult,
  OrderSample,
  SeriesResult,
  SimulationResult,
  TunerResult,
  WaitsOfBin,
  WaitsResult,
} from './result.ts';
export type { SimulationWatch } from './sale-parts.ts';
export { type SimulationOptions, simulate } from './simulate.ts';
export { OPENS_AT } from './steering.ts';
