/** Milliseconds, with fractions, of a clock that never jumps: for measuring how long something took, never for saying when. */
export function monotonicMs(): number {
  return performance.now();
}

/** This thread's clock starts with the thread, the machine's with the machine; both tick alike. */
const threadStartMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** The same of a clock that all threads and processes of the machine share. */
export function machineMs(): number {
  return threadStartMs + performance.now();
}
