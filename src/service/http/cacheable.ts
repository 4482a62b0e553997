import type { Context } from 'hono';

/**
 * Answers a cacheable body, or 304 when the caller has it already. The tag is weak: bodies with the same tag say the same, though the moment
 * they were built may differ.
 */
export function cacheable(
  c: Context,
  options: { body: string | Uint8Array<ArrayBuffer>; tag: string; cacheControl: string },
): Response {
  const etag = `W/"${options.tag}"`;
  const headers = { etag, 'cache-control': options.cacheControl };
  if (tagMatches(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
  return c.body(options.body, 200, { ...headers, 'content-type': 'application/json' });
}

function tagMatches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}
