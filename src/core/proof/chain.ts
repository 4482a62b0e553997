import canonicalize from 'canonicalize';
import type { Hashing } from '../crypto/index.ts';
import { toBase64Url } from '../crypto/index.ts';
import { invariant } from '../errors/index.ts';
import { type Evidence, type EvidenceKind, leafOf } from './evidence.ts';
import { hashed, type MerkleTree, merkleTree } from './merkle.ts';

interface Leaves {
  readonly count: number;
  /** Merkle root, base64url. */
  readonly root: string;
}

/** About a minute of evidence, tied to all that came before. Whoever has seen the hash of one knows when history is written anew. */
export interface ChainLink {
  /** From 0, without gaps. */
  readonly n: number;
  /** When it was made, epoch s. */
  readonly at: number;
  /** Hash of the link before; of the first, `chainStart`. */
  readonly prev: string;
  /** Share of arrivals that was sampled then. */
  readonly sampled: number;
  readonly minted: Leaves;
  readonly admitted: Leaves;
  readonly schedule: Leaves;
}

/** b64u( SHA-256( "tix-link\n" + canonical JSON (RFC 8785) of the link ) ) */
export function linkHash(hashing: Hashing, link: ChainLink): string {
  const { n, at, prev, sampled, minted, admitted, schedule } = link;
  const text = canonicalize({ n, at, prev, sampled, minted, admitted, schedule });
  invariant(text !== undefined, 'an object always has a canonical form');
  return hashed(hashing, `tix-link\n${text}`);
}

/**
 * What the first link follows: b64u( SHA-256( "tix-chain\n" + commitment + "\n" + b64u(SHA-256("tix-sample\n" + b64u(sampleKey))) ) ). So
 * the chain belongs to one commitment, and who is in the sample cannot be chosen afterwards.
 */
export function chainStart(hashing: Hashing, commitment: string, sampleKey: Uint8Array): string {
  const sample = hashed(hashing, `tix-sample\n${toBase64Url(sampleKey)}`);
  return hashed(hashing, `tix-chain\n${commitment}\n${sample}`);
}

/** Evidence on its way into the next link. */
export interface LinkDraft {
  add(evidence: Evidence): void;
  count(): number;
  roots(): Pick<ChainLink, EvidenceKind>;
}

export function linkDraft(hashing: Hashing): LinkDraft {
  const trees: Readonly<Record<EvidenceKind, MerkleTree>> = {
    minted: merkleTree(hashing),
    admitted: merkleTree(hashing),
    schedule: merkleTree(hashing),
  };
  const leaves = (tree: MerkleTree): Leaves => ({ count: tree.count(), root: tree.root() });
  return {
    add: (evidence) => trees[evidence.kind].add(leafOf(hashing, evidence)),
    count: () => trees.minted.count() + trees.admitted.count() + trees.schedule.count(),
    roots: () => ({
      minted: leaves(trees.minted),
      admitted: leaves(trees.admitted),
      schedule: leaves(trees.schedule),
    }),
  };
}
