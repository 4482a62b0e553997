export { openGateway } from './gateway.ts';
export { openPayments, type Payments } from './open-payments.ts';
export { openRehearsal, type Rehearsal } from './rehearsal.ts';
export { dynamoBooks, type LedgerAttempt, type RehearsalBooks } from './rehearsal-books.ts';
