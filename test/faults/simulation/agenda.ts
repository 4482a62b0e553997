import FlatQueue from 'flatqueue';
import { hashOf } from './chance.ts';

interface Planned {
  readonly label: string;
  readonly run: () => unknown;
  /** A turn of a background loop: it comes back for ever, so nothing waits for it. */
  readonly isIdle: boolean;
  isCalledOff: boolean;
}

/** Lines of the trace kept for the report of a failure. */
const LINES_KEPT = 60;

/**
 * The only thing that moves in a simulated sale: a virtual clock and what is to happen when. One entry is one step; between two steps
 * nothing runs, so a crash, a fault or another server may come between any two of them.
 */
export class Agenda {
  nowMs: number;
  steps = 0;
  /** Entries that somebody waits for. */
  busy = 0;
  readonly #startMs: number;
  readonly #planned = new FlatQueue<Planned>();
  readonly #lines: string[] = [];
  #digest = 0;

  constructor(startMs: number) {
    this.#startMs = startMs;
    this.nowMs = startMs;
  }

  get sinceStartMs(): number {
    return this.nowMs - this.#startMs;
  }

  /** Digest of every step taken so far, in order: two runs with the same digest went the same way. */
  get digest(): string {
    return this.#digest.toString(16).padStart(8, '0');
  }

  /** The last steps, oldest first. */
  get lines(): readonly string[] {
    return this.#lines.slice(-LINES_KEPT);
  }

  /** Answers how to call it off. */
  plan(afterMs: number, label: string, run: () => unknown, isIdle = false): () => void {
    const planned: Planned = { label, run, isIdle, isCalledOff: false };
    this.#planned.push(planned, this.nowMs + afterMs);
    if (!isIdle) this.busy += 1;
    return () => {
      if (planned.isCalledOff) return;
      planned.isCalledOff = true;
      if (!isIdle) this.busy -= 1;
    };
  }

  pause(ms: number, label: string): Promise<void> {
    return new Promise((resolve) => this.plan(ms, label, resolve));
  }

  /** Takes the next step and lets everything that follows from it without waiting happen. False when nothing is planned. */
  async step(): Promise<boolean> {
    for (;;) {
      const atMs = this.#planned.peekValue();
      const planned = this.#planned.pop();
      if (planned === undefined || atMs === undefined) return false;
      if (planned.isCalledOff) continue;
      planned.isCalledOff = true;
      this.nowMs = Math.max(this.nowMs, atMs);
      this.steps += 1;
      this.note(planned.label);
      planned.run();
      // Promises settle before the next immediate, however long their chain.
      await new Promise(setImmediate);
      if (!planned.isIdle) this.busy -= 1;
      return true;
    }
  }

  /** Writes a line into the trace. */
  note(label: string): void {
    const line = `${(this.sinceStartMs / 1000).toFixed(3)} ${label}`;
    this.#digest = hashOf(line, this.#digest);
    if (this.#lines.push(line) > 2 * LINES_KEPT) this.#lines.splice(0, LINES_KEPT);
  }
}
