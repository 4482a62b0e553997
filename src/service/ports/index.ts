export type { AvailabilityCache, SectionMap } from './availability-cache.ts';
export type { Clock } from './clock.ts';
export {
  type Attempt,
  type AttemptReport,
  type AttemptRequest,
  type AttemptStatus,
  type PaymentProvider,
  PaymentProviderUnavailableError,
} from './payment-provider.ts';
export type { Random } from './random.ts';
export {
  type ReservationStore,
  type SeatSeed,
  type StoredItem,
  StoreUnavailableError,
} from './reservation-store.ts';
