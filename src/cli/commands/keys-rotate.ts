import { setTimeout as sleep } from 'node:timers/promises';
import { systemRandom } from '../../service/adapters/system/index.ts';
import { addSigningKey, type KeyAdded, switchSigningKey } from '../../service/sale/index.ts';
import { type Context, defineCommand, duration } from '../framework/index.ts';
import { kvsOption, kvsUrlOf, usualSpreadSeconds, withKvs } from '../kvs-url.ts';
import { eventArgument, inTime } from '../sale/index.ts';

export default defineCommand({
  name: 'keys rotate',
  description: `
    Adds a signing key, waits until every edge knows it, and lets it sign; the key before it goes on
    verifying until the last token it signed has expired, and is dropped by a later rotation. May be run
    during the sale: nobody loses a place. Stopped half-way, it goes on when it is run again. The keys of
    the draw are never touched.`,
  args: { event: eventArgument },
  options: {
    spread: duration({
      summary: 'time a change takes to reach every edge; `tix doctor` measures it',
      min: '1s',
      max: '1h',
      defaultText: '30s for CloudFront, 2s for a folder',
    }),
    kvs: kvsOption,
  },
  examples: [
    { line: 'tix keys rotate cup-final', does: 'Rotate, at any time' },
    {
      line: 'tix keys rotate cup-final --spread 60s --kvs arn:aws:cloudfront::123456789012:key-value-store/8f0c --json',
      does: 'In a script, with more patience',
    },
  ],
  run: ({ event: eventId, spread, kvs: url }, ctx) =>
    withKvs(ctx, { kvs: url }, async (kvs) => {
      const now = () => Math.floor(ctx.clock.nowMs() / 1000);
      const spreadSeconds =
        spread === undefined ? usualSpreadSeconds(kvsUrlOf(ctx, { kvs: url })) : Math.ceil(spread / 1000);
      const added = await addSigningKey(kvs, systemRandom, { eventId, now: now() });
      ctx.note(
        `${added.isNew ? 'added' : 'going on with'} key ${added.kid}; it signs once every edge knows it`,
      );
      await spreading(ctx, added, spreadSeconds);
      const switched = await switchSigningKey(kvs, { eventId, kid: added.kid, now: now(), spreadSeconds });
      return { eventId, now: now(), ...switched, dropped: added.dropped };
    }),
  render: ({ eventId, now, kid, retired, dropped }, { paint }) =>
    [
      `${paint.green('rotated')} the signing key of ${eventId}: ${kid} signs now`,
      `${retired.kid} verifies what it signed until ${inTime(retired.verifiesUntil, now)}`,
      ...(dropped.length > 0 ? [`dropped ${dropped.join(', ')}, whose tokens have all expired`] : []),
    ].join('\n'),
});

/** Waits until the added key has been known for the spread, a second at a time so that progress is seen. */
async function spreading(ctx: Context, added: KeyAdded, spreadSeconds: number): Promise<void> {
  const untilMs = (added.addedAt + spreadSeconds) * 1000;
  using progress = ctx.progress('seconds', spreadSeconds);
  for (let leftMs = untilMs - ctx.clock.nowMs(); leftMs > 0; leftMs = untilMs - ctx.clock.nowMs()) {
    await sleep(Math.min(leftMs, 1_000), undefined, { signal: ctx.signal });
    progress.advance(1);
  }
}
