import { playSale, type SaleOutcome } from './sale.ts';

/**
 * Takes away faults and buyers as long as the same thing still goes wrong (delta debugging after Zeller and Hildebrandt: halves, then
 * smaller and smaller pieces). Plays at most `triesMax` sales and
 * answers the smallest failing one; the last to be played ends at the violation, so fewer actors
 * mean fewer steps too.
 */
export async function shrink(failure: SaleOutcome, triesMax: number): Promise<SaleOutcome> {
  const code = failure.violation?.code;
  let best = failure;
  let tries = 0;

  async function without(part: 'faults' | 'buyers', kept: readonly number[]): Promise<boolean> {
    tries += 1;
    const { seed, planted, faults, buyers } = best;
    const outcome = await playSale({ seed, planted, faults, buyers, [part]: kept });
    if (outcome.violation?.code !== code) return false;
    best = outcome;
    return true;
  }

  async function reduce(part: 'faults' | 'buyers', piecesMax: number): Promise<void> {
    for (let pieces = 1; pieces <= Math.min(piecesMax, best[part].length) && tries < triesMax; ) {
      const list = best[part];
      const size = Math.ceil(list.length / pieces);
      let isSmaller = false;
      for (let from = 0; from < list.length && !isSmaller && tries < triesMax; from += size)
        isSmaller = await without(part, [...list.slice(0, from), ...list.slice(from + size)]);
      if (isSmaller) pieces = Math.max(1, pieces - 1);
      else if (size === 1) return;
      else pieces = Math.min(list.length, pieces * 2);
    }
  }

  // In large pieces first: what goes at once need not be tried one by one.
  for (const piecesMax of [4, 16, Number.POSITIVE_INFINITY]) {
    await reduce('buyers', piecesMax);
    await reduce('faults', piecesMax);
  }
  return best;
}
