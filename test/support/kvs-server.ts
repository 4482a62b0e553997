import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';

/** What may go wrong with one request; the next ones to arrive take what is queued, in order. */
export type Mishap =
  /** 429: asked too often. */
  | 'throttle'
  /** 500: nothing was done. */
  | 'fault'
  /** The update is carried out, and the connection cut before the answer. */
  | 'loseAnswer'
  /** The same, and another writer takes what was put away again before anybody can look. */
  | 'loseAnswerOvertaken'
  /** Another writer is faster by a hair: 409, or 400 as some front ends say it. */
  | 'loseRace'
  | 'loseRaceInvalid'
  /** Says nothing at all. */
  | 'hang'
  | 'deny'
  | 'full';

export interface KvsServer extends AsyncDisposable {
  readonly arn: string;
  readonly url: string;
  /** `METHOD operation` of every request, in order: `POST keys`, `GET key`. */
  readonly requests: readonly string[];
  /** What the requests were signed with. */
  readonly signatures: ReadonlySet<string>;
  /** Updates that were carried out. */
  readonly updates: number;
  happen(...mishaps: readonly Mishap[]): void;
  /** What an edge location reads that learns of every change `delayMs` after it was made. */
  edge(delayMs: number): { get(key: string): Promise<string | undefined> };
}

const VALUE_BYTES_MAX = 1024;
const PAGE_DEFAULT = 10;
const PAGE_MAX = 50;
const UPDATE_KEYS_MAX = 50;

class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

type Values = ReadonlyMap<string, string>;

