/** Milliseconds, with fractions, of a clock that never jumps: for measuring how long something took, never for saying when. */
export function monotonicMs(): number {
  return performance.now();
}

/** The same of a clock that all threads and processes of the machine share. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
