export {
  type AdmissionAttempt,
  type AdmissionDecision,
  admissionDecision,
  type Inspection,
  inspectAdmission,
  notYetAnswer,
} from './admission.ts';
export {
  type Answer,
  methodNotAllowed,
  type QueueBody,
  type QueueProblem,
  type Standing,
  signInRequired,
  unavailableAnswer,
} from './answers.ts';
export {
  admissionProbability,
  type CurveFamily,
  chanceWithin,
  curveNamed,
  gainForChance,
} from './curve.ts';
export { type DrawKeys, lotOf, lotteryNumberOf, slotPhaseOf } from './draw.ts';
export { type EdgePassage, type EdgeReason, makeEdgeHeader, openEdgeHeader } from './edge-header.ts';
export { type EdgeKeys, keysKey, parseEdgeKeys } from './edge-keys.ts';
export { explainToken, type InvalidTokenReason, type TokenExplanation } from './explain.ts';
export { explainInSentences } from './explain-in-sentences.ts';
export {
  type ExplainKeys,
  type ExplainSale,
  parseDrawKeys,
  parseSaleTerms,
} from './explain-inputs.ts';
export { firstTurn, type PlaceTaken } from './first-turn.ts';
export {
  areFlagged,
  FLAG_BITS_EACH,
  FLAG_BLOCK_CHARS,
  FLAG_CHAR_ZERO,
  flagBlockKey,
  flagPlaceOf,
} from './flag-filter.ts';
export { type Forecast, secondOf } from './forecast.ts';
export { HEADERS, PASS_COOKIE } from './headers.ts';
export { isPlainId } from './ids.ts';
export { mintAnswer, newPlace, type QueueContext } from './mint.ts';
export { type OwnDraw, ownDraw } from './own-draw.ts';
export { proofHolds, solveProof } from './proof-of-work.ts';
export { formatEdgeKeys, formatSaleRecord } from './record-formats.ts';
export { canonicalRules, commitmentOf, type DrawRules, rulesHash } from './rules.ts';
export { clockAt, entryAt, isTau, type SaleTerms, type ScheduleEntry } from './sale-clock.ts';
export {
  parseSaleRecord,
  phaseAt,
  type SalePhase,
  type SaleRecord,
  type SamplingRates,
  saleKey,
} from './sale-record.ts';
export { arrivalSample, requestSample } from './samplers.ts';
export { appendEntry, openSchedule, pruneSchedule, scheduleProblems } from './schedule-editing.ts';
export { choosePass, type SignInClaims, signedInSub, signSignInPass } from './sign-in-pass.ts';
export { nextBackoff, slotStartAt } from './slots.ts';
export { judge, type Verdict } from './verdict.ts';
export { type WaitEstimate, waitEstimate } from './wait-estimate.ts';
export {
  type SigningKeys,
  signWaitingToken,
  verifyWaitingToken,
  type WaitingPayload,
  type WaitingTokenFailure,
  type WaitingTokenVerification,
} from './waiting-token.ts';
