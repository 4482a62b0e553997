import { StoreUnavailableError } from '../../service/ports/index.ts';
import {
  type DashboardState,
  forecastTarget,
  type Told,
  tellSnapshots,
  watchLive,
} from '../dashboard/index.ts';
import { type Context, defineStreamCommand, integer } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { follow, operationsClient, opsAddress, opsOption } from '../operations/index.ts';
import { eventArgument } from '../sale/index.ts';
import { comparedBriefly, expectationOptions, forecast } from '../tuning/index.ts';

export default defineStreamCommand({
  name: 'dashboard',
  description: `
    Shows a sale as it runs, on the whole terminal: shoppers against the target, seats, sales, the
    service and the tuner. Keys pause and resume the sale, change the target and freeze the tuner;
    ? lists them, q leaves. Where no terminal is, and with --json or --count, it prints one snapshot
    a second, a JSON object a line. A connection that is lost comes back by itself.`,
  args: { event: eventArgument },
  options: {
    ops: opsOption,
    state: stateOption,
    kvs: kvsOption,
    ...expectationOptions,
    count: integer({
      summary: 'print so many snapshots and end',
      min: 1,
      max: 1_000_000,
    }),
  },
  examples: [
    { line: 'tix dashboard cup-final', does: 'Watch the sale that `tix serve` runs on this machine' },
    {
      line: 'TIX_OPS_TOKEN="$(cat token)" tix dashboard cup-final --ops http://127.0.0.1:8081',
      does: 'Watch one that runs elsewhere, through `ssh -L 8081:127.0.0.1:8081 HOST`',
    },
    { line: 'tix dashboard cup-final --count 1 --json', does: 'How it stands now, for a program' },
  ],
  async run(input, ctx, emit: (told: Told) => void) {
    const { event, ops, state, count } = input;
    const client = operationsClient(event, () => opsAddress(ctx, { ops, state }));
    const news = (signal: AbortSignal) => follow({ client, clock: ctx.clock, signal });
    if (count === undefined && hasTerminal(ctx)) {
      const store = undefined;
      await watchLive(ctx, {
        client,
        news,
        async forecast(seen: DashboardState, target) {
          try {
            return await withKvs(ctx, input, async (kvs) =>
              comparedBriefly(await forecast(ctx, kvs, { ...input, store }, { target })),
            );
          } catch (error) {
            // The sale's records may lie on another machine; what the dashboard has seen itself tells something all the same.
            if (!(error instanceof StoreUnavailableError)) throw error;
            return forecastTarget(seen, target);
          }
        },
      });
      return { type: 'end' as const };
    }
    const nowMs = () => ctx.clock.nowMs();
    const until = count ?? Number.POSITIVE_INFINITY;
    const signal = AbortSignal.any([ctx.signal, closingOf(ctx.stdout)]);
    const snapshots = await tellSnapshots(news(signal), { count: until, nowMs, emit });
    return { type: 'end' as const, snapshots };
  },
  renderEvent: (told) => JSON.stringify(told),
  render: () => '',
});

/** Whether somebody sees the screen and can press keys. */
function hasTerminal({ json, stdin, stdout }: Context): boolean {
  return !json && stdout.isTTY === true && 'isTTY' in stdin && stdin.isTTY === true;
}

/** Aborts when the reader has seen enough, as `head` has: nobody would end a stream that goes on for ever. */
function closingOf(stdout: NodeJS.WriteStream): AbortSignal {
  const closing = new AbortController();
  stdout.once('error', () => closing.abort());
  return closing.signal;
}
