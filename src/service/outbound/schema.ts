import { z } from 'zod';

/** Names the schema of all events of this version. It grows by optional fields and new types; anything else is a new version. */
export const EVENT_SCHEMA = 'urn:tix:outbound-events:1';

const id = z.string().min(1);
const minor = z.int().nonnegative();
const currency = z.string().regex(/^[A-Z]{3}$/);
const seat = z.strictObject({ seatId: id, tier: z.string(), priceMinor: minor });

const DATA = {
  'tix.order.finalised.v1': z
    .strictObject({
      eventId: id,
      sessionId: id,
      paymentId: id,
      buyer: id,
      seats: z.array(seat).min(1),
      amountMinor: minor,
      currency,
    })
    .describe('The payment is settled and the seats are the buyer’s: deliver the tickets.'),
  'tix.payment.refunded.v1': z
    .strictObject({
      eventId: id,
      sessionId: id,
      paymentId: id,
      buyer: id,
      providerRef: id,
      amountMinor: minor,
      currency,
    })
    .describe('A charge that bought nothing was given back.'),
  'tix.seat.released.v1': z
    .strictObject({ eventId: id, sectionId: id, seatId: id, ver: z.int().positive() })
    .describe('A held seat was given back, by its buyer or with the end of a payment.'),
  'tix.session.expired.v1': z
    .strictObject({ eventId: id, sessionId: id, seatIds: z.array(id) })
    .describe('A session ran out of time. The seats named lapsed with it; others were told as released.'),
  'tix.buyer.flagged.v1': z
    .strictObject({
      eventId: id,
      buyer: id,
      reference: id,
      level: z.union([z.literal(1), z.literal(2)]),
      signal: z.string(),
      until: z.iso.datetime(),
    })
    .describe('A buyer’s requests looked like those of a script. The reference is what the buyer may quote.'),
  'tix.event.changed.v1': z
    .strictObject({ eventId: id, name: z.string(), venueHash: id })
    .describe('An event is new, or is called something else.'),
} as const;

export type OutboundType = keyof typeof DATA;
export type OutboundData<T extends OutboundType> = z.infer<(typeof DATA)[T]>;

const types = Object.keys(DATA) as OutboundType[];

function envelope<T extends OutboundType>(type: T) {
  return z.strictObject({
    specversion: z.literal('1.0'),
    id: id.describe('The same however often the event is told: deduplicate by it.'),
    source: z.string().describe('/v1/events/<eventId>'),
    type: z.literal(type),
    subject: id,
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    dataschema: z.literal(EVENT_SCHEMA),
    data: DATA[type],
  });
}

const [first, ...others] = types.map(envelope);

/** An event as it leaves. */
export const outboundEventSchema = z.discriminatedUnion('type', [
  first as (typeof others)[number],
  ...others,
]);

/** The published JSON Schema (2020-12) of every event. */
export function outboundJsonSchema(): object {
  return { $id: EVENT_SCHEMA, title: 'tix outbound events', ...z.toJSONSchema(outboundEventSchema) };
}
