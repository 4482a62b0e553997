import type { Clock } from '../../ports/index.ts';

/** The machine's wall clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
};
