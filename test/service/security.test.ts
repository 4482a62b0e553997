import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64Url } from '../../src/core/crypto/index.ts';
import { signJwt } from '../../src/core/jwt/index.ts';
import { loadVenue } from '../../src/core/venue/index.ts';
import { nodeHashing } from '../../src/service/adapters/system/index.ts';
import { signWebhook } from '../../src/service/webhooks/index.ts';
import hall from '../../venues/hall-small.json' with { type: 'json' };
import { operationsOf } from './fuzz/operations.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from './harness.ts';

/** The keys of the harness. */
const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
const [SIGN_IN_KEY, SESSION_KEY, WEBHOOK_KEY] = [keyOf(2), keyOf(3), keyOf(4)];

function firstSeats(harness: Harness, count: number): string[] {
  const [section] = harness.venue.sections;
  if (section === undefined) throw new Error('the venue has no section');
  return harness.venue
    .seatsOf(section)
    .slice(0, count)
    .map(({ seatId }) => seatId);
}

describe('a pass that was changed in any way opens nothing', () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    by: fc.constantFrom(...'ABab01-_.='),
  });

  test('the sign-in pass', async () => {
    const harness = await openHarness();
    const ada = await openBuyer(harness, 'ada');
    const path = `/v1/sessions/${ada.sessionId}`;
    const { 'x-tix-auth': pass } = ada.headers();
    expect(await harness.call('GET', path, { headers: ada.headers() })).toMatchObject({ status: 200 });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const changed = replaced(pass, at, by);
        fc.pre(changed !== pass);
        const headers = { 'x-tix-auth': changed };
        expect(await harness.call('GET', path, { headers })).toMatchObject({
          status: 401,
          body: { code: 'SIGN_IN_REQUIRED' },
        });
      }),
    );
  });

  test('the session pass', async () => {
    const harness = await openHarness();
    const ada = await openBuyer(harness, 'ada');
    const pass = String(ada.headers()['x-tix-session']);
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const changed = replaced(pass, at, by);
        fc.pre(changed !== pass);
        const answer = await ada.hold(firstSeats(harness, 1), { 'x-tix-session': changed });
        expect(answer).toMatchObject({ status: 401, body: { code: 'SESSION_PASS_REQUIRED' } });
      }),
    );
    expect((await ada.read()).body.session.heldCount).toBe(0);
  });
});

test('a pass says nothing by its own algorithm, of another kind, or under another key', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const path = `/v1/sessions/${ada.sessionId}`;
  const nowS = Math.floor(harness.nowMs() / 1000);
  const claims = { sub: 'ada', iat: nowS, exp: nowS + 3_600 };
  const part = (value: object) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  const unsigned = (alg: string) => `${part({ alg, typ: 'sign-in+jwt', kid: 's1' })}.${part(claims)}.`;
  const genuine = harness.signInPass('ada').split('.');
  const forgeries = {
    'no algorithm': unsigned('none'),
    'no algorithm, in capitals': unsigned('NONE'),
    'no algorithm, with the signature of another': `${unsigned('none')}${genuine[2]}`,
    'another algorithm': `${part({ alg: 'HS512', typ: 'sign-in+jwt' })}.${genuine[1]}.${genuine[2]}`,
    'a public-key algorithm': `${part({ alg: 'RS256', typ: 'sign-in+jwt' })}.${genuine[1]}.${genuine[2]}`,
    'no signature': `${genuine[0]}.${genuine[1]}.`,
    'another kind, rightly signed': signJwt(
      nodeHashing,
      SIGN_IN_KEY,
      { typ: 'session+jwt', kid: 's1' },
      claims,
    ),
    'another key': signJwt(nodeHashing, SESSION_KEY, { typ: 'sign-in+jwt', kid: 's1' }, claims),
    'the session pass': String(ada.headers()['x-tix-session']),
    expired: signJwt(nodeHashing, SIGN_IN_KEY, { typ: 'sign-in+jwt', kid: 's1' }, { ...claims, exp: nowS }),
    'without a name': signJwt(
      nodeHashing,
      SIGN_IN_KEY,
      { typ: 'sign-in+jwt', kid: 's1' },
      { ...claims, sub: '' },
    ),
  };
  for (const [name, pass] of Object.entries(forgeries)) {
    const { status } = await harness.call('GET', path, { headers: { 'x-tix-auth': pass } });
    expect([name, status]).toEqual([name, 401]);
  }
});

