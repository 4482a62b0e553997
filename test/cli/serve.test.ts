import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTixClient } from '../../src/client/index.ts';
import { solveProof } from '../../src/core/admission/index.ts';
import { nodeHashing } from '../../src/service/adapters/system/index.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';
import { seedHall, serve } from '../support/serve.ts';

const EVENT = { params: { path: { eventId: 'recital' } } };

/** A buyer at the real server: signs in, waits in the real edge's queue, gets a session. */
async function enter(url: string, userId: string) {
  const client = createTixClient({ baseUrl: url });
  const login = await client.POST('/v1/sign-in/dev', { body: { userId } });
  const auth = { 'x-tix-auth': login.data?.pass ?? '' };
  const minted = await client.POST('/v1/events/{eventId}/queue/token', { ...EVENT, headers: auth });
  let { token, retryAt, challenge } = minted.data ?? { token: null, retryAt: 0, challenge: null };
  const proof = solveProof(nodeHashing, challenge?.text ?? '', challenge?.bits ?? 0, 0, 1 << 16);
  for (let tries = 0; tries < 30; tries++) {
    await sleep(Math.max(0, retryAt * 1000 - Date.now()));
    const headers = {
      ...auth,
      'x-tix-token': token ?? '',
      'x-tix-nonce': 'nonce' in proof ? proof.nonce : '',
    };
    const { data } = await client.POST('/v1/events/{eventId}/queue/admission', { ...EVENT, headers });
    if (data?.admitted === true)
      return { client, session: data.session, headers: { ...auth, 'x-tix-session': data.pass } };
    ({ token, retryAt } = data ?? { token: null, retryAt: 0 });
  }
  throw new Error(`${userId} never got in`);
}

test('a buyer gets from the waiting room to bought seats through the real edge and the test payment page', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  await using server = await serve(folder.path, ['--tau', '1']);
  const { client, session, headers } = await enter(server.url, 'ada');
  const path = { sessionId: session.sessionId };
  const held = await client.POST('/v1/sessions/{sessionId}/auto-holds', {
    params: { path },
    headers,
    body: { count: 2, mode: 'together' },
  });
  expect(held.data?.seatIds).toHaveLength(2);
  const checkout = await client.POST('/v1/sessions/{sessionId}/checkout', {
    params: { path },
    headers,
    body: { returnPath: '/' },
  });
  const payment = checkout.data?.payment;
  const paid = await fetch(payment?.redirectUrl ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"outcome":"approve"}',
  });
  expect(await paid.json()).toEqual({ status: 'approved' });
  const state = async () => {
    const { data } = await client.GET('/v1/payments/{paymentId}', {
      params: { path: { paymentId: payment?.paymentId ?? '' } },
      headers,
    });
    return data?.state;
  };
  await expect.poll(state).toBe('settled');

  const stopped = await server.stop();
  expect(stopped.exitCode).toBe(0);
  const audit = await runTix(['audit', '--store', `lmdb:${folder.path}/store`, '--json']);
  expect(JSON.parse(audit.stdout)).toMatchObject({ ok: true });
});

test('what was acknowledged is there after kill -9, and the sale goes on', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  const before = await serve(folder.path, ['--tau', '1']);
  const { client, session, headers } = await enter(before.url, 'ada');
  const hold = {
    params: { path: { sessionId: session.sessionId } },
    headers,
    body: { count: 3, mode: 'best' as const },
  };
  const { data } = await client.POST('/v1/sessions/{sessionId}/auto-holds', hold);
  await before.kill();

  await using after = await serve(folder.path);
  const again = createTixClient({ baseUrl: after.url });
  const read = await again.GET('/v1/sessions/{sessionId}', {
    params: { path: { sessionId: session.sessionId } },
    headers,
  });
  expect(read.data?.session.seats.map(({ seatId }) => seatId).sort()).toEqual(
    [...(data?.seatIds ?? [])].sort(),
  );
});

test('under load, too, everything acknowledged before kill -9 is there afterwards, and nothing is held twice', async () => {
  using folder = tempFolder();
  await seedHall(folder.path, ['--soft-cap', '50', '--seat-limit', '8']);
  const before = await serve(folder.path, ['--tau', '1']);
  const buyers = await Promise.all(
    Array.from({ length: 10 }, (_, number) => enter(before.url, `buyer-${number}`)),
  );
  const acknowledged = buyers.map(() => new Set<string>());
  let acknowledgements = 0;
  let enough = () => {};
  const loaded = new Promise<void>((resolve) => {
    enough = resolve;
  });

  const visits = buyers.map(async ({ client, session, headers }, number) => {
    for (let seats = 0; seats < 8; seats++) {
      const { data } = await client.POST('/v1/sessions/{sessionId}/auto-holds', {
        params: { path: { sessionId: session.sessionId } },
        headers,
        body: { count: 1, mode: 'best' },
      });
      for (const seatId of data?.seatIds ?? []) acknowledged[number]?.add(seatId);
      acknowledgements += 1;
      if (acknowledgements === 30) enough();
    }
  });
  // Listened to from the start: the kill ends them all with an error.
  const shopping = Promise.allSettled(visits);
  await loaded;
  await before.kill();
  await shopping;

  await using after = await serve(folder.path);
  const client = createTixClient({ baseUrl: after.url });
  const all = new Set<string>();
  let held = 0;
  for (const [number, { session, headers }] of buyers.entries()) {
    const params = { path: { sessionId: session.sessionId } };
    const { data } = await client.GET('/v1/sessions/{sessionId}', { params, headers });
    const seatIds = data?.session.seats.map(({ seatId }) => seatId) ?? [];
    for (const seatId of acknowledged[number] ?? []) expect(seatIds).toContain(seatId);
    for (const seatId of seatIds) all.add(seatId);
    held += seatIds.length;
  }
  expect(all.size).toBe(held);
  await after.stop();
  const audit = await runTix(['audit', '--store', `lmdb:${folder.path}/store`, '--json']);
  expect(JSON.parse(audit.stdout)).toMatchObject({ ok: true });
});

test('the queue is reached through the edge only, whatever path or header a client tries', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  await using server = await serve(folder.path);
  const tries = [
    '/v1/events/recital/queue/admission/',
    '/v1/events/recital/queue/%61dmission',
    '/v1/events/recital//queue/admission',
    '/v1/events/recital/queue/admission%2f..%2ftoken',
    '/V1/events/recital/queue/admission',
  ];
  for (const path of tries) {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'x-tix-edge': `${Math.floor(Date.now() / 1000)}.admitted.${'A'.repeat(43)}` },
    });
    expect([path, [403, 404].includes(response.status)]).toEqual([path, true]);
  }
});

test('a port in use, an incomplete identity provider and a store that is no store are one clear line', async () => {
  using folder = tempFolder();
  await seedHall(folder.path);
  const busy = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => busy.once('listening', resolve));
  const { port } = busy.address() as AddressInfo;
  const base = ['serve', '--store', `lmdb:${folder.path}/store`, '--state', `${folder.path}/state`];
  const cases: [flags: string[], exitCode: number, says: RegExp][] = [
    [['--port', String(port)], 2, new RegExp(`port ${port} on 127.0.0.1 is in use`)],
    [['--port', '0', '--oidc-issuer', 'https://login.example'], 2, /--oidc-audience/],
    [['--port', '0', '--store', `lmdb:${folder.path}/state/secrets.json`], 3, /secrets\.json/],
  ];
  for (const [flags, exitCode, says] of cases) {
    const ended = await runTix([...base, ...flags]);
    expect([flags, ended.exitCode]).toEqual([flags, exitCode]);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  }
  busy.close();
});
