export {
  type ComparableReport,
  type ComparedMeasure,
  type Comparison,
  claimsToBeReport,
  compareReports,
  comparisonPage,
  readReport,
} from './compare/index.ts';
export {
  type ControllerResult,
  DESIGNS,
  type DesignName,
  type DrawsResult,
  type EstimatesResult,
  type GroupResult,
  type OrderSample,
  type SeriesResult,
  type SimulationOptions,
  type SimulationResult,
  simulate,
  type TunerResult,
  type WaitsOfBin,
  type WaitsResult,
} from './engine/index.ts';
export type { Assessment } from './fairness/index.ts';
export { type Condition, holdsFor, parseCondition, readConditions } from './gate/index.ts';
export {
  type Axis,
  dataTable,
  figure as plotFigure,
  type Line,
  linePlot,
  type Markup,
  markup,
  pageOf,
} from './page/index.ts';
export { type Calibration, calibrate, replayScenario } from './replay/index.ts';
export {
  answers,
  courseOf,
  type FairnessRow,
  fairnessRows,
  otherControllers,
  reportOn,
  reportPage,
  type SimulationReport,
  VERDICTS,
} from './report/index.ts';
export {
  type AttackKind,
  type Disturbance,
  loadScenario,
  overrideScenario,
  parseScenarioText,
  type Scenario,
  type ScenarioOverrides,
  type ScenarioResources,
  type ScenarioSale,
  type ScenarioValidation,
  scenarioJsonSchema,
  validateScenario,
  type Wave,
} from './scenario/index.ts';
export {
  overridesFor,
  type Sweep,
  type SweepPoint,
  type SweptSetting,
  sweepPage,
  sweepPoint,
  TRADES,
  usualValues,
} from './sweep/index.ts';
export { type PresentSale, type WhatIf, whatIf } from './what-if/index.ts';
export { figure, percent, span, times } from './words.ts';
