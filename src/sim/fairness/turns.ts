import { curveNamed } from '../../core/admission/index.ts';
import type { SimulationResult } from '../engine/index.ts';
import { saleClock } from './sale-clock.ts';

/** One of the admitted, and when their turn was by the published rule. */
export interface Turn {
  /** Index into the result's groups. */
  readonly group: number;
  readonly arrivedAt: number;
  readonly admittedAt: number;
  /** What the sale clock shows when their turn comes: its reading when their wait began, and their own secret number on top. */
  readonly due: number;
  /** Bin of their arrival. */
  readonly bin: number;
}

/** The sampled admitted, attackers included. Their lottery numbers are known here, as they are to anyone after the sale. */
export function turnsOf({ order, series, scenario, arrivalBins }: SimulationResult): Turn[] {
  const curve = curveNamed(scenario.sale.curve);
  if (curve === undefined || series.at.length < 2) return [];
  const clock = saleClock(series);
  return order.group.map((group, i) => {
    const arrivedAt = order.arrivedAt[i] ?? 0;
    const secret = curve.share(-Math.log1p(-(order.v[i] ?? 0)), scenario.sale.k);
    const due = clock(Math.max(0, arrivedAt)) + secret;
    const bin = arrivalBins.findLastIndex((from) => from === null || from <= arrivedAt);
    return { group, arrivedAt, admittedAt: order.admittedAt[i] ?? 0, due, bin };
  });
}
