export type { TunerTerms } from './decide-turn.ts';
export { readTunerStatus } from './edit-status.ts';
export type { TunerMemory } from './memory.ts';
export type { TunerOptions } from './options.ts';
export type { TurnOutcome, TurnReport } from './report.ts';
export type { TunerSight } from './sight.ts';
export type { TunerStatus, TunerTurn } from './status.ts';
export { openTuner, rehearseTuner, type Tuner, type TunerHolder } from './tuner.ts';
export { setFrozen, setTarget } from './wishes.ts';
