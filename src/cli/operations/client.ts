import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { AbuseRule, Flag } from '../../core/abuse/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { OperationsObservation, OperationsSnapshot } from '../../service/operations/index.ts';
import type { DoorsChanged } from '../../service/sale/index.ts';
import { TargetUnreachableError } from '../framework/index.ts';
import type { OpsAddress } from './address.ts';

/** An event at the operations API of a running service. Every call fails as `ask` does. */
export interface OperationsClient {
  snapshot(signal: AbortSignal): Promise<OperationsSnapshot>;
  /** @param after cursor of the observation before; null: with all arrivals there were. */
  observation(after: string | null, signal: AbortSignal): Promise<OperationsObservation>;
  /** Snapshots as they come, until the other side or the signal ends it; undefined where there is no such stream. */
  stream(signal: AbortSignal): Promise<AsyncIterable<OperationsSnapshot> | undefined>;
  doors(verb: 'pause' | 'resume', signal: AbortSignal): Promise<DoorsChanged>;
  setTarget(target: number, signal: AbortSignal): Promise<void>;
  setFrozen(frozen: boolean, signal: AbortSignal): Promise<void>;
  flags(signal: AbortSignal): Promise<FlagList>;
  /** A flag, why it was raised, and by which rules. */
  flag(reference: string, signal: AbortSignal): Promise<FlagExplained>;
  clearFlag(reference: string, signal: AbortSignal): Promise<{ readonly cleared: FlagLine }>;
}

export type FlagLine = Omit<Flag, 'eventId' | 'sub'> & { readonly buyer: string };

export interface FlagList {
  readonly total: number;
  /** The gravest first; the first thousand. */
  readonly flags: readonly FlagLine[];
}

export interface FlagExplained {
  readonly flag: FlagLine;
  readonly guidance: string;
  readonly rules: readonly AbuseRule[];
}

/** Time an answer may take; a stream may last. */
const ANSWER_MS_MAX = 10_000;

/** How a server, or something in front of it, says that it has no stream. */
const STREAMLESS = new Set([404, 405, 406, 501]);

/** @param address asked for anew with every call: a server that was started again may have another port. */
export function operationsClient(eventId: string, address: () => Promise<OpsAddress>): OperationsClient {
  const path = `/ops/v1/events/${encodeURIComponent(eventId)}`;
  const change = async (what: string, body: unknown, signal: AbortSignal): Promise<unknown> => {
    const response = await ask(await address(), `${path}/${what}`, { signal: within(signal), body });
    return response.json();
  };
  return {
    async snapshot(signal) {
      const response = await ask(await address(), `${path}/snapshot`, { signal: within(signal) });
      return asSnapshot(await response.json());
    },
    async observation(after, signal) {
      const query = after === null ? '' : `?after=${encodeURIComponent(after)}`;
      const response = await ask(await address(), `${path}/observation${query}`, { signal: within(signal) });
      return (await response.json()) as OperationsObservation;
    },
    async stream(signal) {
      const accept = 'text/event-stream';
      const { url, token } = await address();
      const response = await send({ url, token }, `${path}/stream`, { signal, accept });
      if (!STREAMLESS.has(response.status)) await accepted(response, url);
      if (response.body !== null && response.headers.get('content-type')?.startsWith(accept))
        return snapshotsIn(response.body);
      await response.body?.cancel();
      return undefined;
    },
    doors: async (verb, signal) => (await change('doors', { verb }, signal)) as DoorsChanged,
    setTarget: async (target, signal) => void (await change('target', { target }, signal)),
    async flags(signal) {
      const response = await ask(await address(), `${path}/flags`, { signal: within(signal) });
      return (await response.json()) as FlagList;
    },
    async flag(reference, signal) {
      const of = `${path}/flags/${encodeURIComponent(reference)}`;
      const response = await ask(await address(), of, { signal: within(signal) });
      return (await response.json()) as FlagExplained;
    },
    clearFlag: async (reference, signal) =>
      (await change('flags/clear', { reference }, signal)) as { cleared: FlagLine },
    setFrozen: async (frozen, signal) => void (await change('tuner', { frozen }, signal)),
  };
}

function within(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]);
}

async function* snapshotsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<OperationsSnapshot> {
  const events = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) {
    if (event === 'snapshot') yield asSnapshot(JSON.parse(data));
  }
}

function asSnapshot(data: unknown): OperationsSnapshot {
  if (typeof data === 'object' && data !== null && 'v' in data && data.v === 1)
    return data as OperationsSnapshot;
  throw new TargetUnreachableError('OPS_FORMAT', 'what answers speaks another version of the operations API');
}

interface Request {
  readonly signal: AbortSignal;
  readonly accept?: string;
  readonly body?: unknown;
}

/**
 * One request and its good answer.
 *
 * @throws UserError `OPS_TOKEN_REFUSED`, or with the other side's own code and words when it refuses what is asked; TargetUnreachableError
 * `OPS_UNREACHABLE`, and `OPS_FAILED` for its failures.
 */
async function ask(address: OpsAddress, path: string, request: Request): Promise<Response> {
  return accepted(await send(address, path, request), address.url);
}

async function send(
  { url, token }: OpsAddress,
  path: string,
  { signal, accept = 'application/json', body }: Request,
): Promise<Response> {
  const headers = { accept, authorization: `Bearer ${token}` };
  const post = () => ({
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  try {
    return await fetch(url + path, { signal, ...(body === undefined ? { headers } : post()) });
  } catch (error) {
    if (signal.aborted) throw error;
    const message = `the operations API at ${url} does not answer`;
    throw new TargetUnreachableError('OPS_UNREACHABLE', message, { cause: error });
  }
}

async function accepted(response: Response, url: string): Promise<Response> {
  if (response.ok) return response;
  const { code, detail } = await problemIn(response);
  if (response.status === 401)
    throw new UserError('OPS_TOKEN_REFUSED', `the operations API at ${url} does not know this token`);
  if (response.status >= 500) throw new TargetUnreachableError('OPS_FAILED', `${url} failed: ${detail}`);
  throw new UserError(code, detail);
}

async function problemIn(response: Response): Promise<{ code: string; detail: string }> {
  const told: unknown = await response.json().catch(() => undefined);
  const { code, detail } = typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {};
  return {
    code: typeof code === 'string' ? code : 'OPS_REFUSED',
    detail: typeof detail === 'string' ? detail : `it answered ${response.status}`,
  };
}
