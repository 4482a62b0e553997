import { SingleBar } from 'cli-progress';
import type { Clock } from '../../service/ports/index.ts';
import { formatDuration } from './duration.ts';
import { formatCount } from './format.ts';

/** A running count on standard error. */
export interface Progress extends Disposable {
  /** Adds to the count. */
  advance(by?: number): void;
  /** A short word beside the count, such as what is being done now. */
  mark(word: string): void;
  /** Shows the last state and ends the line; harmless when repeated. `using progress = …` calls it by itself. */
  stop(): void;
}

export interface ProgressPlace {
  readonly stderr: NodeJS.WriteStream;
  readonly clock: Clock;
  /** `live` redraws one line of a terminal, `lines` prints a plain line now and then, `none` prints nothing. */
  readonly style: 'live' | 'lines' | 'none';
}

interface ProgressState {
  readonly label: string;
  readonly total: number | undefined;
  count: number;
  word: string;
  elapsedMs: number;
}

/** Draws a state: `show` as it changes, `end` once. */
interface Drawing {
  show(state: ProgressState): void;
  end(state: ProgressState): void;
}

export function startProgress(place: ProgressPlace, label: string, total: number | undefined): Progress {
  const startedMs = place.clock.nowMs();
  const state: ProgressState = { label, total, count: 0, word: '', elapsedMs: 0 };
  // Drawn from the first step on: work that is refused before it begins shows nothing.
  let drawing: Drawing | undefined;
  let stopped = false;
  const become = (change: Partial<ProgressState>) => {
    Object.assign(state, change);
    state.elapsedMs = place.clock.nowMs() - startedMs;
    if (stopped) return;
    drawing ??= DRAWINGS[place.style](place.stderr, state);
    drawing.show(state);
  };
  const stop = () => {
    if (stopped) return;
    stopped = true;
    drawing?.end(state);
  };
  return {
    advance: (by = 1) => become({ count: state.count + by }),
    mark: (word) => become({ word }),
    stop,
    [Symbol.dispose]: stop,
  };
}

const LINE_EVERY_MS = 5_000;

const DRAWINGS: Record<
  ProgressPlace['style'],
  (stderr: NodeJS.WriteStream, state: ProgressState) => Drawing
> = {
  none: () => ({ show: () => {}, end: () => {} }),
  lines: (stderr) => {
    let shownMs = 0;
    const print = (state: ProgressState) => stderr.write(`${progressLine(state)}\n`);
    return {
      show(state) {
        if (state.elapsedMs - shownMs < LINE_EVERY_MS) return;
        shownMs = state.elapsedMs;
        print(state);
      },
      end: print,
    };
  },
  live: (stderr, state) => {
    const bar = new SingleBar({
      stream: stderr,
      hideCursor: true,
      gracefulExit: false,
      format: (_, { progress, maxWidth }) =>
        cut(
          state.total === undefined ? progressLine(state) : `${meter(progress)} ${progressLine(state)}`,
          maxWidth,
        ),
    });
    bar.start(state.total ?? 1, 0);
    return {
      show: ({ count, total }) => bar.update(total === undefined ? 0 : count),
      end: () => bar.stop(),
    };
  },
};

/** `seats 40,000 of 100,000 (40 %), 82,000/s, 1 s left`; the rate is the mean since the start. */
function progressLine({ label, total, count, word, elapsedMs }: ProgressState): string {
  const rate = elapsedMs > 0 ? (count * 1000) / elapsedMs : 0;
  const of = total === undefined ? '' : ` of ${formatCount(total)} (${percent(count, total)} %)`;
  const parts = [`${label} ${formatCount(count)}${of}`];
  if (rate > 0) parts.push(`${formatCount(rate)}/s`);
  if (total !== undefined && rate > 0 && count < total) {
    parts.push(`${formatDuration(Math.ceil((total - count) / rate) * 1000)} left`);
  }
  if (word !== '') parts.push(word);
  return parts.join(', ');
}

function percent(count: number, total: number): number {
  return total === 0 ? 100 : Math.floor((100 * count) / total);
}

const METER_CELLS = 20;

function meter(progress: number): string {
  const full = Math.round(progress * METER_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(METER_CELLS - full)}`;
}

function cut(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
}
