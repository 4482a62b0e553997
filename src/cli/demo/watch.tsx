import { render } from 'ink';
import { type Context, formatCount } from '../framework/index.ts';
import { type DemoSnapshot, LiveView } from './live-view.tsx';
import type { DemoPhase, DemoProgress } from './run-demo.ts';

const TERMINAL_MS = 250;
const PLAIN_MS = 5_000;

/** Shows how a demo comes along: a live picture on a terminal, a line now and then elsewhere. Ends when `stop` is called. */
export function watchDemo(ctx: Context): { watch(progress: DemoProgress): void; stop(): void } {
  let stop = () => {};
  return {
    watch(progress) {
      stop = ctx.isTTY && !ctx.json ? drawn(ctx, progress) : told(ctx, progress);
    },
    stop: () => stop(),
  };
}

function drawn(ctx: Context, progress: DemoProgress): () => void {
  const look = snapshots(ctx, progress);
  const view = () => <LiveView snapshot={look()} />;
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

function told(ctx: Context, progress: DemoProgress): () => void {
  const look = snapshots(ctx, progress);
  let said: DemoPhase | undefined;
  const tell = () => {
    const { phase, arrived, waiting, admitted, shopping, sold, requestsPerSecond } = look();
    const numbers = [
      `${formatCount(arrived)} arrived`,
      `${formatCount(waiting)} waiting`,
      `${formatCount(admitted)} let in`,
      `${formatCount(shopping)} shopping`,
      `${formatCount(sold)} seats sold`,
      `${formatCount(requestsPerSecond)} requests/s`,
    ];
    ctx.note(said !== phase && arrived === 0 ? phase : `${phase}: ${numbers.join(', ')}`);
    said = phase;
  };
  tell();
  const timer = setInterval(tell, PLAIN_MS);
  return () => clearInterval(timer);
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
