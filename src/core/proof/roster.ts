import type { Hashing } from '../crypto/index.ts';
import { hashed, type MerkleTree, merkleTree } from './merkle.ts';

/** Somebody who may take part: one account, or a party of several that draws once. */
export interface RosterEntry {
  /** The pseudonym that draws. Of a party it follows from its members. */
  readonly sub: string;
  /** A party's members, each a pseudonym, in order; null for a single account. */
  readonly members: readonly string[] | null;
}

/** Accounts frozen before the draw. Its root goes into the rules. */
export function rosterTree(
  hashing: Hashing,
): { add(entry: RosterEntry): void } & Pick<MerkleTree, 'root' | 'count'> {
  const tree = merkleTree(hashing);
  return {
    add: ({ sub, members }) => tree.add(['account', sub, ...(members ?? [])].join('\n')),
    root: tree.root,
    count: tree.count,
  };
}

/** Pseudonym of a party: `party.` and b64u( SHA-256( "tix-party\n" + members, one a line ) ), members in byte order. */
export function partySub(hashing: Hashing, members: readonly string[]): string {
  return `party.${hashed(hashing, ['tix-party', ...members].join('\n'))}`;
}
