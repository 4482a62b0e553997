import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentityExchange } from '../../src/service/auth/index.ts';
import { EVENT_ID, openHarness } from './harness.ts';

const ISSUER = 'https://login.example';
const AUDIENCE = 'tix-shop';
const keys = {
  RS256: await generateKeyPair('RS256'),
  ES256: await generateKeyPair('ES256'),
  foreign: await generateKeyPair('ES256'),
};

let server: Server;
let jwksUrl: string;

beforeAll(async () => {
  const published = await Promise.all(
    (['RS256', 'ES256'] as const).map(async (alg) => ({
      ...(await exportJWK(keys[alg].publicKey)),
      kid: alg,
      alg,
    })),
  );
  server = createServer((_, response) => response.end(JSON.stringify({ keys: published })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});
afterAll(() => void server.close());

const openShop = () =>
  openHarness({ identity: createIdentityExchange({ issuer: ISSUER, audience: AUDIENCE, jwksUrl }) });

interface TokenOptions {
  readonly alg?: 'RS256' | 'ES256';
  readonly key?: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresInSeconds?: number;
}

async function idToken(nowMs: number, options: TokenOptions = {}): Promise<string> {
  const alg = options.alg ?? 'ES256';
  const nowSeconds = Math.floor(nowMs / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg, kid: alg })
    .setSubject('user-1')
    .setIssuer(options.issuer ?? ISSUER)
    .setAudience(options.audience ?? AUDIENCE)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + (options.expiresInSeconds ?? 300))
    .sign(options.key ?? keys[alg].privateKey);
}

test.each(['RS256', 'ES256'] as const)(
  'an %s identity token becomes a pass the whole shop accepts',
  async (alg) => {
    const shop = await openShop();
    const token = await idToken(shop.nowMs(), { alg });
    const answer = await shop.call('POST', '/v1/sign-in/exchange', { json: { idToken: token } });
    expect(answer.status).toBe(200);
    expect(answer.body.sub).not.toContain('user-1');
    expect(answer.headers.get('set-cookie')).toMatch(/^tix_auth=.*HttpOnly.*SameSite=Lax/i);
    const mine = `/v1/events/${EVENT_ID}/reservations`;
    for (const headers of [
      { 'x-tix-auth': answer.body.pass },
      { authorization: `Bearer ${answer.body.pass}` },
      { cookie: `other=1; tix_auth=${answer.body.pass}` },
    ] as Record<string, string>[])
      expect(await shop.call('GET', mine, { headers })).toMatchObject({
        status: 200,
        body: { reservations: [] },
      });
  },
);

test('the same person is the same pseudonym at every sign-in', async () => {
  const shop = await openShop();
  const subs = [];
  for (const alg of ['RS256', 'ES256'] as const) {
    const json = { idToken: await idToken(shop.nowMs(), { alg }) };
    subs.push((await shop.call('POST', '/v1/sign-in/exchange', { json })).body.sub);
  }
  expect(new Set(subs).size).toBe(1);
});

test('foreign, expired, misaddressed and symmetric tokens are refused', async () => {
  const shop = await openShop();
  const nowMs = shop.nowMs();
  const symmetric = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', kid: 'ES256' })
    .setSubject('user-1')
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(nowMs / 1000) + 300)
    .sign(new Uint8Array(32));
  const tokens = [
    await idToken(nowMs, { key: keys.foreign.privateKey }),
    await idToken(nowMs, { issuer: 'https://evil.example' }),
    await idToken(nowMs, { audience: 'another-shop' }),
    await idToken(nowMs, { expiresInSeconds: -1 }),
    symmetric,
    'not.a.token',
  ];
  for (const token of tokens)
    expect(await shop.call('POST', '/v1/sign-in/exchange', { json: { idToken: token } })).toMatchObject({
      status: 401,
      body: { code: 'SIGN_IN_REFUSED' },
    });
});

test('when the identity provider cannot be reached the buyer is told to try again', async () => {
  const gone = createIdentityExchange({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl: 'http://127.0.0.1:9/jwks',
  });
  const shop = await openHarness({ identity: gone });
  const json = { idToken: await idToken(shop.nowMs()) };
  expect(await shop.call('POST', '/v1/sign-in/exchange', { json })).toMatchObject({
    status: 503,
    body: { code: 'UNAVAILABLE' },
  });
});

test('anybody can be anybody only where the rehearsal login is switched on', async () => {
  const json = { userId: 'ada' };
  const closed = await openHarness();
  expect(await closed.call('POST', '/v1/sign-in/dev', { json })).toMatchObject({ status: 404 });
  const open = await openHarness({ devLogin: true });
  const { body } = await open.call('POST', '/v1/sign-in/dev', { json });
  const mine = `/v1/events/${EVENT_ID}/reservations`;
  expect(await open.call('GET', mine, { headers: { 'x-tix-auth': body.pass } })).toMatchObject({
    status: 200,
  });
});

test('an event says how its buyers sign in', async () => {
  const doorsOf = async (options: Parameters<typeof openHarness>[0]) => {
    const shop = await openHarness(options);
    return (await shop.call('GET', `/v1/events/${EVENT_ID}`)).body.signIn;
  };
  const issuer = { issuer: ISSUER, audience: AUDIENCE, jwksUrl };
  const authorizeUrl = 'https://login.example/authorize';
  expect(await doorsOf({})).toEqual({ rehearsal: false, provider: null });
  expect(await doorsOf({ devLogin: true })).toEqual({ rehearsal: true, provider: null });
  expect(await doorsOf({ identity: createIdentityExchange(issuer) })).toEqual({
    rehearsal: false,
    provider: { authorizeUrl: null, clientId: AUDIENCE },
  });
  expect(await doorsOf({ identity: createIdentityExchange({ ...issuer, authorizeUrl }) })).toEqual({
    rehearsal: false,
    provider: { authorizeUrl, clientId: AUDIENCE },
  });
});
