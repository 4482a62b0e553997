import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../../../ports/index.ts';

const BASE_MS = 20;
const CAP_MS = 1_000;

/** How long one command may go on trying, and its pauses: exponential with full jitter, so that those who collided do not meet again. */
export class Patience {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #untilMs: number;
  #pauses = 0;

  constructor(clock: Clock, random: Random, lastsMs: number) {
    this.#clock = clock;
    this.#random = random;
    this.#untilMs = clock.nowMs() + lastsMs;
  }

  /** Waits before the next try; false when the time is over. */
  async pause(): Promise<boolean> {
    const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** this.#pauses);
    const pauseMs = this.#random.unit() * ceilingMs;
    if (this.#clock.nowMs() + pauseMs >= this.#untilMs) return false;
    this.#pauses += 1;
    await sleep(pauseMs);
    return true;
  }
}
