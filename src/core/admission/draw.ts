import { type Hashing, toBase64Url } from '../crypto/index.ts';

/** Keys of one sale's draw: committed to before it, published after it. */
export interface DrawKeys {
  readonly lot: Uint8Array;
  readonly draw: Uint8Array;
  /** Value of the beacon round named in the rules, 64 lower-case hex digits. `''` when the rules name none, null while it is unknown. */
  readonly beacon: string | null;
}

/** The buyer's lottery ticket: the same however often they ask, unguessable without the key. */
export function lotOf(hashing: Hashing, lotKey: Uint8Array, eventId: string, sub: string): string {
  return toBase64Url(hashing.hmacSha256(lotKey, `lot\n${eventId}\n${sub}`).slice(0, 16));
}

/** Offset of the buyer's slots from the epoch, 0 to slotSeconds − 1. Spreads a crowd that arrives at once. */
export function slotPhaseOf(
  hashing: Hashing,
  lotKey: Uint8Array,
  eventId: string,
  sub: string,
  slotSeconds: number,
): number {
  return uint32(hashing.hmacSha256(lotKey, `slot\n${eventId}\n${sub}`), 0) % slotSeconds;
}

/** The lottery number v in [0, 1) that a lot draws, or null while the beacon has not spoken: then nobody has a number. */
export function lotteryNumberOf(hashing: Hashing, keys: DrawKeys, lot: string): number | null {
  if (keys.beacon === null) return null;
  const key = keys.beacon === '' ? keys.draw : hashing.hmacSha256(keys.draw, keys.beacon);
  return unitInterval(hashing.hmacSha256(key, lot));
}

/** Top 53 bits as a fraction of 2^53: every double it gives is exact and below 1. */
export function unitInterval(digest: Uint8Array): number {
  return (uint32(digest, 0) * 2 ** 21 + (uint32(digest, 4) >>> 11)) / 2 ** 53;
}

/** Four bytes from `offset` on, the highest first. */
export function uint32(bytes: Uint8Array, offset: number): number {
  let value = 0;
  for (let i = offset; i < offset + 4; i++) value = value * 256 + (bytes[i] || 0);
  return value;
}
