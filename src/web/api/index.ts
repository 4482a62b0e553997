export {
  type Api,
  type AutoHoldRequest,
  type Claim,
  createApi,
  type EventAvailability,
  type Payment,
  type Reservation,
  type SaleEvent,
  type Session,
  type Standing,
  type WaitingPlace,
} from './api.ts';
export type { Failure, Outcome } from './problem.ts';
