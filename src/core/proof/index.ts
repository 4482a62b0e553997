export {
  type BeaconChain,
  type BeaconRound,
  beaconChainHash,
  beaconValueOf,
  KNOWN_CHAINS,
  knownChain,
  roundAt,
  roundTime,
} from './beacon-chain.ts';
export { type BundleHead, type BundleLine, type BundleText, bundleLine } from './bundle.ts';
export { type ChainLink, chainStart, type LinkDraft, linkDraft, linkHash } from './chain.ts';
export type { Admitted, Evidence, Minted, ScheduleSeen } from './evidence.ts';
export type { Finding, FindingCode } from './findings.ts';
export { partySub, type RosterEntry, rosterTree } from './roster.ts';
export { scheduleHistory } from './schedule-history.ts';
export type { SeenPromise } from './verify/check-chain.ts';
export type { TokenChecked } from './verify/check-token.ts';
export {
  createVerifier,
  type Verifier,
  type VerifyChecked,
  type VerifyOptions,
  type VerifyReport,
  verifyBundle,
} from './verify/verifier.ts';
