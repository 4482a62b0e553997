import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What one virtual buyer is like. Everything is drawn from the run's seed and the buyer's number, so a run can be repeated. */
export interface Character {
  readonly userId: string;
  readonly isScript: boolean;
  /** When they arrive, in ms relative to the opening; negative for those who come early. */
  readonly arrivesMs: number;
  /** How far away and how slow their device is: added to everything they do on their own. */
  readonly lagMs: number;
  /** They leave the waiting room after this long without luck; Infinity for the patient. */
  readonly patienceMs: number;
  readonly party: number;
  readonly usesAutoHold: boolean;
  /** Where in the house they would like to sit, as a share of the sections in popularity order. */
  readonly taste: number;
  readonly thinkMs: number;
  readonly changesMind: boolean;
  readonly leaves: 'never' | 'whileChoosing' | 'byCancelling' | 'atThePaymentPage';
  readonly card: 'good' | 'declinedOnce' | 'declined' | 'slow';
  readonly webhook: 'once' | 'twice' | 'late' | 'never';
  /** For choices on the way. */
  unit(): number;
}

/** One share of the crowd per choice; the remainder takes `otherwise`. */
function oneOf<T>(unit: number, shares: readonly (readonly [share: number, choice: T])[], otherwise: T): T {
  let below = 0;
  for (const [share, choice] of shares) {
    below += share;
    if (unit < below) return choice;
  }
  return otherwise;
}

const EARLY_SHARE = 0.4;
const EARLY_MS = 4_000;
/** The others come after the opening, fewer and fewer: mean and end as shares of the time the doors are open. */
const RUSH_MEAN = 0.2;
const RUSH_END = 0.6;
const SCRIPT_SHARE = 0.005;

export const THINK_MS_MEAN = 1_050;

/** Numbers from 0 to 1, the same for the same seed and number. */
export function unitsFrom(seed: number, number: number): () => number {
  // Seeds of neighbours must not be neighbours: the multiplier (2^32 / golden ratio) spreads them.
  const generator = xoroshiro128plus((seed ^ Math.imul(number + 1, 0x9e3779b1)) | 0);
  return () => uniformFloat64(generator);
}

/** @param openMs how long people are let in; arrivals and patience follow it. */
export function characterOf(seed: number, number: number, openMs: number): Character {
  const unit = unitsFrom(seed, number);
  const isScript = unit() < SCRIPT_SHARE;
  const arrivesMs =
    unit() < EARLY_SHARE
      ? -EARLY_MS * unit()
      : openMs * Math.min(RUSH_END, -Math.log(1 - unit()) * RUSH_MEAN);
  return {
    userId: `${isScript ? 'script' : 'buyer'}-${seed}-${number}`,
    isScript,
    arrivesMs,
    lagMs: 20 + 180 * unit() ** 2,
    patienceMs: oneOf(unit(), [[0.08, openMs * (0.15 + 0.45 * unit())]], Number.POSITIVE_INFINITY),
    party: 1 + Math.floor(unit() ** 1.5 * 5),
    usesAutoHold: unit() < 0.45,
    // Most want the same few sections.
    taste: unit() ** 2.2,
    thinkMs: THINK_MS_MEAN * (2 / 7 + (10 / 7) * unit()),
    changesMind: unit() < 0.06,
    leaves: oneOf(
      unit(),
      [
        [0.05, 'whileChoosing'],
        [0.02, 'byCancelling'],
        [0.03, 'atThePaymentPage'],
      ],
      'never',
    ),
    card: oneOf(
      unit(),
      [
        [0.08, 'declinedOnce'],
        [0.02, 'declined'],
        [0.03, 'slow'],
      ],
      'good',
    ),
    webhook: oneOf(
      unit(),
      [
        [0.06, 'twice'],
        [0.05, 'late'],
        [0.03, 'never'],
      ],
      'once',
    ),
    unit,
  };
}
