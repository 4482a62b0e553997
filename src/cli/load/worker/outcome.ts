import type { Reply } from './wire.ts';

/** What a reply means: an acknowledgement, a refusal that the rules foresee, or an error. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly code: string }
  /** `settled`: it was answered with a definite no, so it had no effect. */
  | { readonly kind: 'error'; readonly code: string; readonly settled: boolean };

const OK: Outcome = { kind: 'ok' };

export function outcomeOf(reply: Reply): Outcome {
  const { status, failure } = reply;
  if (failure !== null) return { kind: 'error', code: failure, settled: failure === 'CONNECTION_REFUSED' };
  if ((status >= 200 && status < 300) || status === 304) return OK;
  const code = problemCode(reply);
  if (status === 409) return { kind: 'refused', code: code ?? 'CONFLICT' };
  return { kind: 'error', code: code ?? `HTTP_${status}`, settled: status < 500 };
}

function problemCode({ body }: Reply): string | undefined {
  if (!body.startsWith('{')) return undefined;
  try {
    const { code } = JSON.parse(body) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