test('what belongs to somebody else looks as if it did not exist, whatever is asked of it', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  await ada.hold(firstSeats(harness, 1));
  const { payment } = (await ada.checkout()).body;
  const eve = await openBuyer(harness, 'eve');
  const ids = { sessionId: ada.sessionId, paymentId: String(payment.paymentId), eventId: EVENT_ID };
  const nobody = { ...ids, sessionId: 'no-such-session', paymentId: 'no-such-payment' };
  const { operations } = await operationsOf(harness);
  const concerned = operations.filter(({ path }) => /\{(sessionId|paymentId)\}/.test(path));
  expect(concerned.length).toBeGreaterThanOrEqual(8);
  const bodies: Record<string, unknown> = {
    holds: { seatIds: firstSeats(harness, 1) },
    releases: { seatIds: firstSeats(harness, 1) },
    'auto-holds': { count: 1 },
  };
  for (const { name, method, path } of concerned) {
    const json = method === 'POST' ? (bodies[path.split('/').at(-1) ?? ''] ?? {}) : undefined;
    const asked = async (of: Record<string, string>) => {
      const url = path.replace(/\{(\w+)\}/g, (_, part: string) => of[part] ?? '');
      const { status, body } = await harness.call(method, url, {
        headers: eve.headers(),
        ...(json === undefined ? {} : { json }),
      });
      return { name, status, code: body.code, detail: body.detail };
    };
    const answer = await asked(ids);
    expect(answer.status).toBeGreaterThanOrEqual(401);
    expect(answer).toEqual(await asked(nobody));
  }
  expect((await ada.read()).body.session).toMatchObject({ state: 'checkout', heldCount: 1 });
});

test('a webhook that was overheard is worth nothing later, and nothing more at once', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  await ada.hold(firstSeats(harness, 2));
  const { payment } = (await ada.checkout()).body;
  const { paymentId, amountMinor, redirectUrl } = payment;
  const word = { providerRef: redirectUrl.split('/').at(-1), paymentId, status: 'approved', amountMinor };
  const bytes = new TextEncoder().encode(JSON.stringify(word));
  const headers = { 'x-tix-webhook-signature': signWebhook(WEBHOOK_KEY, bytes, harness.nowMs()) };
  const send = (body: object, signed: Record<string, string> = headers) =>
    harness.call('POST', '/v1/webhooks/payments/test', { json: body, headers: signed });

  expect(await send({ ...word, amountMinor: 1 })).toMatchObject({ status: 401 });
  const laterSecond = headers['x-tix-webhook-signature'].replace(/t=(\d+)/, (_, t) => `t=${Number(t) + 1}`);
  expect(await send(word, { 'x-tix-webhook-signature': laterSecond })).toMatchObject({ status: 401 });
  expect(await send(word)).toMatchObject({ status: 200 });
  const settled = await harness.store.getPayment(paymentId);
  expect(settled).toMatchObject({ state: 'settled' });
  expect(await send(word)).toMatchObject({ status: 200 });
  expect(await harness.store.getPayment(paymentId)).toEqual(settled);
  await harness.passMs(301_000);
  expect(await send(word)).toMatchObject({ status: 401, body: { code: 'WEBHOOK_INVALID' } });
});

test('what only the edge may say is not taken from a client, however it is spelled', async () => {
  const harness = await openHarness();
  const path = `/v1/events/${EVENT_ID}/queue/token`;
  const right = await harness.edgeHeaders('ada', path);
  const value = right['x-tix-edge'];
  const spellings: Record<string, string>[] = [
    { 'x-tix-edge': `${value}, ${value}` },
    { 'x-tix-edge': `${value} x` },
    { x_tix_edge: value },
    { 'x-forwarded-x-tix-edge': value },
    { 'x-tix-edge': value.toUpperCase() },
    { 'x-original-url': path, 'x-rewrite-url': path },
  ];
  for (const smuggled of spellings) {
    const headers = { 'x-tix-auth': right['x-tix-auth'], ...smuggled };
    expect(await harness.call('POST', path, { headers })).toMatchObject({
      status: 403,
      body: { code: 'EDGE_ONLY' },
    });
  }
});

test('no id, in an address or in a venue file, leads out of where it belongs', async () => {
  const harness = await openHarness();
  for (const part of [
    '..',
    '../../package.json',
    '%2e%2e%2fpackage.json',
    'a/../../b',
    '/etc/passwd',
    'a\u0000b',
  ]) {
    const inUrl = encodeURIComponent(part);
    for (const url of [
      `/v1/venues/${inUrl}`,
      `/v1/events/${inUrl}`,
      `/v1/events/${EVENT_ID}/sections/${inUrl}/seats`,
    ]) {
      const { status, body } = await harness.call('GET', url);
      expect([url, [400, 404].includes(status)]).toEqual([url, true]);
      expect(JSON.stringify(body)).not.toContain('"dependencies"');
    }
    const [level] = hall.levels;
    const [section] = level?.sections ?? [];
    const sections = [{ ...section, id: part }];
    expect(() => loadVenue({ ...hall, id: part }, nodeHashing)).toThrow(/venue file has/);
    expect(() => loadVenue({ ...hall, levels: [{ ...level, sections }] }, nodeHashing)).toThrow(
      /venue file has/,
    );
  }
});

function replaced(text: string, at: number, by: string): string {
  const index = Math.floor(at * text.length);
  return text.slice(0, index) + by + text.slice(index + 1);
}
