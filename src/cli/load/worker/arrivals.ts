/**
 * Begins every arrival when it is due, however the target does: an open model. What is due within the same millisecond begins together,
 * and what the thread is late for begins at once. Resolves when the last has begun or `signal` aborts.
 */
export async function beginArrivals(options: {
  /** Offset in ms from the start, by number; undefined after the last. */
  readonly dueAfterMs: (n: number) => number | undefined;
  readonly first: number;
  readonly every: number;
  readonly startMs: number;
  readonly signal: AbortSignal;
  machineMs(): number;
  begin(number: number, dueMs: number): void;
}): Promise<void> {
  const { dueAfterMs, every, startMs, signal, machineMs, begin } = options;
  for (let n = options.first; !signal.aborted; n += every) {
    const after = dueAfterMs(n);
    if (after === undefined) return;
    const dueMs = startMs + after;
    await until(dueMs, machineMs, signal);
    if (!signal.aborted) begin(n, dueMs);
  }
}

async function until(dueMs: number, machineMs: () => number, signal: AbortSignal): Promise<void> {
  for (let leftMs = dueMs - machineMs(); leftMs > 0 && !signal.aborted; leftMs = dueMs - machineMs())
    await new Promise<void>((resolve) => setTimeout(resolve, Math.min(leftMs, LONGEST_NAP_MS)));
}

/** A stop is noticed within this time. */
const LONGEST_NAP_MS = 100;
