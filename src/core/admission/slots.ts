/** An attempt this many seconds before `boff` is still in time: clocks differ and requests travel. */
export const EARLY_TOLERANCE_SECONDS = 5;

/** Start of the slot that `t` falls in. */
export function slotStartAt(t: number, phase: number, slotSeconds: number): number {
  // A mathematical modulus: also right for t below the phase.
  return t - ((((t - phase) % slotSeconds) + slotSeconds) % slotSeconds);
}

/** When to try next: the start of the first slot after both the present one and the one in which waiting began. */
export function nextBackoff(
  now: number,
  iat: number,
  sale: { readonly opensAt: number; readonly slotSeconds: number },
  phase: number,
): number {
  const waitingSince = Math.max(iat, sale.opensAt);
  return (
    Math.max(slotStartAt(now, phase, sale.slotSeconds), slotStartAt(waitingSince, phase, sale.slotSeconds)) +
    sale.slotSeconds
  );
}

/** Whole slots, a minute at least, added to the backoff when the sale cannot be read; the buyer's phase is kept. */
export function pauseSeconds(slotSeconds: number): number {
  return slotSeconds * Math.ceil(60 / slotSeconds);
}
