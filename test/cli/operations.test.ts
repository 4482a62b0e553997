import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTixClient } from '../../src/client/index.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';
import { seedHall, serve } from '../support/serve.ts';

/** The operations API of the server over this state folder, as its own files tell of it. */
function operationsOf(dir: string) {
  const { url, tokens } = JSON.parse(readFileSync(join(dir, 'state', 'ops.json'), 'utf8'));
  return async (method: string, path: string, role: string, json?: unknown) => {
    const { token } = tokens.find((known: { role: string }) => known.role === role) ?? {};
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
}

test('operators watch and steer a running server on a port of its own, and what they did outlives it', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  const before = await serve(folder.path);
  const ask = operationsOf(folder.path);
  const snapshot = await ask('GET', '/ops/v1/events/recital/snapshot', 'viewer');
  expect(snapshot).toMatchObject({ status: 200, body: { sessions: { live: 0 }, sale: { phase: 'open' } } });
  const paused = await ask('POST', '/ops/v1/events/recital/doors', 'operator', { verb: 'pause' });
  expect(paused).toMatchObject({ status: 200, body: { changed: true, tau: 0 } });
  expect((await ask('GET', '/metrics', 'nobody')).body).toContain(
    'tix_seats{event="recital",state="available"}',
  );
  // The buyers' port knows nothing of it.
  const { response } = await createTixClient({ baseUrl: before.url }).GET('/v1/events');
  expect(response.status).toBe(200);
  expect((await fetch(`${before.url}/ops/v1/events`)).status).toBe(404);
  await before.kill();

  await using _ = await serve(folder.path);
  const after = operationsOf(folder.path);
  const { body } = await after('GET', '/ops/v1/audit-log', 'viewer');
  expect(body.entries).toMatchObject([{ who: 'operator', action: 'doors', after: { verb: 'pause' } }]);
  for (const name of ['ops.json', 'audit.ndjson'])
    expect(statSync(join(folder.path, 'state', name)).mode & 0o777).toBe(0o600);
});

test('a port for operators that is in use is said to be so, by the option it was given with', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  const busy = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => busy.once('listening', resolve));
  const { port } = busy.address() as AddressInfo;
  const { exitCode, stderr } = await runTix([
    ...['serve', '--port', '0', '--ops-port', String(port)],
    ...['--store', `lmdb:${folder.path}/store`, '--state', `${folder.path}/state`],
  ]);
  expect([exitCode, stderr.trim()]).toEqual([
    2,
    `error: port ${port} on 127.0.0.1 is in use; stop what listens there or choose another with --ops-port`,
  ]);
  busy.close();
});
