import type { FeedChange } from '../feed/index.ts';
import type { MeasureName, Meter } from './table.ts';

/**
 * Measures what changes mean to an operator. Changes come at least once, so these show how a sale goes; the audit is what counts.
 */
export function measureSale(meter: Meter, changes: readonly FeedChange[]): void {
  const measures = new Map<MeasureName, number>();
  for (const { body } of changes) {
    const name = measureOf(body);
    if (name !== undefined) measures.set(name, (measures.get(name) ?? 0) + 1);
  }
  for (const [name, count] of measures) meter.measure(name, count);
}

const SEATS = { available: 'SeatsFreed', locked: 'SeatLocksWritten', reserved: 'SeatsSold' } as const;
const SESSIONS = {
  reservation: undefined,
  checkout: 'CheckoutsStarted',
  finalised: 'SessionsFinalised',
  cancelled: 'SessionsCancelled',
  expired: 'SessionsExpired',
} as const;
const PAYMENTS = {
  created: undefined,
  approved: undefined,
  voided: undefined,
  settled: 'PaymentsSettled',
  declined: 'PaymentsDeclined',
  refundDue: 'RefundsDue',
  refunded: 'RefundsMade',
} as const;

function measureOf(body: FeedChange['body']): MeasureName | undefined {
  switch (body.kind) {
    case 'seat':
      return SEATS[body.availability];
    case 'session':
      return body.ver === 1 ? 'SessionsStarted' : SESSIONS[body.state];
    case 'payment':
      return PAYMENTS[body.state];
    case 'event':
      return undefined;
  }
}
