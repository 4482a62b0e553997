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

/** Longest stretch looked at after the last entry of the schedule, and most slots in all. */
const AFTER_SCHEDULE_SECONDS = 7 * 86_400;
const SLOTS_MAX = 100_000;

/**
 * What the published keys say about one buyer: their number, and the slot that let them in, found by judging slot after slot with the
 * function that judged them. `since` is when their place was first given, epoch seconds.
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
    admittedAt: clockAtStart === null ? null : firstAdmission(),
  };

  function firstAdmission(): number | null {
    const token = { evt: rules.eventId, sub, lot, iat: since, c0: clockAtStart ?? 0 };
    const phase = slotPhaseOf(hashing, lotKey, rules.eventId, sub, rules.slotSeconds);
    const endsAt = (schedule.at(-1)?.[0] ?? 0) + AFTER_SCHEDULE_SECONDS;
    let at = nextBackoff(since, since, rules, phase);
    for (let slots = 0; slots < SLOTS_MAX && at <= endsAt; slots += 1, at += rules.slotSeconds)
      if (judge(hashing, keys, sale, token, at).admitted) return at;
    return null;
  }
}
