import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ProblemError } from '../problems/index.ts';

const BODY_BYTES_MAX = 16 * 1024;

/**
 * Refuses bodies over 16 KiB. A declared length is enforced by the HTTP server, so only bodies without one are counted as they come:
 * touching the body of the others here would make the server build its slow general form of the request.
 */
export const limitedBodies: MiddlewareHandler = async (c, next) => {
  const declared = c.req.header('content-length');
  if (declared === undefined) return mayHaveBody(c) ? counted(c, next) : next();
  if (Number(declared) > BODY_BYTES_MAX) tooLarge();
  return next();
};

/** Bodies of the API are JSON; webhooks are whatever their provider signs, and the queue takes none. */
export const jsonBodies: MiddlewareHandler = async (c, next) => {
  if (mayHaveBody(c) && hasBody(c) && !takesAnyBody(c.req.path) && !isJson(c))
    throw new ProblemError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
  return next();
};

const counted = bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge });

function tooLarge(): never {
  throw new ProblemError('TOO_LARGE', `A request body has at most ${BODY_BYTES_MAX} bytes.`);
}

function mayHaveBody(c: Context): boolean {
  return c.req.method !== 'GET' && c.req.method !== 'HEAD';
}

/** Without a length a body shows by its framing or its type; asking the request itself would say yes to every POST and DELETE. */
function hasBody(c: Context): boolean {
  const declared = c.req.header('content-length');
  if (declared !== undefined) return Number(declared) > 0;
  return c.req.header('transfer-encoding') !== undefined || c.req.header('content-type') !== undefined;
}

function takesAnyBody(path: string): boolean {
  return path.startsWith('/v1/webhooks/') || /\/queue\/[^/]+$/.test(path);
}

function isJson(c: Context): boolean {
  return /^application\/json\b/i.test(c.req.header('content-type') ?? '');
}
