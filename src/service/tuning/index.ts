export { readTunerStatus } from './edit-status.ts';
export type { TunerStatus, TunerTurn } from './status.ts';
export { setFrozen, setTarget } from './wishes.ts';
