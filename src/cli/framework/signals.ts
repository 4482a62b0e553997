import type { Clock } from '../../service/ports/index.ts';
import { InterruptedError } from './errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One ^C may arrive several times at once: from the terminal, from npm and from the launcher. */
const SAME_KEYPRESS_MS = 500;

/**
 * Turns the first signal into an abort, so that the command can end in order; a later one calls `giveUp` with the signal's error.
 *
 * @returns the abort signal, and a function that takes the handlers away.
 */
export function listenToSignals(
  process: NodeJS.EventEmitter,
  clock: Clock,
  giveUp: (error: InterruptedError) => void,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const handlers = SIGNALS.map((name) => {
    const handler = () => {
      const nowMs = clock.nowMs();
      if (firstMs === undefined) {
        firstMs = nowMs;
        controller.abort(new InterruptedError(name));
      } else if (nowMs - firstMs >= SAME_KEYPRESS_MS) {
        giveUp(new InterruptedError(name));
      }
    };
    process.on(name, handler);
    return { name, handler };
  });
  const stop = () => {
    for (const { name, handler } of handlers) process.off(name, handler);
  };
  return { signal: controller.signal, stop };
}
