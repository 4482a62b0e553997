import type { KeyedRandom } from '../random/index.ts';
import type { Wave } from '../scenario/index.ts';
import { type Latency, latencyQuantile } from './latency.ts';

/** How many come in each second from `first` (relative to the opening) on; running totals, one entry more than there are seconds. */
export interface ArrivalSeconds {
  readonly first: number;
  readonly before: Uint32Array;
}

/** Everybody at once. */
export function arrivalsAt(second: number, people: number): ArrivalSeconds {
  return { first: second, before: Uint32Array.of(0, people) };
}

/**
 * Draws when each of `people` arrives: every one independently, from the waves' density delayed by the latency.
 *
 * @param number of the first of these people, for their random numbers.
 */
export function drawArrivals(
  waves: readonly Wave[],
  latency: Latency,
  horizonSeconds: number,
  people: number,
  random: KeyedRandom,
  number: number,
): ArrivalSeconds {
  const first = Math.min(...waves.map(firstSecond));
  const density = delayed(densityOf(waves, first, horizonSeconds), latency);
  const counts = new Uint32Array(density.length + 1);
  const secondOf = inverse(density);
  for (let i = 0; i < people; i++) {
    const at = secondOf(random.unit(number + i)) + 1;
    counts[at] = (counts[at] as number) + 1;
  }
  for (let i = 1; i < counts.length; i++) counts[i] = (counts[i] as number) + (counts[i - 1] as number);
  return { first, before: counts };
}

function firstSecond(wave: Wave): number {
  if (wave.kind === 'rush') return -Math.ceil(wave.beforeSeconds) - 1;
  if (wave.kind === 'recorded') return Math.min(...(wave.counts ?? []).map(([at]) => at));
  return Math.floor(wave.fromSeconds);
}

/** Share of people per second, the waves weighted by their share of all. */
function densityOf(waves: readonly Wave[], first: number, end: number): Float64Array {
  const total = new Float64Array(end - first);
  const shares = waves.reduce((sum, wave) => sum + wave.share, 0);
  for (const wave of waves) {
    const density = waveDensity(wave, first, end);
    const sum = density.reduce((all, value) => all + value, 0);
    for (let i = 0; i < total.length; i++) {
      total[i] = (total[i] as number) + ((density[i] as number) / sum) * (wave.share / shares);
    }
  }
  return total;
}

/** Early arrivals thicken towards the opening by e within this share of the time. */
const EARLY_GROWTH = 1 / 3;

function waveDensity(wave: Wave, first: number, end: number): Float64Array {
  const density = new Float64Array(end - first);
  const between = (from: number, to: number, weight: (second: number) => number): number => {
    let sum = 0;
    for (let second = Math.max(first, Math.floor(from)); second < Math.min(end, to); second++) {
      const value = weight(second + 0.5);
      density[second - first] = (density[second - first] as number) + value;
      sum += value;
    }
    return sum;
  };
  switch (wave.kind) {
    case 'rush': {
      const growth = Math.max(1, wave.beforeSeconds * EARLY_GROWTH);
      const early = between(-wave.beforeSeconds, 0, (second) => Math.exp(second / growth));
      scale(density, 0, -first, early === 0 ? 0 : wave.beforeShare / early);
      const late = between(0, end, (second) => 2 ** (-second / wave.halfLifeSeconds));
      scale(density, -first, density.length, (early === 0 ? 1 : 1 - wave.beforeShare) / late);
      break;
    }
    case 'ramp': {
      const slope = (wave.endWeight - wave.startWeight) / (wave.toSeconds - wave.fromSeconds);
      between(wave.fromSeconds, wave.toSeconds, (at) => wave.startWeight + slope * (at - wave.fromSeconds));
      break;
    }
    case 'poisson':
      between(wave.fromSeconds, wave.toSeconds, () => 1);
      break;
    case 'recorded':
      for (const [at, count] of wave.counts ?? []) {
        between(at, at + wave.stepSeconds, () => count / wave.stepSeconds);
      }
  }
  return density;
}

function scale(values: Float64Array, from: number, to: number, factor: number): void {
  for (let i = from; i < to; i++) values[i] = (values[i] as number) * factor;
}

/** Points at which the latency and the fraction of a second are taken. */
const LATENCY_POINTS = 64;
const FRACTION_POINTS = 16;
const LATENCY_SECONDS_MAX = 60;

/** The density of arrivals at the edge, given that of clicks: seconds are whole, a click falls anywhere in one. */
function delayed(clicks: Float64Array, latency: Latency): Float64Array {
  const shift = new Float64Array(LATENCY_SECONDS_MAX + 2);
  for (let i = 0; i < LATENCY_POINTS; i++) {
    const seconds = Math.min(
      LATENCY_SECONDS_MAX,
      latencyQuantile(latency, (i + 0.5) / LATENCY_POINTS) / 1_000,
    );
    for (let j = 0; j < FRACTION_POINTS; j++) {
      const by = Math.floor(seconds + (j + 0.5) / FRACTION_POINTS);
      shift[by] = (shift[by] as number) + 1 / (LATENCY_POINTS * FRACTION_POINTS);
    }
  }
  const arrivals = new Float64Array(clicks.length);
  for (let by = 0; by < shift.length; by++) {
    const share = shift[by] as number;
    if (share === 0) continue;
    for (let i = by; i < clicks.length; i++) {
      arrivals[i] = (arrivals[i] as number) + share * (clicks[i - by] as number);
    }
  }
  return arrivals;
}

const GUIDE_SIZE = 65_536;

/** The inverse of a density's distribution function: a guide table leads near, a short walk to the place (Chen and Asau, 1974). */
function inverse(density: Float64Array): (unit: number) => number {
  const upTo = new Float64Array(density.length);
  let sum = 0;
  for (let i = 0; i < density.length; i++) {
    sum += density[i] as number;
    upTo[i] = sum;
  }
  const guide = new Uint32Array(GUIDE_SIZE);
  let at = 0;
  for (let i = 0; i < GUIDE_SIZE; i++) {
    while (at < density.length - 1 && (upTo[at] as number) <= (i / GUIDE_SIZE) * sum) at++;
    guide[i] = at;
  }
  return (unit) => {
    let i = guide[Math.floor(unit * GUIDE_SIZE)] as number;
    const wanted = unit * sum;
    while (i < density.length - 1 && (upTo[i] as number) <= wanted) i++;
    return i;
  };
}
