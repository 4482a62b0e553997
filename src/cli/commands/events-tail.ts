import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLmdbOutbox } from '../../service/adapters/outbox-lmdb/index.ts';
import type { DeadLetter, KeptEvent, OutboxCounts } from '../../service/ports/index.ts';
import {
  defineStreamCommand,
  flag,
  formatCount,
  formatMoment,
  integer,
  plural,
  text,
} from '../framework/index.ts';
import { stateFolder } from '../serving/index.ts';

type Told = ({ readonly kind: 'event' } & KeptEvent) | ({ readonly kind: 'dead' } & DeadLetter);

const FOLLOW_MS = 500;
const BATCH = 500;

export default defineStreamCommand({
  name: 'events tail',
  description:
    'Shows the events that went, or are to go, to webhooks: orders finalised, seats released, sessions expired, payments refunded. Beside\na running `tix serve`, too. With --dead it shows the deliveries that were given up.',
  args: {},
  options: {
    last: integer({ summary: 'so many of the newest', min: 0, max: 1_000_000, default: 20 }),
    follow: flag({ summary: 'go on with new ones until stopped' }),
    dead: flag({ summary: 'the deliveries that were given up, instead' }),
    state: text({
      summary: 'folder in which `tix serve` keeps its state',
      placeholder: 'DIR',
      default: '.tix',
    }),
  },
  examples: [
    { line: 'tix events tail --follow', does: 'Watch orders come in' },
    { line: 'tix events tail --dead --json', does: 'What no receiver took, one JSON object a line' },
  ],
  async run({ last, follow, dead, state }, ctx, emit: (told: Told) => void) {
    const outbox = openLmdbOutbox({ dir: stateFolder(resolve(ctx.cwd, state)).outboundDir, readOnly: true });
    try {
      if (dead) {
        for (const letter of await outbox.dead()) emit({ kind: 'dead', ...letter });
        return { kind: 'end' as const, ...(await outbox.counts()) };
      }
      let seq = Math.max(0, (await outbox.lastSeq()) - last);
      for (;;) {
        const kept = await outbox.read(seq, BATCH);
        for (const one of kept) emit({ kind: 'event', ...one });
        seq = kept.at(-1)?.seq ?? seq;
        if (kept.length === BATCH) continue;
        if (!follow || ctx.signal.aborted) break;
        await sleep(FOLLOW_MS, undefined, { signal: ctx.signal }).catch(() => {});
      }
      return { kind: 'end' as const, ...(await outbox.counts()) };
    } finally {
      await outbox.close();
    }
  },
  renderEvent(told, { paint }) {
    const { seq, event } = told;
    const line = `${String(seq).padStart(7)}  ${formatMoment(Date.parse(event.time) / 1000)}  ${paint.bold(event.type)}  ${event.subject}`;
    if (told.kind === 'event') return line;
    return `${line}\n         ${paint.red('given up')} after ${plural(told.attempts, 'try', 'tries')}: ${told.reason}  ${told.endpoint}`;
  },
  render: (counts) => summary(counts),
});

function summary({ events, waiting, dead }: OutboxCounts): string {
  return `${plural(events, 'event')} kept, ${formatCount(waiting)} waiting to be delivered, ${formatCount(dead)} given up`;
}
