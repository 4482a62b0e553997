import { createHash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381.js';
import { beaconChainHash } from '../../src/core/proof/index.ts';

const { shortSignatures } = bls12_381;
const SECRET = new Uint8Array(32).fill(11);

/** A beacon of our own, signed as quicknet is: its rounds say what they say whenever a test wants them to. */
const chain = {
  publicKey: hex(shortSignatures.getPublicKey(SECRET).toBytes()),
  period: 3,
  genesisTime: 1_600_000_000,
  groupHash: 'ab'.repeat(32),
  schemeId: 'bls-unchained-g1-rfc9380',
  beaconId: 'rehearsal',
};

export const OWN_CHAIN_HASH = beaconChainHash(chain);

/** A round as drand's API would answer it, with its chain. */
export function ownRound(round: number) {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(round));
  const message = createHash('sha256').update(number).digest();
  const point = shortSignatures.hash(message, 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_');
  const signature = hex(shortSignatures.sign(point, SECRET).toBytes());
  return {
    round,
    signature,
    randomness: createHash('sha256').update(Buffer.from(signature, 'hex')).digest('hex'),
    chain: {
      public_key: chain.publicKey,
      period: chain.period,
      genesis_time: chain.genesisTime,
      groupHash: chain.groupHash,
      schemeID: chain.schemeId,
      metadata: { beaconID: chain.beaconId },
    },
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
