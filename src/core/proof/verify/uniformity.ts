/** Numbers are counted in this many bins, so that memory does not grow with them. */
const BINS = 65_536;
/** A fair lottery looks this uneven once in a thousand million. */
const CHANCE = 1e-9;

export interface Uniformity {
  add(v: number): void;
  /** How many numbers; how far their distribution is from even at most (0 to 1); and how far chance takes it. */
  result(): UniformityResult;
}

export interface UniformityResult {
  readonly draws: number;
  readonly distance: number;
  readonly limit: number;
}

/**
 * The Kolmogorov–Smirnov distance of the numbers from the uniform distribution. By Massart (1990) chance exceeds √(ln(2/α) / 2n) with a
 * probability of at most α, whatever n is.
 */
export function uniformity(): Uniformity {
  const bins = new Uint32Array(BINS);
  let draws = 0;
  return {
    add(v) {
      const bin = Math.min(BINS - 1, Math.floor(v * BINS));
      bins[bin] = (bins[bin] ?? 0) + 1;
      draws += 1;
    },
    result() {
      if (draws === 0) return { draws, distance: 0, limit: 1 };
      let [below, distance] = [0, 0];
      bins.forEach((count, i) => {
        below += count;
        distance = Math.max(distance, Math.abs(below / draws - (i + 1) / BINS));
      });
      return {
        draws,
        distance,
        limit: Math.min(1, Math.sqrt(Math.log(2 / CHANCE) / (2 * draws)) + 1 / BINS),
      };
    },
  };
}
