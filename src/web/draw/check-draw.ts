import {
  clockAt,
  commitmentOf,
  curveNamed,
  judge,
  lotOf,
  lotteryNumberOf,
  nextBackoff,
  slotPhaseOf,
} from '../../core/admission/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import type { PublishedDraw } from './published-draw.ts';

export interface DrawFinding {
  /** Computed from the published keys and rules; to be compared with what was promised before the sale. */
  readonly commitment: string;
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
 * What the published keys say about one buyer: their number, and the slot that let them in, found by asking the function that judged
 * them. `since` is when their place was first given, epoch seconds.
 */
export function checkDraw(
  hashing: Hashing,
  published: PublishedDraw,
  sub: string,
  since: number,
): DrawFinding {
  const { rules, lotKey, drawKey, beacon, schedule } = published;
  const keys = { lot: lotKey, draw: drawKey, beacon };
  const lot = lotOf(hashing, lotKey, rules.eventId, sub);
  const lotteryNumber = lotteryNumberOf(hashing, keys, lot);
  const sale = { ...rules, schedule };
  const clockAtStart = clockAt(sale, Math.max(since, rules.opensAt)) ?? null;
  const curve = curveNamed(rules.curve);
  return {
    commitment: commitmentOf(hashing, rules, lotKey, drawKey),
    lotteryNumber,
    // P(x) = v where the hazard reaches −ln(1 − v).
    shareNeeded:
      lotteryNumber === null || curve === undefined
        ? null
        : curve.share(-Math.log1p(-lotteryNumber), rules.k),
    clockAtStart,
    admittedAt: clockAtStart === null || lotteryNumber === null ? null : firstAdmission(lotteryNumber),
  };

  /** The clock never runs back, so the slot is found by halving; after that, slots in which nobody was let in are stepped over. */
  function firstAdmission(v: number): number | null {
    const token = { evt: rules.eventId, sub, lot, iat: since, c0: clockAtStart ?? 0 };
    const phase = slotPhaseOf(hashing, lotKey, rules.eventId, sub, rules.slotSeconds);
    const first = nextBackoff(since, since, rules, phase);
    const verdictAt = (slot: number) => judge(hashing, keys, sale, token, first + slot * rules.slotSeconds);
    const endsAt = (schedule.at(-1)?.[0] ?? 0) + AFTER_SCHEDULE_SECONDS;
    const slots = Math.max(0, Math.floor((endsAt - first) / rules.slotSeconds));
    let [from, to] = [0, slots];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (v < (verdictAt(middle).p ?? 0)) to = middle;
      else from = middle + 1;
    }
    for (let slot = from; slot < Math.min(slots, from + PAUSED_SLOTS_MAX); slot += 1)
      if (verdictAt(slot).admitted) return first + slot * rules.slotSeconds;
    return null;
  }
}
