export { DESIGNS, type DesignName } from './designs.ts';
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
export { type SimulationOptions, simulate } from './simulate.ts';
