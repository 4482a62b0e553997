export { type Calibration, calibrate } from './calibrate.ts';
export { replayScenario } from './replay.ts';
