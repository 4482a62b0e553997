import type { CurveFamily } from '../../core/admission/index.ts';

/** People who came at about the same reading of the sale clock. */
interface Cohort {
  readonly clock: number;
  count: number;
  /** Of them, let in by what was simulated. */
  admitted: number;
}

/** Those who come within this many seconds are taken together. */
const COHORT_SECONDS = 120;

/** Everybody who ever came, in cohorts by reading; those let in before are among them. */
export interface Crowd {
  readonly cohorts: readonly Cohort[];
  /** Newcomers of a second. */
  join(second: number, clock: number, count: number): void;
  /**
   * Expected admissions of the slot phase `lane`, whose last judgement was at the reading it remembers, when it is judged at `clock` now;
   * remembers it, and tells of each cohort's part.
   */
  judge(lane: number, clock: number, letIn: (cohort: number, expected: number) => void): void;
}

/**
 * @param known readings and counts of those who came so far, in order of reading.
 * @param judged reading at which each lane was judged last.
 */
export function crowdOf(
  known: { readonly clocks: readonly number[]; readonly counts: readonly number[] },
  judged: readonly number[],
  curve: CurveFamily,
  k: number,
): Crowd {
  const cohorts: Cohort[] = known.clocks.map((clock, i) => ({
    clock,
    count: known.counts[i] ?? 0,
    admitted: 0,
  }));
  const readings = [...judged];
  let openedAt = Number.NEGATIVE_INFINITY;
  return {
    cohorts,
    join(second, clock, count) {
      if (second >= openedAt + COHORT_SECONDS) {
        cohorts.push({ clock, count: 0, admitted: 0 });
        openedAt = second;
      }
      (cohorts.at(-1) as Cohort).count += count;
    },
    judge(lane, clock, letIn) {
      const before = readings[lane] ?? 0;
      readings[lane] = clock;
      for (const [i, { clock: c0, count }] of cohorts.entries()) {
        if (clock <= c0) break;
        const stay = Math.exp(-curve.hazard(Math.max(0, before - c0), k));
        const part = stay - Math.exp(-curve.hazard(clock - c0, k));
        if (part > 0) letIn(i, (count * part) / readings.length);
      }
    },
  };
}
