import type {
  ChargeRecord,
  DueRecord,
  PaymentRecord,
  PaymentState,
} from '../../../../core/reservation/index.ts';
import { Fields, type Item, isoTime, toItem } from './fields.ts';
import { DUE_SHARDS, duePartition, keyOf, shardOf } from './keys.ts';

const STATES: readonly PaymentState[] = [
  'created',
  'approved',
  'settled',
  'refundDue',
  'refunded',
  'declined',
  'voided',
];

/** A charge inside its payment's item. */
interface ChargeMap extends Omit<ChargeRecord, 'atMs'> {
  readonly at: string;
}

export function paymentItem(record: PaymentRecord): Item {
  const { paymentId, sessionId, eventId, userId, amountMinor, currency, state, attempts, ver } = record;
  return toItem({
    ...keyOf({ type: 'payment', paymentId }),
    kind: 'payment',
    paymentId,
    sessionId,
    eventId,
    userId,
    seats: record.seats.map(({ seatId, tier, priceMinor }) => ({ seatId, tier, priceMinor })),
    amountMinor,
    currency,
    state,
    attempts,
    declines: [...record.declines],
    charges: record.charges.map(({ atMs, ...charge }) => ({ ...charge, at: isoTime(atMs) })),
    createdAt: isoTime(record.createdAtMs),
    payUntil: isoTime(record.payUntilMs),
    expiresAt: isoTime(record.expiresAtMs),
    ver,
    updatedAt: isoTime(record.updatedAtMs),
  });
}

export function paymentOf(item: Item): PaymentRecord {
  const fields = new Fields(item);
  const charges = fields.list('charges') as readonly ChargeMap[];
  return {
    paymentId: fields.text('paymentId'),
    sessionId: fields.text('sessionId'),
    eventId: fields.text('eventId'),
    userId: fields.text('userId'),
    seats: fields.list('seats') as PaymentRecord['seats'],
    amountMinor: fields.number('amountMinor'),
    currency: fields.text('currency'),
    state: fields.oneOf('state', STATES),
    attempts: fields.number('attempts'),
    declines: fields.list('declines') as readonly string[],
    charges: charges.map(({ at, ...charge }) => ({ ...charge, atMs: Date.parse(at) })),
    createdAtMs: fields.time('createdAt'),
    payUntilMs: fields.time('payUntil'),
    expiresAtMs: fields.time('expiresAt'),
    ver: fields.number('ver'),
    updatedAtMs: fields.time('updatedAt'),
  };
}

/** The due item stands beside its payment; the index lists it by its time, spread over shards. */
export function dueItem({ paymentId, dueAtMs }: DueRecord): Item {
  return toItem({
    ...keyOf({ type: 'due', paymentId }),
    ...dueIndexKey(paymentId, dueAtMs),
    kind: 'due',
    paymentId,
    dueAt: isoTime(dueAtMs),
  });
}

export function dueIndexKey(paymentId: string, dueAtMs: number) {
  return {
    GSI1PK: duePartition(shardOf(paymentId, DUE_SHARDS)),
    GSI1SK: `${isoTime(dueAtMs)}#${paymentId}`,
  };
}

export function dueOf(item: Item): DueRecord {
  const fields = new Fields(item);
  return { paymentId: fields.text('paymentId'), dueAtMs: fields.time('dueAt') };
}
