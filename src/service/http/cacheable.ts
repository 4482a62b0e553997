import type { Context } from 'hono';
import type { Representation } from '../maps/index.ts';
import { encodedBody, preferredEncoding } from './encodings.ts';

/**
 * Answers a body that anybody may keep: compressed as the caller likes it, or 304 when the caller has it already. The tag is weak: bodies
 * with the same tag say the same, in whatever encoding, and though the moment they were built may differ.
 */
export function cacheable(
  c: Context,
  body: Representation,
  cacheControl: string,
): Response | Promise<Response> {
  const etag = `W/"${body.tag}"`;
  const headers = { etag, 'cache-control': cacheControl, vary: 'accept-encoding' };
  if (tagMatches(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);

  const typed = { ...headers, 'content-type': body.type };
  const encoding = preferredEncoding(c.req.header('accept-encoding'));
  if (encoding === undefined) return c.body(body.bytes, 200, typed);
  const answer = (bytes: Uint8Array<ArrayBuffer>) =>
    c.body(bytes, 200, bytes === body.bytes ? typed : { ...typed, 'content-encoding': encoding });
  const bytes = encodedBody(body.bytes, encoding);
  return bytes instanceof Promise ? bytes.then(answer) : answer(bytes);
}

/** For so many seconds, and twice as long again while a newer one is being fetched (RFC 5861). */
export function publicFor(seconds: number): string {
  return `public, max-age=${seconds}, stale-while-revalidate=${2 * seconds}`;
}

function tagMatches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag));
}
