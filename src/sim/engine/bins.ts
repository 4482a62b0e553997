/** Bins after the opening; those who came before it have one of their own. */
const BINS = 60;

/** Bins of arrival times that every count by arrival is given in. */
export interface ArrivalBins {
  /** Lower edges; the first is null. */
  readonly edges: readonly (number | null)[];
  binOf(arrived: number): number;
}

export function arrivalBins(horizonSeconds: number): ArrivalBins {
  const width = Math.ceil(horizonSeconds / BINS);
  const after = Math.ceil(horizonSeconds / width);
  return {
    edges: [null, ...Array.from({ length: after }, (_, i) => i * width)],
    binOf: (arrived) => (arrived < 0 ? 0 : 1 + Math.min(after - 1, Math.floor(arrived / width))),
  };
}
