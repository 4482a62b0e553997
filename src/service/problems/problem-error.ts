import type { Problem } from '../../core/errors/index.ts';
import { PROBLEMS, type ProblemCode } from './codes.ts';

/** Members beside the standard ones; all optional, all named in the OpenAPI document. */
export interface ProblemExtra {
  readonly seatIds?: readonly string[];
  readonly sessionId?: string;
  readonly seatLimit?: number;
  readonly heldCount?: number;
  readonly problems?: readonly Problem[];
}

/** Thrown by use cases to answer with a problem document; everything in it is shown to the caller. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly extra: ProblemExtra;

  constructor(code: ProblemCode, detail: string, extra: ProblemExtra = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.extra = extra;
  }
}

export interface ProblemDocument extends ProblemExtra {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
}

/** The RFC 9457 document of an error; `type` is a page of this service that explains the code. */
export function problemDocument(
  code: ProblemCode,
  detail: string,
  extra: ProblemExtra = {},
): ProblemDocument {
  const { status, title } = PROBLEMS[code];
  return { type: `/problems/${code}`, title, status, code, detail, ...extra };
}
