import type { Candidate } from './eligible.ts';

/** Wanted free seats side by side: `from` to `to` (exclusive), inside the free seats `freeFrom` to `freeTo` of their run. */
export interface Stretch {
  readonly candidate: Candidate;
  readonly from: number;
  readonly to: number;
  readonly freeFrom: number;
  readonly freeTo: number;
}

/** Calls `visit` for every longest stretch of wanted free seats of at least `least` seats. */
export function forEachStretch(candidate: Candidate, least: number, visit: (stretch: Stretch) => void): void {
  const { plan, free, wanted } = candidate;
  for (const run of plan.runs) {
    let freeFrom = run.from;
    while (freeFrom < run.to) {
      if (free[freeFrom] !== 1) {
        freeFrom += 1;
        continue;
      }
      let freeTo = freeFrom + 1;
      while (freeTo < run.to && free[freeTo] === 1) freeTo += 1;
      let from = freeFrom;
      while (from + least <= freeTo) {
        let to = from;
        while (to < freeTo && wanted[plan.classOf[to] ?? 0] === 1) to += 1;
        if (to - from >= least) visit({ candidate, from, to, freeFrom, freeTo });
        from = to + 1;
      }
      freeFrom = freeTo;
    }
  }
}

/** Free seats left alone at the ends of a stretch when the seats `from` to `to` of it are taken. Only rows of seats have orphans. */
export function orphansAt(stretch: Stretch, from: number, to: number): number {
  if (stretch.candidate.plan.section.kind !== 'seated') return 0;
  return (from - stretch.freeFrom === 1 ? 1 : 0) + (stretch.freeTo - to === 1 ? 1 : 0);
}
