import { isPaymentOpen, isSeatFree, sessionStateAt } from '../reservation/index.ts';
import type { Ledger } from './ledger.ts';
import type { AuditCounts } from './report.ts';

/** What is in the store, as everybody should see it at `nowMs`. */
export function countAll(ledger: Ledger, nowMs: number): AuditCounts {
  const seats = { available: 0, locked: 0, sold: 0 };
  for (const seat of ledger.seats.values()) {
    if (isSeatFree(seat, nowMs)) seats.available += 1;
    else if (seat.availability === 'locked') seats.locked += 1;
    else seats.sold += 1;
  }
  const sessions = { reservation: 0, checkout: 0, finalised: 0, cancelled: 0, expired: 0 };
  for (const session of ledger.sessions.values()) sessions[sessionStateAt(session, nowMs)] += 1;
  const payments = { created: 0, approved: 0, settled: 0, refundDue: 0, refunded: 0, declined: 0, voided: 0 };
  const charges = { approved: 0, settled: 0, refundDue: 0, refunded: 0 };
  let openPayments = 0;
  for (const payment of ledger.payments.values()) {
    payments[payment.state] += 1;
    for (const charge of payment.charges) charges[charge.state] += 1;
    if (isPaymentOpen(payment)) openPayments += 1;
  }
  return {
    events: ledger.events.size,
    seats,
    sessions,
    reservations: ledger.reservations.length,
    places: ledger.places.filter((place) => nowMs < place.untilMs).length,
    payments,
    charges,
    openPayments,
  };
}

/** Counts of two shares of the buyers; what is no buyer's was counted whole in each. */
export function addCounts(a: AuditCounts, b: AuditCounts): AuditCounts {
  const sum = <Counts extends Readonly<Record<string, number>>>(x: Counts, y: Counts): Counts =>
    Object.fromEntries(Object.entries(x).map(([name, count]) => [name, count + (y[name] ?? 0)])) as Counts;
  return {
    ...b,
    sessions: sum(a.sessions, b.sessions),
    reservations: a.reservations + b.reservations,
    payments: sum(a.payments, b.payments),
    charges: sum(a.charges, b.charges),
    openPayments: a.openPayments + b.openPayments,
  };
}
