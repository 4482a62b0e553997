/** The design as built, and seven it must be told from: each breaks one rule of admission, so that a gate can be seen to catch it. */
export const DESIGNS = [
  'tix',
  /** Admits when v ≥ P: at wait 0 nearly everybody. */
  'inverted',
  /** P(now − iat, τ now) in place of the sale clock: a change of τ re-judges the past. */
  'waitTimesTau',
  /** A queue in order of arrival, without a draw. */
  'fifo',
  /** A fresh draw for every token minted. */
  'rerollable',
  /** The top bit of every draw is stuck. */
  'biasedHash',
  /** Waiting counts from arrival, also before the opening. */
  'waitBeforeOpening',
  /** The verdict depends on the moment of asking, not on the slot. */
  'noSlots',
] as const;

export type DesignName = (typeof DESIGNS)[number];
