import { type Hashing, toBase64Url } from '../crypto/index.ts';

/**
 * Merkle trees shaped as in RFC 6962, section 2.1, over texts: a leaf and a node are hashed under different names, so that neither can
 * pass for the other.
 *
 *   leaf(text)        = SHA-256("tix-leaf\n" + text)
 *   node(left, right) = SHA-256("tix-node\n" + left + "\n" + right)      hashes spelt in base64url
 *   root of nothing   = SHA-256("tix-empty")
 */
export interface MerkleTree {
  add(leaf: string): void;
  count(): number;
  /** Root over what was added so far, base64url. */
  root(): string;
}

/** Memory grows with the logarithm of the leaves: of every full subtree only the root is kept. */
export function merkleTree(hashing: Hashing): MerkleTree {
  let count = 0;
  /** Roots of the full subtrees from the largest to the smallest; their sizes are the binary digits of `count`. */
  const full: string[] = [];
  const node = (left: string, right: string) => hashed(hashing, `tix-node\n${left}\n${right}`);

  return {
    add(leaf) {
      let hash = hashed(hashing, `tix-leaf\n${leaf}`);
      for (let size = count; size % 2 === 1; size = (size - 1) / 2) hash = node(full.pop() ?? '', hash);
      full.push(hash);
      count += 1;
    },
    count: () => count,
    root: () =>
      full.length === 0 ? hashed(hashing, 'tix-empty') : full.reduceRight((right, left) => node(left, right)),
  };
}

/** SHA-256 of the text, base64url. */
export function hashed(hashing: Hashing, text: string): string {
  return toBase64Url(hashing.sha256(text));
}
