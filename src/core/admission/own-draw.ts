import type { Hashing } from '../crypto/index.ts';
import { curveNamed } from './curve.ts';
import { type DrawKeys, lotOf, lotteryNumberOf, slotPhaseOf } from './draw.ts';
import { clockAt, type SaleTerms } from './sale-clock.ts';
import { nextBackoff } from './slots.ts';
import { judge } from './verdict.ts';

/** What keys and schedule say about one buyer. */
export interface OwnDraw {
  /** v in [0, 1); null while the beacon's value is missing. */
  readonly lotteryNumber: number | null;
  /** The share of the sale clock at which that number is let in; null when it cannot be known. */
  readonly shareNeeded: number | null;
  /** What the sale clock showed when the waiting began. */
  readonly clockAtStart: number | null;
  /** Epoch seconds of the first slot in which this buyer was to be let in; null when the schedule ends before. */
  readonly admittedAt: number | null;
}

/** Longest stretch looked at after the last entry of the schedule, and longest pause that is waited out. */
const AFTER_SCHEDULE_SECONDS = 7 * 86_400;
const PAUSED_SLOTS_MAX = 20_000;

/**
 * A buyer's number, and the slot that lets them in, found by asking the function that judged them. `since` is when their place was first
 * given, epoch seconds.
 */
export function ownDraw(
  hashing: Hashing,
  sale: SaleTerms & { readonly eventId: string },
  keys: DrawKeys,
  { sub, since }: { readonly sub: string; readonly since: number },
): OwnDraw {
  const { eventId, schedule, slotSeconds } = sale;
  const lot = lotOf(hashing, keys.lot, eventId, sub);
  const lotteryNumber = lotteryNumberOf(hashing, keys, lot);
  const clockAtStart = clockAt(sale, Math.max(since, sale.opensAt)) ?? null;
  const curve = curveNamed(sale.curve);
  return {
    lotteryNumber,
    // P(x) = v where the hazard reaches −ln(1 − v).
    shareNeeded:
      lotteryNumber === null || curve === undefined ? null : curve.share(-Math.log1p(-lotteryNumber), sale.k),
    clockAtStart,
    admittedAt: clockAtStart === null || lotteryNumber === null ? null : firstAdmission(lotteryNumber),
  };

  /** The clock never runs back, so the slot is found by halving; after that, slots in which nobody was let in are stepped over. */
  function firstAdmission(v: number): number | null {
    const token = { evt: eventId, sub, lot, iat: since, c0: clockAtStart ?? 0 };
    const phase = slotPhaseOf(hashing, keys.lot, eventId, sub, slotSeconds);
    const first = nextBackoff(since, since, sale, phase);
    const verdictAt = (slot: number) => judge(hashing, keys, sale, token, first + slot * slotSeconds);
    const endsAt = (schedule.at(-1)?.[0] ?? 0) + AFTER_SCHEDULE_SECONDS;
    const slots = Math.max(0, Math.floor((endsAt - first) / slotSeconds));
    let [from, to] = [0, slots];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (v < (verdictAt(middle).p ?? 0)) to = middle;
      else from = middle + 1;
    }
    for (let slot = from; slot < Math.min(slots, from + PAUSED_SLOTS_MAX); slot += 1)
      if (verdictAt(slot).admitted) return first + slot * slotSeconds;
    return null;
  }
}
