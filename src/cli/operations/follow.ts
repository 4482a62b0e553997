import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationsSnapshot } from '../../service/operations/index.ts';
import type { Clock } from '../../service/ports/index.ts';
import type { OperationsClient } from './client.ts';

/** What is heard of a sale: a snapshot, or that there will be none for a while. */
export type News =
  | { readonly type: 'snapshot'; readonly snapshot: OperationsSnapshot; readonly way: 'stream' | 'polling' }
  | { readonly type: 'lost'; readonly why: string; readonly retryAtMs: number };

export interface FollowOptions {
  readonly client: Pick<OperationsClient, 'snapshot' | 'stream'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A stream that says nothing for so long is taken for dead. */
  readonly silenceMs?: number;
  readonly pollMs?: number;
  readonly backoffMs?: readonly number[];
}

const DEFAULTS = { silenceMs: 5_000, pollMs: 1_000, backoffMs: [500, 1_000, 2_000, 5_000, 10_000] };

/**
 * Follows a sale until the signal aborts: by the stream, by asking again and again where there is none or a proxy keeps it back, and after
 * a loss by connecting again, later and later. What goes wrong before the first snapshot is thrown: then something is set up wrongly.
 */
export async function* follow(given: FollowOptions): AsyncGenerator<News, void> {
  const options = { ...DEFAULTS, ...given };
  const { clock, signal, backoffMs } = options;
  let hasBegun = false;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      for await (const news of connection(options)) {
        hasBegun = true;
        failures = 0;
        yield news;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!hasBegun) throw error;
      const waitMs = backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0;
      yield { type: 'lost', why: reasonOf(error), retryAtMs: clock.nowMs() + waitMs };
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** One connection for as long as it lasts; it ends by an error, or in peace when the signal aborts. */
async function* connection(options: Required<FollowOptions>): AsyncGenerator<News, void> {
  const { client, signal, pollMs } = options;
  const first = await client.snapshot(signal);
  yield { type: 'snapshot', snapshot: first, way: 'stream' };
  if ((yield* streamed(options, first.atMs)) === 'ended') return;
  while (!signal.aborted) {
    await sleep(pollMs, undefined, { signal });
    yield { type: 'snapshot', snapshot: await client.snapshot(signal), way: 'polling' };
  }
}

/** Answers `none` when no event ever came although the connection stood. The snapshot of `seenMs` is known already. */
async function* streamed(
  { client, signal, silenceMs }: Required<FollowOptions>,
  seenMs: number,
): AsyncGenerator<News, 'none' | 'ended'> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  let hasSpoken = false;
  try {
    const snapshots = await client.stream(AbortSignal.any([signal, silence.signal]));
    if (snapshots === undefined) return 'none';
    timer.refresh();
    for await (const snapshot of snapshots) {
      timer.refresh();
      hasSpoken = true;
      if (snapshot.atMs !== seenMs) yield { type: 'snapshot', snapshot, way: 'stream' };
    }
  } catch (error) {
    if (signal.aborted) return 'ended';
    if (!silence.signal.aborted) throw error;
    if (!hasSpoken) return 'none';
    throw new Error(`nothing heard for ${silenceMs / 1000} s`);
  } finally {
    clearTimeout(timer);
  }
  throw new Error('the server ended the connection');
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'no such host',
  UND_ERR_SOCKET: 'the connection broke',
};

/** In a few words; fetch hides the socket's error behind one of its own. */
function reasonOf(error: unknown): string {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const code = 'code' in cause && typeof cause.code === 'string' ? WORDS[cause.code] : undefined;
    if (code !== undefined) return code;
    if (cause.name === 'TimeoutError') return 'no answer';
  }
  return error instanceof Error ? error.message : String(error);
}
