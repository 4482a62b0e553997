import { keyedRandom } from '../random/index.ts';

/** Random counts, one after the other, the same for the same seed. */
export interface Chance {
  /** How many of `tries` come true, each with `probability`. */
  count(tries: number, probability: number): number;
  /** How many of very many, with this mean. */
  poisson(mean: number): number;
}

/** From this mean on, a normal distribution serves as well. */
const LARGE = 30;

/** So many tries are made one by one; of what is not rare, those beyond come out at their mean. */
const FEW = 50;
const RARE = 0.1;

export function chanceOf(seed: number): Chance {
  const random = keyedRandom(seed, 'what if');
  let asked = 0;
  const poisson = (mean: number): number => {
    if (!(mean > 0)) return 0;
    if (mean >= LARGE) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal(asked++)));
    // Knuth: as many factors as it takes to fall below e^−mean.
    const limit = Math.exp(-mean);
    let count = -1;
    for (let product = 1; product > limit; count++) product *= random.unit(asked++);
    return count;
  };
  return {
    poisson,
    count(tries, probability) {
      if (probability >= 1) return tries;
      // Few of many: close to a Poisson number, which must not be more than there are.
      if (probability < RARE && tries > FEW) return Math.min(tries, poisson(tries * probability));
      let count = 0;
      for (let i = 0; i < Math.min(tries, FEW); i++) if (random.unit(asked++) < probability) count += 1;
      return count + Math.round(Math.max(0, tries - FEW) * probability);
    },
  };
}
