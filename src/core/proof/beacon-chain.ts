import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** A public randomness beacon as drand describes its chains (`/info`). Hex in lower case. */
export interface BeaconChain {
  readonly publicKey: string;
  /** Seconds from one round to the next. */
  readonly period: number;
  /** When round 1 comes, epoch s. */
  readonly genesisTime: number;
  readonly groupHash: string;
  readonly schemeId: string;
  readonly beaconId: string;
}

/** What a beacon says in one round. The value is SHA-256 of the signature. */
export interface BeaconRound {
  readonly round: number;
  readonly signature: string;
  /** Where rounds are chained to each other. */
  readonly previousSignature: string | null;
  readonly chain: BeaconChain;
}

/** The two chains the League of Entropy runs for everybody, by name; `beaconChainHash` proves each against the hash it is known by. */
export const KNOWN_CHAINS: Readonly<Record<'quicknet' | 'default', BeaconChain & { readonly hash: string }>> =
  {
    quicknet: {
      hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
      publicKey:
        '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
      period: 3,
      genesisTime: 1692803367,
      groupHash: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e',
      schemeId: 'bls-unchained-g1-rfc9380',
      beaconId: 'quicknet',
    },
    default: {
      hash: '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce',
      publicKey:
        '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
      period: 30,
      genesisTime: 1595431050,
      groupHash: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a',
      schemeId: 'pedersen-bls-chained',
      beaconId: 'default',
    },
  };

/** The description of a chain that everybody knows, by its hash. */
export function knownChain(chainHash: string): BeaconChain | undefined {
  return Object.values(KNOWN_CHAINS).find(({ hash }) => hash === chainHash);
}

/**
 * The hash a chain is named by: SHA-256 of period (u32), genesis time (u64, both big-endian), public key, group hash and, unless it is
 * `default`, the beacon id. So whoever names a chain has named its key, and the moment of each of its rounds.
 */
export function beaconChainHash(chain: BeaconChain): string {
  const numbers = new DataView(new ArrayBuffer(12));
  numbers.setUint32(0, chain.period);
  numbers.setBigUint64(4, BigInt(chain.genesisTime));
  const id = chain.beaconId === 'default' ? '' : chain.beaconId;
  const parts = [hexToBytes(chain.publicKey), hexToBytes(chain.groupHash), utf8ToBytes(id)];
  return bytesToHex(sha256(concatBytes(new Uint8Array(numbers.buffer), ...parts)));
}

/** The value of a round from its signature (hex): 64 lower-case hex digits. */
export function beaconValueOf(signature: string): string {
  return bytesToHex(sha256(hexToBytes(signature)));
}

/** When a round comes, epoch s. */
export function roundTime(chain: Pick<BeaconChain, 'genesisTime' | 'period'>, round: number): number {
  return chain.genesisTime + (round - 1) * chain.period;
}

/** The first round that comes at `t` (epoch s) or later. */
export function roundAt(chain: Pick<BeaconChain, 'genesisTime' | 'period'>, t: number): number {
  return Math.max(1, Math.ceil((t - chain.genesisTime) / chain.period) + 1);
}
