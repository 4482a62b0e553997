import type { ServerClock } from '../time/index.ts';

/** Timers of sleeping or hidden tabs come late and long ones may be lost; a short one is looked after again and again. */
const LOOK_AGAIN_MS = 10_000;

/** Until the server's clock shows `untilMs` for certain: a question a moment too early would be one too many. A device that wakes up, or a network that is back, is noticed at once. */
export async function pauseUntil(untilMs: number, clock: ServerClock, signal: AbortSignal): Promise<void> {
  for (;;) {
    const leftMs = untilMs - clock.reachedMs();
    if (leftMs <= 0 || signal.aborted) return;
    await somethingHappens(Math.min(leftMs, LOOK_AGAIN_MS), signal);
  }
}

function somethingHappens(withinMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', done);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, withinMs);
    document.addEventListener('visibilitychange', done);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
