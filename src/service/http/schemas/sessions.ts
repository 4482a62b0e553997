import { z } from '@hono/zod-openapi';
import { seatIds, venuePartId } from './common.ts';

const epochMs = z.number().int();
const count = z.number().int().nonnegative();
const seat = z.object({ seatId: z.string(), tier: z.string(), priceMinor: count });

export const sessionView = z
  .object({
    sessionId: z.string(),
    eventId: z.string(),
    state: z.enum(['reservation', 'checkout', 'finalised', 'cancelled', 'expired']),
    createdAtMs: epochMs,
    expiresAtMs: epochMs,
    seatLimit: count,
    heldCount: count,
    paymentId: z.string().nullable(),
  })
  .openapi('Session');

const reservationView = sessionView.extend({ seats: z.array(seat) }).openapi('Reservation');

/** A session with a fresh pass, to be sent as `x-tix-session` from then on. */
export const sessionWithPass = z
  .object({ session: reservationView, pass: z.string() })
  .openapi('SessionWithPass');

export const reservations = z.object({ reservations: z.array(reservationView) }).openapi('Reservations');

export const holdRequest = z.strictObject({ seatIds }).openapi('HoldRequest');

export const autoHoldRequest = z
  .strictObject({
    count: z.number().int().min(1).max(45),
    mode: z.enum(['best', 'together']).default('best'),
    sectionIds: z.array(venuePartId).min(1).max(400).optional(),
    tiers: z.array(venuePartId).min(1).max(100).optional(),
    maxPriceMinor: z.number().int().nonnegative().optional(),
    attributes: z
      .array(z.enum(['wheelchair', 'companion', 'stepFree', 'restrictedView']))
      .min(1)
      .max(4)
      .optional(),
    kinds: z
      .array(z.enum(['seated', 'standing', 'units']))
      .min(1)
      .max(3)
      .optional(),
  })
  .openapi('AutoHoldRequest');

export const held = z
  .object({ seatIds: z.array(z.string()), session: sessionView })
  .openapi('Held', { description: 'All of these seats are the session’s now.' });

export const released = z.object({ seatIds: z.array(z.string()), session: sessionView }).openapi('Released');

export const checkoutRequest = z
  .strictObject({
    returnPath: z
      .string()
      .regex(/^\/(?![/\\])[\x21-\x7e]{0,500}$/, 'expected a path on this site, such as /done')
      .default('/')
      .openapi({ description: 'Where the payment page sends the buyer back to, on this site.' }),
  })
  .openapi('CheckoutRequest');

export const paymentView = z
  .object({
    paymentId: z.string(),
    sessionId: z.string(),
    eventId: z.string(),
    state: z.enum(['created', 'approved', 'settled', 'refundDue', 'refunded', 'declined', 'voided']),
    amountMinor: count,
    currency: z.string(),
    seats: z.array(seat),
    attempts: count,
    payUntilMs: epochMs,
    redirectUrl: z.string().nullable(),
  })
  .openapi('Payment');

export const checkedOut = z
  .object({ session: sessionView, pass: z.string(), payment: paymentView })
  .openapi('CheckedOut');
