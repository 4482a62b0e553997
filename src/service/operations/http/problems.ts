import type { Context } from 'hono';
import type { Logger } from 'pino';
import { type Problem, UserError } from '../../../core/errors/index.ts';
import { StoreUnavailableError } from '../../ports/index.ts';
import { ProblemError, problemDocument } from '../../problems/index.ts';

/** A refusal in the shape of RFC 9457. `code` is stable; the title is HTTP's own words for the status, as the type says. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 500 | 503;
  readonly code: string;
  readonly problems: readonly Problem[];

  constructor(status: Refusal['status'], code: string, detail: string, problems: readonly Problem[] = []) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.problems = problems;
  }
}

const TITLES: Readonly<Record<Refusal['status'], string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** What a person can put right about the request itself, rather than about how things stand. */
const BAD_REQUESTS = new Set(['BAD_TARGET', 'CURSOR_INVALID', 'BAD_SCHEDULE_ENTRY', 'TOO_SOON']);
const UNKNOWN = new Set(['SALE_UNKNOWN', 'TUNER_UNKNOWN']);

/** Maps whatever a request threw to an answer. What is not meant for the caller is logged and not told. */
export function answerFailure(c: Context, error: Error, log: Logger): Response {
  const refusal = refusalOf(error);
  if (refusal.status >= 500)
    log.error(
      { err: { name: error.name, message: error.message, stack: error.stack } },
      'operations request failed',
    );
  const { status, code, message: detail, problems } = refusal;
  const document = { type: 'about:blank', title: TITLES[status], status, code, detail, problems };
  return c.body(JSON.stringify(document), status, {
    'content-type': 'application/problem+json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(status === 503 ? { 'retry-after': '2' } : {}),
  });
}

function refusalOf(error: Error): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ProblemError) {
    const { status } = problemDocument(error.code, error.message);
    return new Refusal(status === 404 ? 404 : 409, error.code, error.message);
  }
  if (error instanceof UserError) {
    const status = BAD_REQUESTS.has(error.code) ? 400 : UNKNOWN.has(error.code) ? 404 : 409;
    return new Refusal(status, error.code, error.message, error.problems);
  }
  if (error instanceof StoreUnavailableError)
    return new Refusal(503, 'UNAVAILABLE', 'The store cannot be reached. Nothing was changed; try again.');
  return new Refusal(500, 'INTERNAL', 'This is a bug; it has been recorded in the log.');
}
