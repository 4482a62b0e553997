import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { parseAccept } from 'hono/utils/accept';
import { LRUCache } from 'lru-cache';

export type Encoding = 'br' | 'gzip';

/** What we offer, the smaller first. */
const OFFERED: readonly Encoding[] = ['br', 'gzip'];
/** Below this a body fits one packet anyway. */
const BYTES_MIN = 1_024;
const HEADERS_MAX = 200;

/** Levels at which a section's map takes about a millisecond of the thread pool. */
const compressors: Readonly<Record<Encoding, (bytes: Uint8Array) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }),
};

// Browsers send a handful of different headers, millions of times.
const preferences = new LRUCache<string, { readonly encoding: Encoding | undefined }>({ max: HEADERS_MAX });

/** The encoding to answer an `Accept-Encoding` header with; undefined for none (RFC 9110, 12.5.3). */
export function preferredEncoding(header: string | undefined): Encoding | undefined {
  if (header === undefined) return undefined;
  const known = preferences.get(header);
  if (known !== undefined) return known.encoding;
  const encoding = choose(header);
  preferences.set(header, { encoding });
  return encoding;
}

function choose(header: string): Encoding | undefined {
  const accepted = parseAccept(header);
  const weightOf = (name: string) => accepted.find(({ type }) => type.toLowerCase() === name)?.q;
  const weighed = OFFERED.map((encoding) => ({ encoding, q: weightOf(encoding) ?? weightOf('*') ?? 0 }));
  const best = weighed.reduce((a, b) => (b.q > a.q ? b : a));
  return best.q > 0 ? best.encoding : undefined;
}

type Made = Partial<Record<Encoding, Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>>>;

const encoded = new WeakMap<Uint8Array, Made>();

/**
 * The body in this encoding. It is made once, by the thread pool and for all who ask meanwhile, and kept as long as the body itself.
 * Bodies too small to gain come back as they are.
 */
export function encodedBody(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
  if (bytes.length < BYTES_MIN) return bytes;
  const made = encoded.get(bytes) ?? {};
  encoded.set(bytes, made);
  made[encoding] ??= compressors[encoding](bytes).then((buffer) => {
    const copy = new Uint8Array(buffer);
    made[encoding] = copy;
    return copy;
  });
  return made[encoding];
}