/** One store that speaks CloudFront KeyValueStore's data plane on a free port of this machine. `nowMs` times the propagation. */
export async function startKvsServer(nowMs: () => number = Date.now): Promise<KvsServer> {
  const arn = 'arn:aws:cloudfront::123456789012:key-value-store/11111111-2222-3333-4444-555555555555';
  const requests: string[] = [];
  const signatures = new Set<string>();
  const mishaps: Mishap[] = [];
  const history: { readonly atMs: number; readonly values: Values }[] = [
    { atMs: Number.NEGATIVE_INFINITY, values: new Map() },
  ];
  let version = 1;

  const current = (): Values => history.at(-1)?.values ?? new Map();
  const etag = () => `ETAG${String(version).padStart(8, '0')}`;
  const commit = (values: Values) => {
    history.push({ atMs: nowMs(), values });
    version += 1;
  };
  const totals = () => ({
    ItemCount: current().size,
    TotalSizeInBytes: [...current()].reduce((sum, [key, value]) => sum + bytes(key) + bytes(value), 0),
  });

  function mustMatch(request: IncomingMessage): void {
    const given = request.headers['if-match'];
    if (given === undefined) throw new Refusal(400, 'ValidationException', 'If-Match is missing');
    if (given !== etag())
      throw new Refusal(409, 'ConflictException', 'The key value store changed; If-Match is out of date');
  }

  function write(request: IncomingMessage, puts: readonly [string, string][], deletes: readonly string[]) {
    mustMatch(request);
    if (puts.length + deletes.length > UPDATE_KEYS_MAX)
      throw new Refusal(400, 'ValidationException', 'too many keys');
    for (const [key, value] of puts) {
      if (key === '' || bytes(key) > 512 || bytes(value) > VALUE_BYTES_MAX)
        throw new Refusal(400, 'ValidationException', 'a key or value is too long');
    }
    const values = new Map(current());
    for (const [key, value] of puts) values.set(key, value);
    for (const key of deletes) values.delete(key);
    commit(values);
    return { body: totals(), etag: etag() };
  }

  async function answer(request: IncomingMessage): Promise<{ body: object; etag?: string }> {
    const url = request.url ?? '';
    const [path = '', query = ''] = url.split('?');
    const [, stores, store = '', kind, key] = path.split('/');
    if (stores !== 'key-value-stores' || decodeURIComponent(store) !== arn)
      throw new Refusal(404, 'ResourceNotFoundException', 'Key Value Store was not found');
    const operation = kind === undefined ? 'store' : key === undefined ? 'keys' : 'key';
    requests.push(`${request.method} ${operation}`);
    signatures.add(String(request.headers.authorization).split(' ')[0] ?? '');
    const body = await readAll(request);
    switch (`${request.method} ${operation}`) {
      case 'GET store':
        return { body: { ...totals(), KvsARN: arn, Created: 1_700_000_000, Status: 'READY' }, etag: etag() };
      case 'GET keys':
        return { body: page(current(), new URLSearchParams(query)) };
      case 'GET key': {
        const Key = decodeURIComponent(key ?? '');
        const Value = current().get(Key);
        if (Value === undefined) throw new Refusal(404, 'ResourceNotFoundException', 'Key was not found');
        return { body: { Key, Value, ...totals() } };
      }
      case 'PUT key':
        return write(request, [[decodeURIComponent(key ?? ''), String(JSON.parse(body).Value)]], []);
      case 'DELETE key':
        return write(request, [], [decodeURIComponent(key ?? '')]);
      case 'POST keys': {
        const { Puts = [], Deletes = [] } = JSON.parse(body) as {
          Puts?: { Key: string; Value: string }[];
          Deletes?: { Key: string }[];
        };
        return write(
          request,
          Puts.map(({ Key, Value }) => [Key, Value]),
          Deletes.map(({ Key }) => Key),
        );
      }
      default:
        throw new Refusal(400, 'ValidationException', 'no such operation');
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isWrite = request.method !== 'GET';
    const next = mishaps[0];
    const isForWrites = next?.startsWith('lose') === true;
    const mishap = next !== undefined && (isWrite || !isForWrites) ? mishaps.shift() : undefined;
    try {
      if (mishap === 'hang') return;
      if (mishap === 'throttle') throw new Refusal(429, 'ThrottlingException', 'Rate exceeded');
      if (mishap === 'fault') throw new Refusal(500, 'InternalServerException', 'Something broke');
      if (mishap === 'deny') throw new Refusal(403, 'AccessDeniedException', 'Access denied');
      if (mishap === 'full') throw new Refusal(402, 'ServiceQuotaExceededException', 'Limit exceeded');
      if (mishap === 'loseRace' || mishap === 'loseRaceInvalid') commit(new Map(current()));
      const answered = await answer(request);
      if (mishap === 'loseAnswer' || mishap === 'loseAnswerOvertaken') {
        if (mishap === 'loseAnswerOvertaken') commit(history.at(-2)?.values ?? new Map());
        request.socket.destroy();
        return;
      }
      if (answered.etag !== undefined) response.setHeader('ETag', answered.etag);
      send(response, 200, answered.body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const status = mishap === 'loseRaceInvalid' ? 400 : error.status;
      response.setHeader(
        'x-amzn-errortype',
        mishap === 'loseRaceInvalid' ? 'ValidationException' : error.type,
      );
      send(response, status, { Message: error.message });
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    arn,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    signatures,
    get updates() {
      return history.length - 1;
    },
    happen: (...more) => void mishaps.push(...more),
    edge: (delayMs) => ({
      get: async (key) => history.findLast(({ atMs }) => atMs <= nowMs() - delayMs)?.values.get(key),
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function page(values: Values, query: URLSearchParams) {
  const size = Number(query.get('MaxResults') ?? PAGE_DEFAULT);
  if (size > PAGE_MAX) throw new Refusal(400, 'ValidationException', `at most ${PAGE_MAX} keys a page`);
  const from = Number(query.get('NextToken') ?? 0);
  const Items = [...values].slice(from, from + size).map(([Key, Value]) => ({ Key, Value }));
  return from + size < values.size ? { Items, NextToken: String(from + size) } : { Items };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
