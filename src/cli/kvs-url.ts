import { resolve } from 'node:path';
import type { KeyValueStore } from '../service/ports/index.ts';
import { type Context, text } from './framework/index.ts';
import { stateFolder } from './serving/index.ts';

const FILE = 'file:';

/** CloudFront tells its edge locations within seconds and promises nothing. On one machine the edge reads what was just written. */
const SPREAD_SECONDS = { file: 2, cloudfront: 30 };

/** The variable by which the AWS SDK's own tools are sent elsewhere. */
const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE';

/** `--kvs`, for every command that reads or writes what the edge knows. */
export const kvsOption = text({
  summary: 'the edge’s key-value store: a folder, or CloudFront’s by its ARN',
  placeholder: 'KVS',
  defaultText: 'file:.tix/kvs, or kvs in the folder of --state',
  pattern: /^(?:file:.+|arn:aws:cloudfront::\d{12}:key-value-store\/[\w-]{1,64})$/,
  expected: 'file:DIR or arn:aws:cloudfront::ACCOUNT:key-value-store/ID',
});

/** `--state`, for commands that need the service's own keys. */
export const stateOption = text({
  summary: 'folder of the service’s own keys',
  placeholder: 'DIR',
  default: '.tix',
});

export interface KvsChoice {
  readonly kvs: string | undefined;
  readonly state?: string;
}

/** The store as it is written on a command line, the default filled in. */
export function kvsUrlOf(ctx: Context, { kvs, state = '.tix' }: KvsChoice): string {
  return kvs ?? FILE + stateFolder(resolve(ctx.cwd, state)).kvsDir;
}

/** Seconds a change takes to reach every edge, unless it was measured. */
export function usualSpreadSeconds(url: string): number {
  return url.startsWith(FILE) ? SPREAD_SECONDS.file : SPREAD_SECONDS.cloudfront;
}

/**
 * Opens the store; the caller closes it. A folder is made by `making` commands only.
 *
 * @throws StoreUnavailableError
 */
export async function openKvs(
  ctx: Context,
  choice: KvsChoice,
  options: { readonly making?: boolean } = {},
): Promise<KeyValueStore> {
  const url = kvsUrlOf(ctx, choice);
  if (url.startsWith(FILE)) {
    const { openLmdbKeyValueStore } = await import('../service/adapters/kvs-lmdb/index.ts');
    const dir = resolve(ctx.cwd, url.slice(FILE.length));
    return openLmdbKeyValueStore({ dir, existing: options.making !== true });
  }
  const { openCloudFrontKeyValueStore } = await import('../service/adapters/kvs-cloudfront/index.ts');
  return openCloudFrontKeyValueStore({ arn: url, connection: { endpoint: ctx.env[ENDPOINT_VARIABLE] } });
}

/** What a server remembers of a store that charges by the call: less than the ten seconds by which changes are published ahead. */
const MEMORY_MS = { maxAgeMs: 2_000, staleMsMax: 60_000 };

export interface ServerKvs {
  /** For changing records. */
  readonly kvs: KeyValueStore;
  /** The same store, for reading them with every request. */
  readonly reads: KeyValueStore;
}

/** Opens the store for a server; it is made when it is a folder that is not there. The caller closes `kvs`. */
export async function openServerKvs(ctx: Context, choice: KvsChoice): Promise<ServerKvs> {
  const kvs = await openKvs(ctx, choice, { making: true });
  if (kvsUrlOf(ctx, choice).startsWith(FILE)) return { kvs, reads: kvs };
  const { rememberReads } = await import('../service/adapters/kvs-cloudfront/index.ts');
  return { kvs, reads: rememberReads(kvs, { clock: ctx.clock, ...MEMORY_MS }) };
}

/** Opens the store for as long as `use` takes. */
export async function withKvs<T>(
  ctx: Context,
  choice: KvsChoice,
  use: (kvs: KeyValueStore) => Promise<T>,
  options: { readonly making?: boolean } = {},
): Promise<T> {
  const kvs = await openKvs(ctx, choice, options);
  try {
    return await use(kvs);
  } finally {
    await kvs.close();
  }
}
