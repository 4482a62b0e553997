import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64Url } from '../../../src/core/crypto/index.ts';
import { merkleTree } from '../../../src/core/proof/merkle.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';

const sha256 = (text: string) => toBase64Url(nodeHashing.sha256(text));

/** As RFC 6962 defines it: split at the largest power of two below the number of leaves. */
function rootByDefinition(leaves: readonly string[]): string {
  const [only] = leaves;
  if (only === undefined) return sha256('tix-empty');
  if (leaves.length === 1) return sha256(`tix-leaf\n${only}`);
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)].map(rootByDefinition);
  return sha256(`tix-node\n${left}\n${right}`);
}

function rootOf(leaves: readonly string[]): string {
  const tree = merkleTree(nodeHashing);
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

test('a root taken leaf by leaf is the one the standard defines', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 70 }), (leaves) => {
      expect(rootOf(leaves)).toBe(rootByDefinition(leaves));
    }),
  );
});

test('every change of a leaf, of their order or of their number changes the root', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 }),
      fc.nat(),
      fc.nat(),
      (leaves, a, b) => {
        const [i, j] = [a % leaves.length, b % leaves.length];
        const changed = leaves.with(i, `${leaves[i]}!`);
        const swapped = leaves.with(i, leaves[j] ?? '').with(j, leaves[i] ?? '');
        const roots = [
          rootOf(leaves),
          rootOf(changed),
          rootOf(leaves.toSpliced(i, 1)),
          rootOf([...leaves, '']),
        ];
        expect(new Set(roots).size).toBe(4);
        expect(rootOf(swapped) === rootOf(leaves)).toBe(i === j);
      },
    ),
  );
});
