import type { Answer } from '../../core/admission/index.ts';
import type { EdgeResponse } from './runtime.ts';

/** An answer given at the edge; nobody may keep it. */
export function respond(answer: Answer): EdgeResponse {
  const headers: NonNullable<EdgeResponse['headers']> = {
    'content-type': { value: answer.contentType },
    'cache-control': { value: 'no-store' },
  };
  if (answer.status === 405) headers.allow = { value: 'POST' };
  return { statusCode: answer.status, headers: headers, body: JSON.stringify(answer.body) };
}
