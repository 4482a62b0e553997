import { type AuditReport, auditInParts, auditStore, RECORDS_MAX } from '../../core/audit/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { checkHistory, type HistoryReport } from '../../core/history/index.ts';
import type { StoredItem } from '../../core/reservation/index.ts';
import type { DynamoStore } from '../../service/adapters/store-dynamodb/index.ts';
import type { ReservationStore } from '../../service/ports/index.ts';
import {
  type Context,
  defineCommand,
  duration,
  formatCount,
  pairs,
  plural,
  text,
} from '../framework/index.ts';
import { readHistoryFile, renderHistory } from '../history/index.ts';
import { openStore, storeOption } from '../store-url.ts';
import { itemsOf } from '../stored-items.ts';

interface Audited extends AuditReport {
  readonly events: readonly string[];
  readonly store: string;
  readonly history?: HistoryReport;
}

export default defineCommand({
  name: 'audit',
  description: `
    Reads the whole store and proves that no seat was sold twice, every sold seat is paid for, and
    every approved payment has its seats or a refund. With --history also that what buyers were told
    in a load run can all be true and is in the store. Changes nothing; a sale may be running. Exit
    code 1 when anything is wrong.`,
  args: {},
  options: {
    event: text({ summary: 'only this event', placeholder: 'ID', defaultText: 'all' }),
    store: storeOption,
    history: text({
      summary: 'also check this history of tix load, when its sale is at rest',
      placeholder: 'FILE',
    }),
    clockError: duration({
      summary: 'by how much the clocks of the sale and of tix load may have differed',
      default: 50,
      defaultText: '50ms',
      max: '1m',
    }),
  },
  examples: [
    { line: 'tix audit', does: 'Audit every event of the default store' },
    {
      line: 'tix audit --event cup-final --store lmdb:/var/lib/tix --json',
      does: 'Audit one event, for a program',
    },
    {
      line: 'tix audit --history journey.ndjson',
      does: 'After a load run: whether all that buyers were told is true',
    },
  ],
  async run(input, ctx): Promise<Audited> {
    const { store: url } = input;
    const history = input.history === undefined ? undefined : await readHistoryFile(ctx, input.history);
    const event = input.event ?? history?.run.eventId;
    if (history !== undefined && event !== history.run.eventId)
      throw new UserError(
        'HISTORY_OF_ANOTHER_EVENT',
        `the history is of event ${JSON.stringify(history.run.eventId)}, not of ${JSON.stringify(event)}`,
      );
    const store = await openStore(ctx, url, { readOnly: true });
    try {
      const events = event === undefined ? (await store.listEvents()).map((one) => one.eventId) : [event];
      if (event !== undefined && (await store.getEvent(event)) === undefined) {
        throw new UserError('EVENT_UNKNOWN', `${url} holds no event ${JSON.stringify(event)}`);
      }
      const nowMs = ctx.clock.nowMs();
      const seen: StoredItem[] = [];
      const items = () => watched(ctx, itemsOf(store, event), history === undefined ? undefined : seen);
      // A scan is of no one moment anyway, so it may as well be made several times; an embedded store is read as of one moment.
      const report = isScanned(store)
        ? await store.confirm(
            await auditInParts(items, { nowMs, recordsMax: history === undefined ? RECORDS_MAX : Infinity }),
            () => ctx.clock.nowMs(),
          )
        : await auditStore(items(), { nowMs });
      if (history === undefined) return { ...report, events, store: url };
      const checked = await checkHistory(history, seen, { nowMs, clockErrorMs: input.clockError });
      return { ...report, ok: report.ok && checked.ok, events, store: url, history: checked };
    } finally {
      await store.close();
    }
  },
  render(report, { paint }) {
    const scope = report.events.length === 0 ? 'no events' : report.events.join(', ');
    const head =
      report.violationCount === 0
        ? `${paint.green('clean')}  ${scope} (${report.store})`
        : `${paint.red(plural(report.violationCount, 'violation'))}  ${scope} (${report.store})`;
    const told = report.history === undefined ? [] : ['', renderHistory(report.history, paint)];
    return [head, '', counts(report), ...violations(report, paint.bold), ...told].join('\n');
  },
  failed: ({ ok }) => !ok,
});

function counts({ counts: counted }: AuditReport): string {
  return pairs(
    Object.entries(counted).map(([what, count]) => [
      words(what),
      typeof count === 'number' ? formatCount(count) : byState(count),
    ]),
  );
}

/** `160 available, 3 sold`; states that nothing is in are left out. */
function byState(states: Readonly<Record<string, number>>): string {
  const parts = Object.entries(states)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${formatCount(count)} ${words(state)}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** `openPayments` → `open payments`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function violations(report: AuditReport, bold: (text: string) => string): string[] {
  if (report.violationCount === 0) return [];
  const lines = report.violations.map(
    ({ code, message, ids }) => `${bold(code)}  ${message}  ${ids.join(' ')}`,
  );
  const more = report.violationCount - report.violations.length;
  return ['', ...lines, ...(more > 0 ? [`… and ${formatCount(more)} more`] : [])];
}

/** A store that is scanned rather than read as of one moment looks again at what was found, before anybody is alarmed. */
function isScanned(store: ReservationStore): store is ReservationStore & Pick<DynamoStore, 'confirm'> {
  return 'confirm' in store;
}

/** @param seen gets every item, when somebody else wants to look at the same moment of the store */
async function* watched(
  ctx: Context,
  items: AsyncIterable<StoredItem>,
  seen: StoredItem[] | undefined,
): AsyncIterable<StoredItem> {
  using progress = ctx.progress('items read');
  for await (const item of items) {
    ctx.signal.throwIfAborted();
    progress.advance();
    seen?.push(item);
    yield item;
  }
}
