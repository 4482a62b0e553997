import { resolve } from 'node:path';
import { systemRandom } from '../service/adapters/system/index.ts';
import type { ReservationStore, SaleJournal } from '../service/ports/index.ts';
import { type Context, text } from './framework/index.ts';

interface OpenOptions {
  /** Never creates or changes anything; a store that is not there is an error. */
  readonly readOnly?: boolean;
  /** DynamoDB: index shards of each section, for an event that is made through the store. */
  readonly gsiShards?: number | undefined;
}

interface Scheme {
  /** What may follow the colon, as a regular expression. */
  readonly place: string;
  readonly shown: string;
  open(place: string, ctx: Context, options: OpenOptions): Promise<ReservationStore>;
  /** The journal of the sales in it. */
  openJournal(place: string, ctx: Context, options: OpenOptions): Promise<SaleJournal>;
}

/** How the store behind each scheme of a store URL is opened. The adapter is loaded only when it is used. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  lmdb: {
    place: '.+',
    shown: 'lmdb:DIR',
    async open(dir, ctx, { readOnly = false }) {
      const { openLmdbStore } = await import('../service/adapters/store-lmdb/index.ts');
      return openLmdbStore({ dir: resolve(ctx.cwd, dir), readOnly });
    },
    async openJournal(dir, ctx, { readOnly = false }) {
      const { openLmdbJournal } = await import('../service/adapters/journal-lmdb/index.ts');
      return openLmdbJournal({ dir: resolve(ctx.cwd, dir), readOnly });
    },
  },
  dynamodb: {
    // What table names may hold.
    place: '[A-Za-z0-9_.-]{0,200}',
    shown: 'dynamodb: or dynamodb:PREFIX',
    async open(prefix, ctx, { gsiShards }) {
      const { openDynamoStore } = await import('../service/adapters/store-dynamodb/index.ts');
      return openDynamoStore({ prefix, clock: ctx.clock, random: systemRandom, gsiShards });
    },
    async openJournal(prefix, ctx) {
      const { openDynamoJournal } = await import('../service/adapters/store-dynamodb/index.ts');
      return openDynamoJournal({ prefix, clock: ctx.clock, random: systemRandom });
    },
  },
};

const schemes = Object.entries(SCHEMES);

/** What a store URL looks like, for options of commands that have a default of their own. */
export const storeUrl = {
  placeholder: 'URL',
  pattern: new RegExp(`^(?:${schemes.map(([scheme, { place }]) => `${scheme}:${place}`).join('|')})$`),
  expected: `a store URL: ${schemes.map(([, { shown }]) => shown).join(', ')}`,
};

/** `--store`, for every command that reads or writes one. */
export const storeOption = text({
  summary: 'where the sale is stored',
  default: 'lmdb:.tix/store',
  ...storeUrl,
});

/**
 * Opens the store a URL names; the caller closes it. A relative folder is relative to where the command was called; DynamoDB is found by
 * the AWS SDK's own environment (AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB, credentials).
 *
 * @throws StoreUnavailableError when it is not there, damaged or not writable.
 */
export function openStore(ctx: Context, url: string, options: OpenOptions = {}): Promise<ReservationStore> {
  const { scheme, place } = partsOf(url);
  return scheme.open(place, ctx, options);
}

/**
 * Opens the journal of the sales in the store a URL names; the caller closes it.
 *
 * @throws StoreUnavailableError when it is to be read only and is not there.
 */
export function openJournal(ctx: Context, url: string, options: OpenOptions = {}): Promise<SaleJournal> {
  const { scheme, place } = partsOf(url);
  return scheme.openJournal(place, ctx, options);
}

/** The table prefix of a DynamoDB store URL; undefined for other stores, which need no tables. */
export function tablesOf(url: string): { readonly prefix: string } | undefined {
  const { scheme, place } = partsOf(url);
  return scheme === SCHEMES.dynamodb ? { prefix: place } : undefined;
}

function partsOf(url: string): { scheme: Scheme; place: string } {
  const [name = '', place = ''] = url.split(/:(.*)/s);
  const scheme = SCHEMES[name];
  if (scheme === undefined) throw new Error(`--store let ${JSON.stringify(name)} pass, which has no opener`);
  return { scheme, place };
}
