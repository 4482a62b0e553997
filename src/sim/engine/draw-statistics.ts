import { DRAW_BINS, type GroupTally } from './group-tally.ts';
import type { DrawsResult } from './result.ts';

const FINE_BINS = 65_536;
const COARSE_BINS = 1_024;

/** Counts of everybody's lottery number, and how far they are from even. Fills each group's own counts. */
export function countDraws(v: Float64Array, tallies: readonly GroupTally[]): DrawsResult {
  const fine = new Uint32Array(FINE_BINS);
  for (const { group, draws } of tallies) {
    const before = fine.slice();
    for (let i = group.start; i < group.start + group.people; i++) {
      const bin = Math.floor((v[i] as number) * FINE_BINS);
      fine[bin] = (fine[bin] as number) + 1;
    }
    for (let bin = 0; bin < FINE_BINS; bin++) {
      const coarse = Math.floor((bin * DRAW_BINS) / FINE_BINS);
      draws[coarse] = (draws[coarse] as number) + (fine[bin] as number) - (before[bin] as number);
    }
  }
  const histogram = new Array<number>(COARSE_BINS).fill(0);
  let [sum, dPlus, dMinus] = [0, 0, 0];
  for (let bin = 0; bin < FINE_BINS; bin++) {
    const coarse = Math.floor((bin * COARSE_BINS) / FINE_BINS);
    histogram[coarse] = (histogram[coarse] ?? 0) + (fine[bin] as number);
    sum += fine[bin] as number;
    const above = sum / v.length - (bin + 1) / FINE_BINS;
    dPlus = Math.max(dPlus, above);
    dMinus = Math.max(dMinus, -above);
  }
  return { count: v.length, histogram, dPlus, dMinus };
}
