import type { World } from '../platform/index.ts';
import { betterOf, type ClockSample, sampleOf } from './offset.ts';
import { lookAgain, startSteady } from './steady.ts';

export interface ServerClock {
  /** Epoch milliseconds by the server, however wrong the device's own clock is. */
  nowMs(): number;
  /** Asks the server again; resolves when asked, answered or not. */
  sync(): Promise<void>;
}

/** `ask` answers the server's epoch milliseconds, or undefined when it cannot be reached. */
export function createServerClock(world: World, ask: () => Promise<number | undefined>): ServerClock {
  let steady = startSteady(world.wallMs(), world.monotonicMs());
  let sample: ClockSample | undefined;

  function steadyMs(): number {
    const monotonicMs = world.monotonicMs();
    const { slept, ...seen } = lookAgain(steady, world.wallMs(), monotonicMs);
    steady = seen;
    if (slept && sample !== undefined) {
      // Still the best guess, but any new answer is better.
      sample = { ...sample, uncertaintyMs: Number.POSITIVE_INFINITY };
      void sync();
    }
    return monotonicMs + seen.sleptMs;
  }

  async function sync(): Promise<void> {
    const sentMs = steadyMs();
    const serverMs = await ask();
    if (serverMs !== undefined) sample = betterOf(sample, sampleOf(sentMs, steadyMs(), serverMs));
  }

  return {
    nowMs() {
      const now = steadyMs();
      return sample === undefined ? world.wallMs() : now + sample.offsetMs;
    },
    sync,
  };
}
