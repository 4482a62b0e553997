export { beaconChoice, beaconChoiceOptions } from './beacon-choice.ts';
export { type BeaconInput, beaconValue, readBeacon } from './beacon-input.ts';
export { provesBeacon } from './beacon-signature.ts';
export { reportText } from './report-text.ts';
export { issuerOption, type Roster, readRoster, rosterOption } from './roster-file.ts';
export { readSeen } from './seen-promises.ts';
export { copyVerifierPage } from './verifier-page.ts';
