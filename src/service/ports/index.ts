export type { StoredItem } from '../../core/reservation/index.ts';
export type { AuditEntry, AuditLog } from './audit-log.ts';
export { type AvailabilityCache, CacheUnavailableError, type SectionMap } from './availability-cache.ts';
export type { Clock } from './clock.ts';
export type { EventSink, OutboundEvent, PublishOutcome } from './event-sink.ts';
export {
  type HumanChallenge,
  type HumanCheck,
  HumanCheckUnavailableError,
} from './human-check.ts';
export { assertUpdateFits, updateInBatches } from './key-value-limits.ts';
export {
  KeyValueConflictError,
  type KeyValueStore,
  type KeyValueUpdate,
} from './key-value-store.ts';
export type { DeadLetter, Delivery, KeptEvent, Outbox, OutboxCounts } from './outbox.ts';
export {
  type Attempt,
  type AttemptReport,
  type AttemptRequest,
  type AttemptStatus,
  type PaymentProvider,
  PaymentProviderUnavailableError,
} from './payment-provider.ts';
export type { Random } from './random.ts';
export { type ReservationStore, type SeatSeed, StoreUnavailableError } from './reservation-store.ts';
export {
  type AdmittedEntry,
  type ChainedEntry,
  type JournalEntry,
  type JournalPage,
  journalKey,
  type MintedEntry,
  numberedCursor,
  type SaleJournal,
  type ScheduleSeenEntry,
} from './sale-journal.ts';
export { type SignalStore, SignalsUnavailableError } from './signal-store.ts';
