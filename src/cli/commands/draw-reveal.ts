import { resolve } from 'node:path';
import pino from 'pino';
import { createVerifier } from '../../core/proof/index.ts';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import { createChainWriter, type DrawBundleParts, drawBundle } from '../../service/evidence/index.ts';
import { createScheduleWatch } from '../../service/operations/index.ts';
import type { ReservationStore } from '../../service/ports/index.ts';
import { createSaleBook, markRevealed, revealableDraw } from '../../service/sale/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { confirm, yesOption } from '../confirm.ts';
import {
  copyVerifierPage,
  issuerOption,
  provesBeacon,
  readRoster,
  reportText,
  rosterOption,
} from '../draw/index.ts';
import { type Context, defineCommand, formatCount, text, writeLines } from '../framework/index.ts';
import { kvsOption, stateOption, withKvs } from '../kvs-url.ts';
import { eventArgument, eventInStore } from '../sale/index.ts';
import { stateFolder } from '../serving/index.ts';
import { openJournal, openStore, storeOption } from '../store-url.ts';
import { itemsOf } from '../stored-items.ts';

export default defineCommand({
  name: 'draw reveal',
  description: `
    Writes what proves a draw, once its sale is closed and nobody shops any more: the keys of the lottery,
    the beacon, the schedule, the evidence and its chain, and the seats sold. Never a key that signs, and
    never one that makes pseudonyms. The bundle is verified as it is written, and a page that verifies it
    in any browser is put beside it. Exit code 1 when the verification finds something.`,
  args: { event: eventArgument },
  options: {
    out: text({ summary: 'where the bundle goes', placeholder: 'FILE', defaultText: 'EVENT.tixdraw' }),
    roster: rosterOption,
    issuer: issuerOption,
    store: storeOption,
    state: stateOption,
    kvs: kvsOption,
    yes: yesOption,
  },
  examples: [
    {
      line: 'tix draw reveal cup-final --roster accounts.txt',
      does: 'Write cup-final.tixdraw, and publish it',
    },
    {
      line: 'tix draw reveal cup-final --out /srv/www/draws/cup-final.tixdraw --yes --json',
      does: 'Where it is published, in a script',
    },
  ],
  async run(input, ctx) {
    const event = await eventInStore(ctx, input.store, input.event);
    const { eventId } = event;
    const out = input.out ?? `${eventId}.tixdraw`;
    const roster = await rosterOf(ctx, input);
    await confirm(ctx, input.yes, [
      `This publishes the lottery keys of ${eventId} in ${out}. Its draw is over for good then: nobody may be let in by them any more.`,
    ]);
    const store = await openStore(ctx, input.store, { readOnly: true });
    const journal = await openJournal(ctx, input.store);
    try {
      return await withKvs(ctx, input, async (kvs) => {
        const now = Math.floor(ctx.clock.nowMs() / 1000);
        const items = () => itemsOf(store, eventId);
        const parts = { event, kvs, journal, hashing: nodeHashing, items, roster, now };
        await revealableDraw(kvs, eventId, now);
        await completeEvidence(ctx, parts, store);
        const written = await write(ctx, out, parts);
        await markRevealed(kvs, eventId, now);
        return written;
      });
    } finally {
      await Promise.all([store.close(), journal.close()]);
    }
  },
  render({ out, lines, report, page }, { paint }) {
    return [
      `${paint.green('wrote')} ${out}, ${formatCount(lines)} lines${page === null ? '' : `, and ${page}`}`,
      '',
      reportText(report, paint),
    ].join('\n');
  },
  failed: ({ report }) => !report.ok,
});

async function rosterOf(
  ctx: Context,
  input: { readonly roster: string | undefined; readonly issuer: string; readonly state: string },
) {
  if (input.roster === undefined) return undefined;
  const { secretsFile } = stateFolder(resolve(ctx.cwd, input.state));
  const { sub } = await loadOrCreateSecrets(secretsFile, systemRandom);
  return readRoster(ctx, input.roster, { subKey: sub, issuer: input.issuer });
}

/** The server may have stopped before the last minute was chained, or before it saw the doors close. */
async function completeEvidence(
  { clock }: Context,
  { kvs, journal, hashing, event }: DrawBundleParts,
  store: ReservationStore,
): Promise<void> {
  const saleBook = createSaleBook(kvs);
  await createScheduleWatch({ store, saleBook, journal, hashing, clock }).look();
  const writer = createChainWriter({ kvs, journal, hashing, clock, log: pino({ level: 'silent' }) });
  await writer.runOnce(event.eventId, { isLast: true });
}

/** Writes the bundle and verifies what was written, line by line. */
async function write(ctx: Context, out: string, parts: DrawBundleParts) {
  const verifier = createVerifier(nodeHashing, { provesBeacon });
  let lines = 0;
  using progress = ctx.progress('lines written');
  await writeLines(ctx, out, watched());
  const page = await copyVerifierPage(ctx, out);
  return { eventId: parts.event.eventId, out, lines, page, report: verifier.finish() };

  async function* watched(): AsyncGenerator<string> {
    for await (const line of drawBundle(parts)) {
      ctx.signal.throwIfAborted();
      verifier.line(line);
      lines += 1;
      progress.advance();
      yield line;
    }
  }
}
