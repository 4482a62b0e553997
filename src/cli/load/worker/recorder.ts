import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Step } from '../../crowd/index.ts';
import type { StepRecord, Tick } from '../messages.ts';
import type { Outcome } from './outcome.ts';
import type { Reply } from './wire.ts';

interface OpenRecord extends StepRecord {
  readonly corrected: RecordableHistogram;
  readonly uncorrected: RecordableHistogram;
}

/** Everything a worker has measured. Counts grow; what the live view wants is handed out tick by tick. */
export class Recorder {
  readonly steps: Partial<Record<Step, OpenRecord>> = {};
  readonly lateness = createHistogram();
  readonly endings: Record<string, number> = {};
  arrived = 0;
  underWay = 0;
  clickedSeats = 0;
  ghostSeats = 0;
  /** Nothing counts before the schedule has begun. */
  isOpen = false;
  #tick = { requests: 0, errors: 0, refused: 0, arrived: 0 };
  #latenciesMs: number[] = [];
  #history: string[] = [];

  /** @param dueMs when the request should have been sent; `latenessMs` how much later the generator got round to it. */
  record(step: Step, dueMs: number, latenessMs: number, reply: Reply, outcome: Outcome): void {
    if (!this.isOpen) return;
    const record = this.#recordOf(step);
    const correctedMs = reply.endedMs - dueMs;
    record.corrected.record(micros(correctedMs));
    record.uncorrected.record(micros(reply.endedMs - reply.sentMs));
    this.lateness.record(micros(latenessMs));
    this.#latenciesMs.push(correctedMs);
    this.#tick.requests += 1;
    switch (outcome.kind) {
      case 'ok':
        record.ok += 1;
        break;
      case 'refused':
        this.#tick.refused += 1;
        count(record.refused, outcome.code);
        break;
      case 'error':
        this.#tick.errors += 1;
        count(record.errors, outcome.code);
    }
  }

  arrive(): void {
    this.arrived += 1;
    this.#tick.arrived += 1;
  }

  write(line: string): void {
    this.#history.push(line, '\n');
  }

  end(ending: string): void {
    count(this.endings, ending);
  }

  takeTick(): Tick {
    const tick = this.#tick;
    const latenciesMs = Float64Array.from(this.#latenciesMs);
    const history = this.#history.join('');
    this.#tick = { requests: 0, errors: 0, refused: 0, arrived: 0 };
    this.#latenciesMs = [];
    this.#history = [];
    return { type: 'tick', ...tick, underWay: this.underWay, latenciesMs, history };
  }

  #recordOf(step: Step): OpenRecord {
    const known = this.steps[step];
    if (known !== undefined) return known;
    const made: OpenRecord = {
      corrected: createHistogram(),
      uncorrected: createHistogram(),
      ok: 0,
      refused: {},
      errors: {},
    };
    this.steps[step] = made;
    return made;
  }
}

/** Histograms take whole numbers above 0. */
function micros(ms: number): number {
  return Math.max(1, Math.round(ms * 1000));
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
