export { type Assessment, assess, type Fairness } from './assess.ts';
export type { ControllerQuality } from './controller.ts';
export type { EstimatesFairness, OddsBand } from './estimates.ts';
export type { AttackerOutcome, ClassOutcome, SeatPrice } from './groups.ts';
export type { Independence } from './independence.ts';
export { type DialPoint, luckToFifo } from './luck-to-fifo.ts';
export { meanTau } from './sale-clock.ts';
export { type Estimate, type Measure, type Quantity, wilson } from './statistics/index.ts';
export { type WaitsTogether, waitsTogether } from './waits.ts';
