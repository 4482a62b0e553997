import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it passed: the operation (`TransactWriteItems`) and its content. */
export interface Passed {
  readonly operation: string;
  readonly body: Record<string, unknown>;
}

/** What the proxy does to one request. */
export type Mischief =
  /** Nothing. */
  | 'pass'
  /** DynamoDB does it, and the connection breaks before the answer. */
  | 'dropAnswer'
  /** DynamoDB never gets it. */
  | 'dropRequest'
  /** DynamoDB does it, and the answer comes when nobody waits for it any more. */
  | 'lateAnswer'
  /** DynamoDB does it, and a failing front end says that it failed. */
  | 'serverError'
  /** DynamoDB refuses it: too many requests. */
  | 'throttle'
  /** Of a batch of writes only the first half is done, and the rest comes back. */
  | 'half';

export interface DynamoProxy {
  readonly endpoint: string;
  /** Requests since the last `forget`, in the order in which they came. */
  readonly passed: readonly Passed[];
  /** Connections that were made. */
  readonly connections: number;
  /** Chooses what happens to each request from now on, and when; undefined for none. */
  plant(mischief: ((passed: Passed) => Mischief | Promise<Mischief>) | undefined): void;
  forget(): void;
  close(): Promise<void>;
}

/** Stands between a store and its DynamoDB. Answers that are late are this late. */
export async function startProxy(target: string, lateMs: number): Promise<DynamoProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const passed: Passed[] = [];
  let connections = 0;
  let choose: ((passed: Passed) => Mischief | Promise<Mischief>) | undefined;

  async function forward(incoming: IncomingMessage, body: Buffer): Promise<{ status: number; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const { method = 'POST', url = '/' } = incoming;
      const headers = { ...incoming.headers, 'content-length': body.length };
      const outgoing = request({ hostname, port, method, path: url, headers }, (answer) => {
        buffer(answer).then(
          (content) => resolve({ status: answer.statusCode ?? 500, body: content }),
          reject,
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const content = await buffer(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const seen = { operation, body: JSON.parse(content.toString('utf8')) };
    passed.push(seen);
    const mischief = (await choose?.(seen)) ?? 'pass';
    const answer = (status: number, body: Buffer | string) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    if (mischief === 'dropRequest') return void incoming.socket.destroy();
    if (mischief === 'throttle') return void answer(400, errorBody('ThrottlingException', 'Rate exceeded'));
    if (mischief === 'half') return void answer(200, await half(incoming, seen.body));
    const { status, body } = await forward(incoming, content);
    switch (mischief) {
      case 'dropAnswer':
        incoming.socket.destroy();
        break;
      case 'lateAnswer':
        setTimeout(() => response.destroyed || answer(status, body), lateMs);
        break;
      case 'serverError':
        answer(500, errorBody('InternalServerError', 'Internal server error'));
        break;
      default:
        answer(status, body);
    }
  }

  async function half(incoming: IncomingMessage, { RequestItems }: Record<string, unknown>): Promise<string> {
    const [[table = '', puts = []] = []] = Object.entries(RequestItems as Record<string, unknown[]>);
    const done = Math.ceil(puts.length / 2);
    await forward(incoming, Buffer.from(JSON.stringify({ RequestItems: { [table]: puts.slice(0, done) } })));
    return JSON.stringify({ UnprocessedItems: done < puts.length ? { [table]: puts.slice(done) } : {} });
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    get connections() {
      return connections;
    },
    plant(mischief) {
      choose = mischief;
    },
    forget() {
      passed.length = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function errorBody(name: string, message: string): string {
  return JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
}
