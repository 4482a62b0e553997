import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openLmdbOutbox } from '../../../src/service/adapters/outbox-lmdb/index.ts';
import type { OutboundEvent, Outbox } from '../../../src/service/ports/index.ts';
import { tempFolder } from '../../support/run-tix.ts';

export const NOW_MS = 1_764_000_000_000;

export function eventOf(id: string): OutboundEvent {
  return {
    specversion: '1.0',
    id,
    source: '/v1/events/final',
    type: 'tix.seat.released.v1',
    subject: 'A#B#R#S',
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'urn:tix:outbound-events:1',
    data: { eventId: 'final', sectionId: 'A', seatId: 'A#B#R#S', ver: 1 },
  };
}

/** An outbox in a folder of its own; `reopen` is what a restart of the process does. */
export function tempOutbox(eventsMax?: number) {
  const folder = tempFolder();
  const options = { dir: folder.path, ...(eventsMax === undefined ? {} : { eventsMax }) };
  let outbox: Outbox = openLmdbOutbox(options);
  return {
    dir: folder.path,
    get outbox() {
      return outbox;
    },
    async reopen() {
      await outbox.close();
      outbox = openLmdbOutbox(options);
    },
    async [Symbol.asyncDispose]() {
      await outbox.close();
      folder[Symbol.dispose]();
    },
  };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A receiver of webhooks on this machine that answers as it is told; 0 does not answer at all. */
export async function startReceiver(answer: (received: Received) => number) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const one = { headers: request.headers, body: Buffer.concat(pieces) };
      received.push(one);
      const status = answer(one);
      if (status !== 0)
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
