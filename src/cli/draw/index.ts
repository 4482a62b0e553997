export { beaconOption, readBeacon } from './beacon-input.ts';
export { provesBeacon } from './beacon-signature.ts';
export { reportText } from './report-text.ts';
export { readSeen } from './seen-promises.ts';
