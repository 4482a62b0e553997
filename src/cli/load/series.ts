import { quantileSorted } from 'simple-statistics';
import type { Tick } from './messages.ts';

/** One second of a run; latencies are corrected ones, null when nothing was answered. */
export interface Second {
  /** Seconds since the start. */
  readonly second: number;
  readonly arrived: number;
  readonly requests: number;
  readonly refused: number;
  readonly errors: number;
  readonly underWay: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/** Gathers what the workers tell into seconds. */
export class Series {
  readonly seconds: Second[] = [];
  #open = { arrived: 0, requests: 0, refused: 0, errors: 0 };
  #latenciesMs: Float64Array[] = [];
  readonly #underWay = new Map<number, number>();

  add(worker: number, tick: Tick): void {
    const open = this.#open;
    open.arrived += tick.arrived;
    open.requests += tick.requests;
    open.refused += tick.refused;
    open.errors += tick.errors;
    this.#latenciesMs.push(tick.latenciesMs);
    this.#underWay.set(worker, tick.underWay);
  }

  /** Ends the present second. */
  close(): Second {
    const sorted = joined(this.#latenciesMs).sort();
    const at = (share: number) =>
      sorted.length === 0
        ? null
        : Math.round(quantileSorted(sorted as unknown as number[], share) * 100) / 100;
    const second: Second = {
      second: this.seconds.length + 1,
      ...this.#open,
      underWay: this.underWay,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
    };
    this.seconds.push(second);
    this.#open = { arrived: 0, requests: 0, refused: 0, errors: 0 };
    this.#latenciesMs = [];
    return second;
  }

  get underWay(): number {
    return [...this.#underWay.values()].reduce((sum, each) => sum + each, 0);
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const WINDOW_SECONDS = 5;
const REQUESTS_MIN = 50;

/** Whether lately more than `rateMax` of the requests failed: going on would only hurt whoever runs the target. */
export function isRunaway(seconds: readonly Second[], rateMax: number): boolean {
  const window = seconds.slice(-WINDOW_SECONDS);
  const requests = window.reduce((sum, each) => sum + each.requests, 0);
  const errors = window.reduce((sum, each) => sum + each.errors, 0);
  return requests >= REQUESTS_MIN && errors / requests > rateMax;
}
