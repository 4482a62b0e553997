import { render } from 'ink';
import { type Context, formatCount } from '../framework/index.ts';
import { type LoadSnapshot, LoadView } from './live-view.tsx';
import type { LoadProgress } from './run-load.ts';
import { durationOf } from './stages.ts';

const TERMINAL_MS = 250;
const PLAIN_MS = 5_000;

/** Shows how a run comes along: a live picture on a terminal, a line now and then elsewhere. Ends when `stop` is called. */
export function watchLoad(ctx: Context): { watch(progress: LoadProgress): void; stop(): void } {
  let stop = () => {};
  return {
    watch(progress) {
      stop = ctx.isTTY && !ctx.json ? drawn(ctx, progress) : told(ctx, progress);
    },
    stop: () => stop(),
  };
}

function drawn(ctx: Context, progress: LoadProgress): () => void {
  const look = snapshots(ctx, progress);
  const view = () => <LoadView snapshot={look()} />;
  const ink = render(view(), {
    stdout: ctx.stderr,
    stderr: ctx.stderr,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const timer = setInterval(() => ink.rerender(view()), TERMINAL_MS);
  return () => {
    clearInterval(timer);
    ink.rerender(view());
    ink.unmount();
  };
}

function told(ctx: Context, progress: LoadProgress): () => void {
  const look = snapshots(ctx, progress);
  const timer = setInterval(() => ctx.note(lineOf(look())), PLAIN_MS);
  return () => clearInterval(timer);
}

function lineOf(snapshot: LoadSnapshot): string {
  const { phase, ready, wanted, arrived, requests, errors, underWay, seconds } = snapshot;
  if (phase === 'preparing') return `letting shoppers in: ${formatCount(ready)} of ${formatCount(wanted)}`;
  const last = seconds.at(-1);
  const p99 = last?.p99Ms == null ? '' : `, p99 ${last.p99Ms.toFixed(0)} ms`;
  return `${phase}: ${formatCount(arrived)} arrived, ${formatCount(underWay)} under way, ${formatCount(requests)} requests (${formatCount(last?.requests ?? 0)}/s${p99}), ${formatCount(errors)} errors`;
}

function snapshots(ctx: Context, progress: LoadProgress): () => LoadSnapshot {
  const { scenario, target, stages, planned, series } = progress;
  let startedMs: number | undefined;
  return () => {
    const { seconds, underWay } = series;
    if (progress.phase !== 'preparing') startedMs ??= ctx.clock.nowMs();
    const sum = (part: 'arrived' | 'requests' | 'errors') =>
      seconds.reduce((total, each) => total + each[part], 0);
    return {
      scenario,
      target,
      phase: progress.phase,
      ready: progress.ready,
      wanted: progress.wanted,
      elapsedMs: startedMs === undefined ? 0 : ctx.clock.nowMs() - startedMs,
      durationMs: durationOf(stages),
      arrived: sum('arrived'),
      planned,
      requests: sum('requests'),
      errors: sum('errors'),
      underWay,
      seconds,
    };
  };
}
