export type * from './commands.ts';
export type { Decision } from './decision.ts';
export type { RecordReader, RemovedItem, StoredItem } from './items.ts';
export type * from './records.ts';
export {
  beginAttempt,
  cancelSession,
  hold,
  postponeDue,
  recordProviderWord,
  recordRefunded,
  recordVoided,
  release,
  settle,
  startCheckout,
  startSession,
} from './rules/index.ts';
export {
  ATTEMPTS_MAX,
  isPayable,
  isPaymentOpen,
  isSeatFree,
  isSessionLive,
  sessionStateAt,
} from './state.ts';
