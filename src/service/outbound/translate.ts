import type { Flag } from '../../core/abuse/index.ts';
import type { ChangeBody, PaymentRecord } from '../../core/reservation/index.ts';
import type { FeedChange } from '../feed/index.ts';
import type { OutboundEvent } from '../ports/index.ts';
import { EVENT_SCHEMA, type OutboundData, type OutboundType } from './schema.ts';

type SeatChange = Extract<ChangeBody, { kind: 'seat' }>;

/**
 * What a change is to the outside: nothing, or events whose ids follow from the change alone. A later change of the same payment tells of
 * its sale again, under the same id: receivers, and the outbox, know an event by that.
 */
export function outboundEvents({ atMs, body }: FeedChange): readonly OutboundEvent[] {
  switch (body.kind) {
    case 'payment':
      return body.record === undefined ? [] : ofPayment(body.record, atMs);
    case 'seat':
      return body.availability === 'available' && body.ver > 0 ? [released(body, atMs)] : [];
    case 'session':
      return body.state === 'expired' ? [sessionExpired(body.eventId, body.sessionId, [], atMs)] : [];
    case 'event': {
      const { eventId, name, venueHash } = body;
      const data = { eventId, name, venueHash };
      return [event('tix.event.changed.v1', `changed.${eventId}.${atMs}`, eventId, atMs, data)];
    }
  }
}

/** One that ran out of time; `seatIds` are the seats whose locks lapsed with it. */
export function sessionExpired(
  eventId: string,
  sessionId: string,
  seatIds: readonly string[],
  atMs: number,
): OutboundEvent {
  return event('tix.session.expired.v1', `expired.${sessionId}`, sessionId, atMs, {
    eventId,
    sessionId,
    seatIds: [...seatIds],
  });
}

/** A flag that is new or graver than before. */
export function buyerFlagged({ eventId, sub, reference, level, signal, until, since }: Flag): OutboundEvent {
  const id = `flagged.${eventId}.${reference}.${level}`;
  return event('tix.buyer.flagged.v1', id, reference, since * 1000, {
    eventId,
    buyer: sub,
    reference,
    level,
    signal,
    until: new Date(until * 1000).toISOString(),
  });
}

function ofPayment(payment: PaymentRecord, atMs: number): readonly OutboundEvent[] {
  const { eventId, sessionId, paymentId, userId, currency } = payment;
  const common = { eventId, sessionId, paymentId, buyer: userId, currency };
  const events: OutboundEvent[] = [];
  if (payment.state === 'settled')
    events.push(
      event('tix.order.finalised.v1', `finalised.${paymentId}`, paymentId, atMs, {
        ...common,
        seats: payment.seats.map(({ seatId, tier, priceMinor }) => ({ seatId, tier, priceMinor })),
        amountMinor: payment.amountMinor,
      }),
    );
  for (const { state, providerRef, amountMinor } of payment.charges)
    if (state === 'refunded')
      events.push(
        event('tix.payment.refunded.v1', `refunded.${paymentId}.${providerRef}`, paymentId, atMs, {
          ...common,
          providerRef,
          amountMinor,
        }),
      );
  return events;
}

function released({ eventId, sectionId, seatId, ver }: SeatChange, atMs: number): OutboundEvent {
  const id = `released.${eventId}.${seatId}.${ver}`;
  return event('tix.seat.released.v1', id, seatId, atMs, { eventId, sectionId, seatId, ver });
}

function event<T extends OutboundType>(
  type: T,
  id: string,
  subject: string,
  atMs: number,
  data: OutboundData<T>,
): OutboundEvent {
  return {
    specversion: '1.0',
    id,
    source: `/v1/events/${data.eventId}`,
    type,
    subject,
    time: new Date(atMs).toISOString(),
    datacontenttype: 'application/json',
    dataschema: EVENT_SCHEMA,
    data,
  };
}
