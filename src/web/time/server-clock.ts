import type { World } from '../platform/index.ts';
import { betterOf, type ClockSample, sampleOf } from './offset.ts';
import { lookAgain, startSteady } from './steady.ts';

export interface ServerClock {
  /** Epoch milliseconds by the server, however wrong the device's own clock is. */
  nowMs(): number;
  /** What the server's clock has reached for certain: `nowMs` less what it may be wrong by. */
  reachedMs(): number;
  /** Asks the server again; resolves when asked, answered or not. */
  sync(): Promise<void>;
}

/** However bad the network, nobody is held back for longer than this. */
const DOUBT_MAX_MS = 2_000;

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

  function nowMs(): number {
    const now = steadyMs();
    return sample === undefined ? world.wallMs() : now + sample.offsetMs;
  }

  return {
    nowMs,
    reachedMs: () => nowMs() - Math.min(sample?.uncertaintyMs ?? 0, DOUBT_MAX_MS),
    sync,
  };
}
