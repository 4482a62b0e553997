import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UserError } from '../../core/errors/index.ts';

/** The buyer's pages as built: they live in memory, for they are small and everybody wants them at the same second. */
export interface Pages {
  /** The answer to a request for a page or one of its files; undefined for everything else. */
  answer(request: Request): Response | undefined;
}

interface StoredFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What a page may do: load our own files and talk to our own API, and nothing else, whatever gets into it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const COMMON = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};
const SHELL_HEADERS = { 'cache-control': 'no-cache', 'content-security-policy': PAGE_POLICY };
/** Their names carry a hash of their content. The policy counts for a worker that is started from one of them. */
const ASSET_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'content-security-policy': PAGE_POLICY,
};

/** @throws UserError `NOT_BUILT`. */
export async function readPages(packageRoot: string): Promise<Pages> {
  const folder = join(packageRoot, 'dist', 'web');
  const [shell, assets] = await Promise.all([
    storedFile(join(folder, 'index.html'), SHELL_HEADERS),
    readdir(join(folder, 'assets')).then((names) =>
      Promise.all(
        names.map(
          async (name) => [name, await storedFile(join(folder, 'assets', name), ASSET_HEADERS)] as const,
        ),
      ),
    ),
  ]).catch((error: unknown) => {
    throw new UserError('NOT_BUILT', 'the buyer’s pages are not built; run `npm run build`', [], {
      cause: error,
    });
  });
  const assetByPath = new Map(assets.map(([name, file]) => [`/assets/${name}`, file]));

  return {
    answer(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
      const { pathname } = new URL(request.url);
      const file = isPage(pathname) ? shell : assetByPath.get(pathname);
      return file === undefined ? undefined : respond(request, file);
    },
  };
}

/** Every page is the one shell, which reads its address itself: `/` and all below `/e/`. */
function isPage(path: string): boolean {
  return path === '/' || path.startsWith('/e/');
}

async function storedFile(path: string, headers: Readonly<Record<string, string>>): Promise<StoredFile> {
  const body = new Uint8Array(await readFile(path));
  const tag = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return {
    body,
    zipped: new Uint8Array(await promisify(gzip)(body, { level: 9 })),
    headers: {
      ...COMMON,
      ...headers,
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      etag: `"${tag}"`,
      vary: 'accept-encoding',
    },
  };
}

function respond(request: Request, { body, zipped, headers }: StoredFile): Response {
  if (request.headers.get('if-none-match')?.includes(headers.etag ?? '') === true)
    return new Response(null, { status: 304, headers });
  const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const sent = takesGzip ? zipped : body;
  return new Response(request.method === 'HEAD' ? null : sent, {
    headers: {
      ...headers,
      'content-length': String(sent.byteLength),
      ...(takesGzip ? { 'content-encoding': 'gzip' } : {}),
    },
  });
}
