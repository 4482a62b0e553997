import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from '../support/run-tix.ts';
import { type Served, seedHall, serve } from '../support/serve.ts';

/** Or what the machine lets a process have open. */
const CONNECTIONS = Math.min(2_000, openFilesMax() - 500);

const folder = tempFolder();
let server: Served;
beforeAll(async () => {
  await seedHall(folder.path);
  server = await serve(folder.path);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function openFilesMax(): number {
  const report = process.report?.getReport() as { userLimits?: { open_files?: { soft: number | string } } };
  const soft = Number(report.userLimits?.open_files?.soft);
  // "unlimited" is no number.
  return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : soft;
}

function open(): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** What the server says to these bytes before it closes the connection. */
async function answerTo(bytes: string): Promise<string> {
  const socket = await open();
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  socket.on('error', () => {});
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(pieces).toString('utf8');
}

const lines = (...parts: string[]) =>
  `${[...parts, 'Host: shop.example', 'Connection: close'].join('\r\n')}\r\n\r\n`;

describe('a server', () => {
  test('refuses what is no HTTP, or could be read in two ways', async () => {
    const hold = 'POST /v1/sign-in/dev HTTP/1.1';
    const json = 'Content-Type: application/json';
    const refused: [string, RegExp][] = [
      ['GARBAGE\r\n\r\n', /^HTTP\/1\.1 400 /],
      [lines('GET /v1/time HTTP/9.9'), /^HTTP\/1\.1 400 /],
      [lines('GET /v1/time HTTP/1.1', `X-Long: ${'x'.repeat(40_000)}`), /^HTTP\/1\.1 431 /],
      [lines(hold, json, 'Content-Length: 2', 'Transfer-Encoding: chunked'), /^HTTP\/1\.1 400 /],
      [lines(hold, json, 'Content-Length: 2', 'Content-Length: 3'), /^HTTP\/1\.1 400 /],
      [lines(hold, json, 'Content-Length: -1'), /^HTTP\/1\.1 400 /],
      [lines(hold, json, 'Content-Length: 99999999'), /^HTTP\/1\.1 413 /],
    ];
    for (const [bytes, status] of refused) expect(await answerTo(bytes)).toMatch(status);
  });

  test('hands out no file from outside its pages', async () => {
    const paths = [
      '/../../package.json',
      '/assets/../../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
    ];
    for (const path of paths) {
      const answer = await answerTo(lines(`GET ${path} HTTP/1.1`));
      expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /);
      expect(answer).not.toContain('devDependencies');
    }
  });

  test(`answers everybody else beside ${CONNECTIONS} connections that are idle, slow, half-open or torn down`, async () => {
    const sockets: Socket[] = [];
    for (let number = 0; number < CONNECTIONS; number += 100)
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, open))));
    for (const [number, socket] of sockets.entries()) {
      socket.on('error', () => {});
      if (number % 4 === 1) socket.write('GET /v1/time HTTP/1.1\r\nX-Slow: ');
      if (number % 4 === 2) socket.end('POST /v1/sign-in/dev HTTP/1.1\r\nContent-Length: 100\r\n\r\n{');
      if (number % 4 === 3) socket.resetAndDestroy();
    }
    for (let request = 0; request < 20; request += 1) {
      const { status } = await fetch(`${server.url}/v1/time`, { signal: AbortSignal.timeout(20_000) });
      expect(status).toBe(200);
    }
    for (const socket of sockets) socket.destroy();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});
