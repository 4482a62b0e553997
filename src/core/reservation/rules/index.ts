/**
 * The rules of reservation: for each command a pure function from the records as they are to a decision. They hold, in every order
 * in which commands may come, with any clock that does not run backwards:
 *
 * 1. A seat is locked for, or sold to, at most one session: `sessionId` names it, and every later write looks at that name, not at time.
 * 2. A hold takes all requested seats or none, and a session never holds more than its limit.
 * 3. `heldCount` of a session that is live or finalised equals its reservation records.
 * 4. A user has at most one live session per event; a token opens one session; admissions never exceed the rule.
 * 5. A live session has exactly one place, no place has two live sessions, and both end at the same moment.
 * 6. A payment has a due item exactly while it is open, so nobody's money is forgotten.
 * 7. Each approved charge ends as exactly one of settled or refunded, and passes through refundDue to the latter; at most one charge of
 *    a payment is settled, and then every frozen seat is sold to its session.
 * 8. A seat is sold only together with a settled charge, and is never taken back.
 * 9. Versions of seats, sessions and payments only grow.
 *
 * A session in checkout that runs out of time before its payment is decided loses its locks like any other: its seats may be taken.
 * Money that comes later buys the seats if nobody did, and is owed back otherwise.
 */
export { beginAttempt } from './begin-attempt.ts';
export { cancelSession } from './cancel-session.ts';
export { hold } from './hold.ts';
export { postponeDue } from './postpone-due.ts';
export { recordProviderWord } from './provider-word.ts';
export { recordRefunded } from './refunded.ts';
export { release } from './release.ts';
export { settle } from './settle.ts';
export { startCheckout } from './start-checkout.ts';
export { startSession } from './start-session.ts';
export { recordVoided } from './voided.ts';
