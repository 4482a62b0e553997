import type { Hashing } from '../crypto/index.ts';
import { admissionProbability, curveNamed } from './curve.ts';
import { type DrawKeys, lotOf, lotteryNumberOf, slotPhaseOf } from './draw.ts';
import { clockAt, entryAt, type SaleTerms } from './sale-clock.ts';
import { slotStartAt } from './slots.ts';

/** Whose turn, by the place they got. */
export interface PlaceTaken {
  readonly eventId: string;
  readonly sub: string;
  /** Epoch s. */
  readonly iat: number;
  readonly c0: number;
}

/**
 * Start of the first slot, up to `until`, in which somebody with this place is let in when they ask: the first for which `judge` says
 * yes. Undefined when there is none. `sale` must hold the whole schedule.
 */
export function firstTurn(
  hashing: Hashing,
  keys: DrawKeys,
  sale: SaleTerms,
  place: PlaceTaken,
  until: number,
): number | undefined {
  const { eventId, sub, iat, c0 } = place;
  const { slotSeconds } = sale;
  const curve = curveNamed(sale.curve);
  const v = lotteryNumberOf(hashing, keys, lotOf(hashing, keys.lot, eventId, sub));
  if (curve === undefined || v === null) return undefined;
  const first = slotStartAt(
    Math.max(iat, sale.opensAt),
    slotPhaseOf(hashing, keys.lot, eventId, sub, slotSeconds),
    slotSeconds,
  );
  const isDrawn = (slot: number) => {
    const clock = clockAt(sale, first + slot * slotSeconds);
    return clock !== undefined && v < admissionProbability(curve, Math.max(0, clock - c0), sale.k);
  };

  // The clock never runs back, so who is drawn stays drawn: halve until the first such slot is found.
  let [before, drawn] = [-1, Math.floor((until - first) / slotSeconds) + 1];
  const last = drawn - 1;
  while (drawn - before > 1) {
    const middle = Math.floor((before + drawn) / 2);
    if (isDrawn(middle)) drawn = middle;
    else before = middle;
  }
  // Nobody is let in while the doors are shut.
  for (let slot = drawn; slot <= last; slot++) {
    const slotStart = first + slot * slotSeconds;
    if (slotStart >= sale.opensAt && (entryAt(sale.schedule, slotStart)?.[1] ?? 0) > 0) return slotStart;
  }
  return undefined;
}
