import canonicalize from 'canonicalize';
import { type Hashing, toBase64Url } from '../crypto/index.ts';
import { invariant } from '../errors/index.ts';

/** What is fixed about a draw before the sale and published with the commitment. */
export interface DrawRules {
  /** The round of a public randomness beacon that completes the draw; null when there is none. */
  readonly beacon: { readonly chainHash: string; readonly round: number } | null;
  readonly curve: string;
  readonly eventId: string;
  /** Seats that are not in the sale. */
  readonly holdbacks: number;
  readonly k: number;
  /** Epoch seconds. */
  readonly opensAt: number;
  /** Merkle root of the accounts that were eligible when the rules were frozen, b64u; null when none was made. */
  readonly rosterRoot: string | null;
  readonly slotSeconds: number;
}

/** The rules as the one text that is hashed: canonical JSON (RFC 8785). Members beyond the rules are left out. */
export function canonicalRules(rules: DrawRules): string {
  const text = canonicalize({
    beacon: rules.beacon && { chainHash: rules.beacon.chainHash, round: rules.beacon.round },
    curve: rules.curve,
    eventId: rules.eventId,
    holdbacks: rules.holdbacks,
    k: rules.k,
    opensAt: rules.opensAt,
    rosterRoot: rules.rosterRoot,
    slotSeconds: rules.slotSeconds,
  });
  invariant(text !== undefined, 'an object always has a canonical form');
  return text;
}

/** b64u of the SHA-256 of the canonical rules. */
export function rulesHash(hashing: Hashing, rules: DrawRules): string {
  return toBase64Url(hashing.sha256(canonicalRules(rules)));
}

/**
 * Binds the operator to rules and keys before the sale without showing the keys. After it lotKey and drawKey are published, and
 * anybody can compute this again, and every lottery number with it.
 */
export function commitmentOf(
  hashing: Hashing,
  rules: DrawRules,
  lotKey: Uint8Array,
  drawKey: Uint8Array,
): string {
  const parts = ['tix-draw-v2', rulesHash(hashing, rules), toBase64Url(lotKey), toBase64Url(drawKey)];
  return toBase64Url(hashing.sha256(parts.join('\n')));
}
