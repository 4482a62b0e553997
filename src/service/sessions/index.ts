export { cancelSession } from './cancel-session.ts';
export { ownSession, type ReservationView, reservationsOf, reservationView } from './read-sessions.ts';
export { refuse } from './refusals.ts';
export { type SessionView, sessionView } from './session-view.ts';
export { type Admitted, startSession } from './start-session.ts';
