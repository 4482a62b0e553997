/** Milliseconds, with fractions, of a clock that never jumps: for measuring how long something took, never for saying when. */
export function monotonicMs(): number {
  return performance.now();
}
