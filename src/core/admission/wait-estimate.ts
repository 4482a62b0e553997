import { chanceWithin, curveNamed, gainForChance } from './curve.ts';
import { secondOf } from './forecast.ts';
import { clockAt } from './sale-clock.ts';
import type { SaleRecord } from './sale-record.ts';

/** What a buyer is told to expect. Seconds from now; half of those who get in do so within the range. */
export interface WaitEstimate {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** About one in this many gets in before the seats are gone; null when they are expected to last. */
  readonly odds: { readonly oneIn: number } | null;
}

/** Quantiles of the wait that the range runs between. */
const FROM_QUANTILE = 0.25;
const TO_QUANTILE = 0.75;

const ONE_IN_MAX = 1_000_000;

/**
 * Range and odds for a buyer with clock reading `c0`, from their share of the clock and the forecast alone. Their lottery number is
 * never asked for, so the estimate tells nobody how good it is. Null when there is no forecast or nothing left to wait for.
 *
 * With share x, gain δ and hazard H, the chance to be in is 1 − exp(H(x) − H(x + δ)); when seats will run out, the quantiles are those
 * of the people who get in before that. From the clock to their slot it is half a slot on average. Seconds are rounded outwards to
 * steps that grow with the wait, so that what is shown moves rarely.
 */
export function waitEstimate(
  sale: Pick<SaleRecord, 'opensAt' | 'k' | 'curve' | 'schedule' | 'slotSeconds' | 'forecast' | 'phase'>,
  c0: number,
  now: number,
): WaitEstimate | null {
  const forecast = sale.forecast;
  const curve = curveNamed(sale.curve);
  const clock = clockAt(sale, now);
  if (forecast === null || curve === undefined || clock === undefined || sale.phase === 'soldOut')
    return null;
  const x = Math.max(0, clock - c0);
  const chance = forecast.endClock === null ? 1 : chanceWithin(curve, x, forecast.endClock - clock, sale.k);
  if (!(chance > 0)) return null;
  const since = now - sale.opensAt;
  const secondsFor = (quantile: number): number =>
    secondOf(
      forecast,
      Math.max(0, since),
      clock,
      clock + gainForChance(curve, x, quantile * chance, sale.k),
    ) -
    since +
    sale.slotSeconds / 2;
  const from = secondsFor(FROM_QUANTILE);
  const to = secondsFor(TO_QUANTILE);
  const step = stepFor(to);
  return {
    fromSeconds: Math.floor(from / step) * step,
    toSeconds: Math.max(1, Math.ceil(to / step)) * step,
    odds: forecast.endClock === null ? null : { oneIn: oneIn(chance) },
  };
}

function stepFor(seconds: number): number {
  if (seconds < 120) return 10;
  if (seconds < 1_800) return 60;
  return seconds < 7_200 ? 300 : 900;
}

/** 1 / chance with two significant digits. */
function oneIn(chance: number): number {
  return Math.round(Number(Math.min(ONE_IN_MAX, 1 / chance).toPrecision(2)));
}
