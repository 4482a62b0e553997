import { type Context, formatCount } from '../framework/index.ts';
import { type Watcher, watcher } from '../live/index.ts';
import { type LoadSnapshot, LoadView } from './live-view.tsx';
import type { LoadProgress } from './run-load.ts';
import { durationOf } from './stages.ts';

/** Shows how a run comes along. */
export function watchLoad(ctx: Context): Watcher<LoadProgress> {
  return watcher(ctx, {
    picture(progress) {
      const look = snapshots(ctx, progress);
      return () => <LoadView snapshot={look()} />;
    },
    line(progress) {
      const look = snapshots(ctx, progress);
      return () => lineOf(look());
    },
  });
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
