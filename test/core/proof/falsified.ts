import { type BundleText, type VerifyOptions, verifyBundle } from '../../../src/core/proof/index.ts';
import { nodeHashing as hashing } from '../../../src/service/adapters/system/index.ts';
import { bundleOf, honestSale, ROUND, type Sale, textOf } from './recorded-sale.ts';

/** Whoever verifies has looked the beacon's value up. */
export const looked: VerifyOptions = { beacon: ROUND.randomness };

/** What is found in a sale that its operator falsified before it was chained. */
export function afterCheat(cheat: (sale: Sale) => void, options = looked) {
  const sale = honestSale();
  cheat(sale);
  return verifyBundle(hashing, textOf(bundleOf(sale)), options).findings;
}

/** What is found in a bundle that somebody changed afterwards. */
export function afterTampering(tamper: (bundle: BundleText[]) => void, options = looked) {
  const bundle = bundleOf(honestSale());
  tamper(bundle);
  return verifyBundle(hashing, textOf(bundle), options).findings;
}

export function ofKind<K extends BundleText['kind']>(bundle: BundleText[], kind: K, n = 0) {
  const found = bundle.filter((line) => line.kind === kind)[n];
  if (found === undefined) throw new Error(`no ${kind} in the bundle`);
  return found as Extract<BundleText, { kind: K }>;
}

export function admittedOf(sale: Sale, n = 10) {
  const found = sale.minutes.flatMap(({ evidence }) => evidence).filter(({ kind }) => kind === 'admitted')[n];
  if (found?.kind !== 'admitted') throw new Error('nobody was let in');
  return found as { -readonly [K in keyof typeof found]: (typeof found)[K] };
}
