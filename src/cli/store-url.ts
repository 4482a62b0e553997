import { resolve } from 'node:path';
import type { ReservationStore } from '../service/ports/index.ts';
import { type Context, text } from './framework/index.ts';

interface OpenOptions {
  /** Never creates or changes anything; a store that is not there is an error. */
  readonly readOnly?: boolean;
}

type Opener = (place: string, ctx: Context, options: OpenOptions) => Promise<ReservationStore>;

/** How the store behind each scheme of a store URL is opened. The adapter is loaded only when it is used. */
const OPENERS: Readonly<Record<string, Opener>> = {
  lmdb: async (dir, ctx, { readOnly = false }) => {
    const { openLmdbStore } = await import('../service/adapters/store-lmdb/index.ts');
    return openLmdbStore({ dir: resolve(ctx.cwd, dir), readOnly });
  },
};

/** `--store`, for every command that reads or writes one. */
export const storeOption = text({
  summary: 'where the sale is stored',
  placeholder: 'URL',
  default: 'lmdb:.tix/store',
  pattern: new RegExp(`^(?:${Object.keys(OPENERS).join('|')}):.`),
  expected: 'a store URL: lmdb:DIR',
});

/**
 * Opens the store a URL names; the caller closes it. A relative folder is relative to where the command was called.
 *
 * @throws StoreUnavailableError when it is not there, damaged or not writable.
 */
export function openStore(ctx: Context, url: string, options: OpenOptions = {}): Promise<ReservationStore> {
  const [scheme = '', place = ''] = url.split(/:(.*)/s);
  const opener = OPENERS[scheme];
  if (opener === undefined)
    throw new Error(`--store let ${JSON.stringify(scheme)} pass, which has no opener`);
  return opener(place, ctx, options);
}
