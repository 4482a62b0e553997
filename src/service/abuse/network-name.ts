import ipaddr from 'ipaddr.js';
import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';

const DAY_MS = 86_400_000;
/** What one customer usually gets of IPv6. */
const IPV6_PREFIX_BYTES = 8;

/**
 * The name a network has for a day: no address is kept or told, and with the next day's key nothing of yesterday can be linked. Undefined
 * when the address is none, or is the machine's own: that names a proxy in front, or a rehearsal, and not where anybody comes from.
 */
export function networkName(
  hashing: Hashing,
  key: Uint8Array,
  address: string | undefined,
  nowMs: number,
): string | undefined {
  if (address === undefined || !ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'loopback') return undefined;
  const bytes = parsed.toByteArray();
  const prefix = parsed.kind() === 'ipv6' ? bytes.slice(0, IPV6_PREFIX_BYTES) : bytes;
  const dayKey = hashing.hmacSha256(key, `network\n${Math.floor(nowMs / DAY_MS)}`);
  return toBase64Url(hashing.hmacSha256(dayKey, prefix.join('.')).slice(0, 12));
}
