import { type Context, formatCount } from '../framework/index.ts';
import { type Watcher, watcher } from '../live/index.ts';
import { type DemoSnapshot, LiveView } from './live-view.tsx';
import type { DemoPhase, DemoProgress } from './run-demo.ts';

/** Shows how a demo comes along. */
export function watchDemo(ctx: Context): Watcher<DemoProgress> {
  return watcher(ctx, {
    picture(progress) {
      const look = snapshots(ctx, progress);
      return () => <LiveView snapshot={look()} />;
    },
    line: (progress) => lines(snapshots(ctx, progress)),
  });
}

/** While nobody has come, a new phase is told by its name alone. */
function lines(look: () => DemoSnapshot): () => string {
  let said: DemoPhase | undefined;
  return () => {
    const { phase, arrived, waiting, admitted, shopping, sold, requestsPerSecond } = look();
    const isNew = said !== phase;
    said = phase;
    if (isNew && arrived === 0) return phase;
    const numbers = [
      `${formatCount(arrived)} arrived`,
      `${formatCount(waiting)} waiting`,
      `${formatCount(admitted)} let in`,
      `${formatCount(shopping)} shopping`,
      `${formatCount(sold)} seats sold`,
      `${formatCount(requestsPerSecond)} requests/s`,
    ];
    return `${phase}: ${numbers.join(', ')}`;
  };
}

function snapshots(ctx: Context, progress: DemoProgress): () => DemoSnapshot {
  const { tally } = progress;
  const history: number[] = [];
  let before = { requests: 0, atMs: ctx.clock.nowMs() };
  return () => {
    const atMs = ctx.clock.nowMs();
    const seconds = Math.max(0.001, (atMs - before.atMs) / 1000);
    const requestsPerSecond = Math.round((tally.requests - before.requests) / seconds);
    before = { requests: tally.requests, atMs };
    history.push(tally.shopping);
    return {
      phase: progress.phase,
      seats: progress.seats,
      seatsSeeded: progress.seatsSeeded,
      buyers: progress.buyers,
      arrived: tally.arrived,
      waiting: tally.waiting,
      admitted: tally.honest.admitted + tally.scripts.admitted,
      shopping: tally.shopping,
      sold: tally.seatsBought,
      requestsPerSecond,
      saleSeconds: (atMs - progress.opensAtMs) / 1000,
      shoppingHistory: history,
    };
  };
}
