/**
 * Pauses for a crowd: one listener for all of them. A listener per sleeper, as the platform's own abortable timers add, makes twenty
 * thousand sleepers walk each other's list.
 */
export function pausesUntil(signal: AbortSignal): (ms: number) => Promise<void> {
  const sleepers = new Map<NodeJS.Timeout, (reason: unknown) => void>();
  signal.addEventListener(
    'abort',
    () => {
      for (const [timer, reject] of sleepers) {
        clearTimeout(timer);
        reject(signal.reason);
      }
      sleepers.clear();
    },
    { once: true },
  );
  return async (ms) => {
    signal.throwIfAborted();
    if (ms <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        sleepers.delete(timer);
        resolve();
      }, ms);
      sleepers.set(timer, reject);
    });
  };
}
