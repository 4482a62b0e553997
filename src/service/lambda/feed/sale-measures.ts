import type { FeedChange } from '../../feed/index.ts';

/**
 * What changes mean to an operator, by the name of the measure. Changes come at least once, so these show how a sale goes; the audit is
 * what counts.
 */
export function saleMeasures(changes: readonly FeedChange[]): ReadonlyMap<string, number> {
  const measures = new Map<string, number>();
  for (const { body } of changes) {
    const name = measureOf(body);
    if (name !== undefined) measures.set(name, (measures.get(name) ?? 0) + 1);
  }
  return measures;
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

function measureOf(body: FeedChange['body']): string | undefined {
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
