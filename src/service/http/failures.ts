import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { HumanCheckUnavailableError, StoreUnavailableError } from '../ports/index.ts';
import { type ProblemCode, ProblemError, type ProblemExtra, problemDocument } from '../problems/index.ts';

export function answerProblem(
  c: Context,
  code: ProblemCode,
  detail: string,
  extra: ProblemExtra = {},
): Response {
  const document = problemDocument(code, detail, extra);
  return c.body(JSON.stringify(document), document.status as 400, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(code === 'UNAVAILABLE' ? { 'retry-after': '2' } : {}),
  });
}

/** Maps whatever a request threw to an answer, in this one place. What is not meant for the caller is logged and not told. */
export function answerFailure(c: Context, error: Error, log: Logger): Response {
  if (error instanceof ProblemError) return answerProblem(c, error.code, error.message, error.extra);
  if (error instanceof StoreUnavailableError) {
    log.error({ reason: error.message }, 'store unavailable');
    return answerProblem(
      c,
      'UNAVAILABLE',
      'The store cannot be reached. What was acknowledged is safe; try again.',
    );
  }
  if (error instanceof HumanCheckUnavailableError) {
    log.warn({ reason: error.message }, 'human check unavailable');
    return answerProblem(
      c,
      'UNAVAILABLE',
      'The check cannot be made right now. Your place is safe; try again.',
    );
  }
  // The framework's own refusals: a body that is not JSON.
  if (error instanceof HTTPException && error.status < 500)
    return answerProblem(c, 'INVALID_REQUEST', 'The body is not valid JSON.');
  log.error({ err: { name: error.name, message: error.message, stack: error.stack } }, 'request failed');
  return answerProblem(c, 'INTERNAL', 'This is our fault and has been recorded.');
}
