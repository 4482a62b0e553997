/** One look at the server's clock. All in milliseconds; `at` counts on the page's own steady clock. */
export interface ClockSample {
  /** Server time minus steady time. */
  readonly offsetMs: number;
  /** How wrong that may be: half of the time the question travelled. */
  readonly uncertaintyMs: number;
  readonly atMs: number;
}

/** Crystals of cheap phones drift up to about 100 parts in a million. */
const DRIFT = 100e-6;

/** What one question taught: the server read its clock somewhere between sending and receiving, in the middle as the best guess. */
export function sampleOf(sentMs: number, receivedMs: number, serverMs: number): ClockSample {
  return {
    offsetMs: serverMs - (sentMs + receivedMs) / 2,
    uncertaintyMs: (receivedMs - sentMs) / 2,
    atMs: receivedMs,
  };
}

/** The more certain of two samples, an older one having lost certainty to drift. */
export function betterOf(known: ClockSample | undefined, next: ClockSample): ClockSample {
  if (known === undefined) return next;
  return agedUncertainty(known, next.atMs) < next.uncertaintyMs ? known : next;
}

function agedUncertainty(sample: ClockSample, nowMs: number): number {
  return sample.uncertaintyMs + Math.max(0, nowMs - sample.atMs) * DRIFT;
}
