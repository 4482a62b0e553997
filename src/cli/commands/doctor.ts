import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemRandom } from '../../service/adapters/system/index.ts';
import {
  type KeyValueStore,
  type ReservationStore,
  StoreUnavailableError,
} from '../../service/ports/index.ts';
import { loadOrCreateSecrets } from '../../service/secrets/index.ts';
import { diagnose, type Finding, findingLines } from '../doctor/index.ts';
import { defineStreamCommand, integer, plural, TargetUnreachableError, text } from '../framework/index.ts';
import { kvsOption, kvsUrlOf, openKvs, stateOption } from '../kvs-url.ts';
import { eventArgument, leadOption } from '../sale/index.ts';
import { stateFolder } from '../serving/index.ts';
import { openStore, storeOption } from '../store-url.ts';

interface Told extends Finding {
  readonly type: 'finding';
}

export default defineStreamCommand({
  name: 'doctor',
  description: `
    Examines everything a sale needs before it opens: store, tables, sale record, keys, edge, clocks, the
    time a change takes to reach the edge (measured), webhooks, cache, disk. Each finding comes with what
    to do. Exit code 1 when a check failed, 3 when something does not answer.`,
  args: { event: eventArgument },
  options: {
    url: text({
      summary: 'the site as buyers reach it',
      placeholder: 'URL',
      pattern: /^https?:\/\/[^\s]+[^/\s]$/,
      expected: 'a web address without a slash at the end',
    }),
    store: storeOption,
    state: stateOption,
    kvs: kvsOption,
    cache: text({
      summary: 'the cache that servers share',
      placeholder: 'URL',
      pattern: /^rediss?:\/\/[^\s]+$/,
      expected: 'a cache URL: redis://HOST:PORT',
    }),
    lead: leadOption,
    writeUnits: integer({
      summary: 'write units/s each table should be warm for, from `tix plan`',
      min: 0,
      max: 10_000_000,
      default: 0,
    }),
  },
  examples: [
    { line: 'tix doctor cup-final --url http://127.0.0.1:8080', does: 'Before a sale on one machine' },
    {
      line: 'tix doctor cup-final --url https://tickets.example --store dynamodb:tix- --kvs arn:aws:cloudfront::123456789012:key-value-store/8f0c --write-units 15000 --json',
      does: 'Before a sale on AWS, in a script',
    },
  ],
  async run(input, ctx, emit: (told: Told) => void) {
    const found: Finding[] = [];
    const tell = (finding: Finding): void => {
      found.push(finding);
      emit({ type: 'finding', ...finding });
    };
    const store = await opened('store', tell, () => openStore(ctx, input.store, { readOnly: true }));
    const kvs = await opened('edge store', tell, () => openKvs(ctx, input));
    try {
      const { secretsFile } = stateFolder(resolve(ctx.cwd, input.state));
      await diagnose(
        {
          ...{ ctx, store, kvs, secretsFile },
          event: await eventIn(store, input.event),
          eventId: input.event,
          storeUrl: input.store,
          kvsUrl: kvsUrlOf(ctx, input),
          secrets: existsSync(secretsFile) ? await loadOrCreateSecrets(secretsFile, systemRandom) : undefined,
          url: input.url,
          cacheUrl: input.cache,
          leadSeconds: Math.ceil(input.lead / 1000),
          writeUnits: input.writeUnits,
        },
        tell,
      );
    } finally {
      await Promise.all([store?.close(), kvs?.close()]);
    }
    return verdictOn(found);
  },
  renderEvent: (told, { paint }) => findingLines(told, paint),
  render: ({ ok, checked, failed, warnings }, { paint }) => {
    const head = ok ? paint.green('ready') : paint.red('not ready');
    return `\n${head}: ${plural(checked, 'finding')}, ${failed} failed, ${plural(warnings, 'warning')}`;
  },
  failed: ({ ok }) => !ok,
});

/** The event, or undefined when the store does not have it or does not answer; the check of the store says which. */
async function eventIn(store: ReservationStore | undefined, eventId: string) {
  try {
    return await store?.getEvent(eventId);
  } catch (error) {
    if (error instanceof StoreUnavailableError) return undefined;
    throw error;
  }
}

async function opened<T extends ReservationStore | KeyValueStore>(
  check: string,
  tell: (finding: Finding) => void,
  open: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    tell({ check, state: 'unreachable', says: error.message, fix: 'Name the right one, or make it first' });
    return undefined;
  }
}

/** @throws TargetUnreachableError when something does not answer: then nobody knows whether it is ready. */
function verdictOn(found: readonly Finding[]) {
  const count = (state: Finding['state']) => found.filter((finding) => finding.state === state).length;
  const silent = found.filter(({ state }) => state === 'unreachable').map(({ check }) => check);
  if (silent.length > 0)
    throw new TargetUnreachableError(
      'TARGET_UNREACHABLE',
      `not ready: ${silent.join(', ')} could not be reached; ${plural(count('failed'), 'other check')} failed`,
    );
  return {
    type: 'verdict' as const,
    ok: count('failed') === 0,
    checked: found.length,
    failed: count('failed'),
    warnings: count('warning'),
    skipped: count('skipped'),
  };
}
