export { initialState } from './measure.ts';
export { tune } from './tune.ts';
export type {
  TunerCause,
  TunerDecision,
  TunerObservation,
  TunerPhase,
  TunerSettings,
  TunerState,
} from './types.ts';
