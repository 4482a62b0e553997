import { createHash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import type { BeaconRound } from '../../core/proof/index.ts';

const { longSignatures, shortSignatures } = bls12_381;
const DOMAIN_G1 = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const DOMAIN_G2 = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_';

/** How drand's chains sign, by the name of their scheme: on which group, hashed to it under which name, with or without the round before. */
const SCHEMES: Readonly<Record<string, (round: BeaconRound, message: Buffer) => boolean>> = {
  'pedersen-bls-chained': onG2,
  'pedersen-bls-unchained': onG2,
  'bls-unchained-g1-rfc9380': (round, message) => onG1(round, message, DOMAIN_G1),
  // Hashed to G1 under the name of the other group: a mistake of the scheme, which its one chain keeps.
  'bls-unchained-on-g1': (round, message) => onG1(round, message, DOMAIN_G2),
};

/** Whether the signature of a round is its chain's. A scheme nobody knows, and a point that is on no curve, is no proof. */
export function provesBeacon(round: BeaconRound): boolean {
  const scheme = Object.hasOwn(SCHEMES, round.chain.schemeId) ? SCHEMES[round.chain.schemeId] : undefined;
  try {
    return scheme?.(round, messageOf(round)) === true;
  } catch {
    return false;
  }
}

function onG1({ signature, chain }: BeaconRound, message: Buffer, domain: string): boolean {
  const point = shortSignatures.hash(message, domain);
  return shortSignatures.verify(bytes(signature), point, bytes(chain.publicKey));
}

function onG2({ signature, chain }: BeaconRound, message: Buffer): boolean {
  const point = longSignatures.hash(message, DOMAIN_G2);
  return longSignatures.verify(bytes(signature), point, bytes(chain.publicKey));
}

/** SHA-256 of the round (u64, big-endian), after the signature before it where rounds are chained. */
function messageOf({ round, previousSignature, chain }: BeaconRound): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(round));
  const before = chain.schemeId === 'pedersen-bls-chained' ? bytes(previousSignature ?? '') : Buffer.alloc(0);
  return createHash('sha256').update(before).update(number).digest();
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
