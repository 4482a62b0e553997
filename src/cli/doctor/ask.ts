import type { Context } from '../framework/index.ts';

const PATIENCE_MS = 5_000;

export interface Answered {
  readonly status: number;
  readonly contentType: string;
  /** The JSON body, or undefined when it is none. */
  readonly body: unknown;
}

/** One request to the site. Throws when there is no answer within five seconds. */
export async function ask(ctx: Context, url: string, init: RequestInit = {}): Promise<Answered> {
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const response = await fetch(url, { redirect: 'manual', ...init, signal });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: jsonOf(text),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
