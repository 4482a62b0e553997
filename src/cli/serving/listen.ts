import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { UserError } from '../../core/errors/index.ts';

export interface Listening {
  readonly url: string;
  /** Stops taking requests, lets those under way finish for a while, then cuts what is left. */
  close(): Promise<void>;
}

const DRAIN_MS = 5_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
const KEEP_ALIVE_MS = 30_000;

interface Address {
  readonly host: string;
  readonly port: number;
  /** By which the port is chosen. */
  readonly option?: string;
}

/**
 * Serves `fetch` over HTTP/1.1. Port 0 takes a free one.
 *
 * @throws UserError `PORT_IN_USE`, `ADDRESS_NOT_AVAILABLE`.
 */
export async function listen(
  address: Address,
  fetch: (request: Request, viewerIp: string) => Promise<Response>,
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request: Request, env: unknown) =>
      fetch(request, (env as HttpBindings).incoming.socket.remoteAddress ?? ''),
    // Slow clients must not hold on to the server for ever.
    serverOptions: {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 2_000,
    },
  }) as Server;

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;

  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function explained(error: NodeJS.ErrnoException, { host, port, option = '--port' }: Address): Error {
  if (error.code === 'EADDRINUSE')
    return new UserError(
      'PORT_IN_USE',
      `port ${port} on ${host} is in use; stop what listens there or choose another with ${option}`,
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new UserError(
      'ADDRESS_NOT_AVAILABLE',
      `this machine has no address ${host}; try --host 127.0.0.1`,
    );
  if (error.code === 'EACCES')
    return new UserError(
      'PORT_FORBIDDEN',
      `port ${port} needs more rights than you have; choose one above 1023`,
    );
  return error;
}
