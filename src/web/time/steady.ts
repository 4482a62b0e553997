/**
 * A steady clock out of two poor ones: the monotonic one, which may stand still while a device sleeps, and the wall clock, which goes on
 * but may be set. Where the wall gains more than `sleptMs` on the other, the device slept.
 */
export interface Steady {
  /** Added to the monotonic clock for all sleep seen so far. */
  readonly sleptMs: number;
  /** Wall minus monotonic clock when last looked at. */
  readonly gapMs: number;
}

const SLEEP_NOTICED_MS = 1_500;

export function startSteady(wallMs: number, monotonicMs: number): Steady {
  return { sleptMs: 0, gapMs: wallMs - monotonicMs };
}

/** A look at both clocks. `slept` says that the offset to the server should be asked for again. */
export function lookAgain(
  steady: Steady,
  wallMs: number,
  monotonicMs: number,
): Steady & { readonly slept: boolean } {
  const gapMs = wallMs - monotonicMs;
  const gained = gapMs - steady.gapMs;
  if (Math.abs(gained) < SLEEP_NOTICED_MS) return { ...steady, slept: false };
  // A wall clock that went back was set by hand; nothing was slept through.
  return { sleptMs: steady.sleptMs + Math.max(0, gained), gapMs, slept: true };
}
