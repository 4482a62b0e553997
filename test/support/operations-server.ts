import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { OperationsSnapshot } from '../../src/service/operations/index.ts';

export interface OperationsServer extends AsyncDisposable {
  readonly url: string;
  /** What was changed, in order: the path's last word and the body. */
  readonly changes: readonly (readonly [what: string, body: unknown])[];
  /** Sends a snapshot to everybody who listens, and answers with it from now on. */
  tell(snapshot: OperationsSnapshot): void;
  /** How many follow the stream. */
  readonly listeners: number;
}

export interface OperationsServerOptions {
  readonly snapshot: OperationsSnapshot;
  readonly token: string;
  readonly port?: number;
  /** How the stream behaves: as it should, missing, or kept back by a proxy. */
  readonly streaming?: 'real' | 'missing' | 'keptBack';
}

/** Speaks the operations API for one event, and misbehaves on demand. */
export async function operationsServer(options: OperationsServerOptions): Promise<OperationsServer> {
  let { snapshot } = options;
  const listeners = new Set<ServerResponse>();
  const changes: [string, unknown][] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const what = path.slice(path.lastIndexOf('/') + 1);
    if (request.headers.authorization !== `Bearer ${options.token}`)
      return refuse(response, 401, 'UNAUTHORIZED', 'no such token');
    if (path !== `/ops/v1/events/${snapshot.eventId}/${what}`)
      return refuse(response, 404, 'EVENT_UNKNOWN', 'there is no such event');
    if (request.method === 'POST') {
      changes.push([what, JSON.parse(await text(request))]);
      return answer(response, {});
    }
    if (what === 'snapshot') return answer(response, snapshot);
    if (options.streaming === 'missing') return refuse(response, 404, 'NOT_FOUND', 'there is no stream');
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (options.streaming === 'keptBack') return;
    listeners.add(response.once('close', () => listeners.delete(response)));
    response.write(event(snapshot));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changes,
    tell(next) {
      snapshot = next;
      for (const listener of listeners) listener.write(event(next));
    },
    get listeners() {
      return listeners.size;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function event(snapshot: OperationsSnapshot): string {
  return `event: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`;
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: string, detail: string): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ status, code, detail }));
}
