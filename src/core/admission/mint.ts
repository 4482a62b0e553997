import { type Hashing, toBase64Url } from '../crypto/index.ts';
import { type Answer, placeAnswer, unavailableAnswer } from './answers.ts';
import { lotOf, slotPhaseOf, uint32 } from './draw.ts';
import type { EdgeKeys } from './edge-keys.ts';
import { clockAt } from './sale-clock.ts';
import type { SaleRecord } from './sale-record.ts';
import { nextBackoff } from './slots.ts';
import { signWaitingToken, type WaitingPayload } from './waiting-token.ts';

/** Who asks, about which event, when. */
export interface QueueContext {
  readonly eventId: string;
  readonly sub: string;
  /** Epoch s. */
  readonly now: number;
  /** Unique per request: what must be fresh in a token is derived from it, since the edge has no source of randomness. */
  readonly requestId: string;
}

/** What a mint answers: a new place for this buyer. The lottery ticket is the same at every mint; only the waiting begins anew. */
export function mintAnswer(
  hashing: Hashing,
  keys: EdgeKeys,
  sale: SaleRecord,
  context: QueueContext,
  status: 200 | 201,
): Answer {
  const payload = newPlace(hashing, keys, sale, context);
  return payload === undefined
    ? unavailableAnswer(status, null, context.now)
    : placeAnswer(status, sale, signWaitingToken(hashing, keys, payload), payload, context.now);
}

/** The payload of a new token, or undefined when the sale clock cannot be read. */
export function newPlace(
  hashing: Hashing,
  keys: EdgeKeys,
  sale: SaleRecord,
  context: QueueContext,
): WaitingPayload | undefined {
  const now = context.now;
  const c0 = clockAt(sale, Math.max(now, sale.opensAt));
  if (c0 === undefined) return undefined;
  const phase = slotPhaseOf(hashing, keys.lot, context.eventId, context.sub, sale.slotSeconds);
  const boff = nextBackoff(now, now, sale, phase);
  const seed = hashing.hmacSha256(
    keys.challenge,
    `token\n${context.requestId}\n${context.eventId}\n${context.sub}`,
  );
  return {
    id: uuidV7(now, seed),
    evt: context.eventId,
    iat: now,
    exp: expiry(sale, now, boff),
    sub: context.sub,
    lot: lotOf(hashing, keys.lot, context.eventId, context.sub),
    c0: c0,
    boff: boff,
    ch: toBase64Url(seed.slice(10, 22)),
    chd: sale.powBits,
  };
}

/** A place lives on from its next attempt, so that none dies before the doors open. */
export function expiry(sale: Pick<SaleRecord, 'tokenLifeSeconds'>, now: number, boff: number): number {
  return Math.max(now, boff) + sale.tokenLifeSeconds;
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, version 7, 12 random bits, variant (8), 60 random bits. */
function uuidV7(now: number, seed: Uint8Array): string {
  const random = hexOf(uint32(seed, 0), 8) + hexOf(uint32(seed, 4), 8) + hexOf(uint32(seed, 8), 8);
  const time = hexOf(now * 1000, 12);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${random.slice(0, 3)}`,
    `8${random.slice(3, 6)}`,
    random.slice(6, 18),
  ].join('-');
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
