export {
  type Api,
  type AutoHoldRequest,
  type Claim,
  createApi,
  type EventAvailability,
  type EventSummary,
  type Payment,
  type PublishedVenue,
  type Reservation,
  type SaleEvent,
  type Session,
  type WaitingPlace,
} from './api.ts';
export { type Failure, OFFLINE, type Outcome } from './problem.ts';
