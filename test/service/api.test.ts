import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED_CLIENT, generateClient } from '../../scripts/lib/generate-client.ts';
import { StoreUnavailableError } from '../../src/service/ports/index.ts';
import { PROBLEMS } from '../../src/service/problems/index.ts';
import { EVENT_ID, openBuyer, openHarness } from './harness.ts';

/** What anybody may call without a pass; every other route must ask for one. */
const OPEN_TO_ALL = [
  'GET /healthz',
  'GET /readyz',
  'GET /openapi.json',
  'GET /problems/{code}',
  'GET /v1/time',
  'GET /v1/events',
  'GET /v1/events/{eventId}',
  'GET /v1/events/{eventId}/draw',
  'GET /v1/venues/{venueHash}',
  'GET /v1/events/{eventId}/availability',
  'GET /v1/events/{eventId}/sections/{sectionId}/availability',
  'GET /v1/events/{eventId}/sections/{sectionId}/seats',
  'GET /v1/events/{eventId}/sections/{sectionId}/blocks/{blockId}/seats',
  'GET /v1/events/{eventId}/seats/packed',
  'GET /v1/events/{eventId}/sections/{sectionId}/seats/packed',
  'POST /v1/sign-in/exchange',
  // Guarded by the edge's header and by the provider's signature.
  'POST /v1/events/{eventId}/queue/token',
  'POST /v1/events/{eventId}/queue/admission',
  'POST /v1/webhooks/payments/{provider}',
];

async function openApi() {
  const harness = await openHarness();
  const { body } = await harness.call('GET', '/openapi.json');
  const operations = Object.entries(body.paths as Record<string, Record<string, OpenApiOperation>>).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return { harness, document: body, operations };
}

interface OpenApiOperation {
  readonly security?: readonly object[];
  readonly responses: Record<string, { content?: Record<string, unknown> }>;
}

test('the API describes itself as OpenAPI 3.1, every route of the app is in it', async () => {
  const { harness, document, operations } = await openApi();
  expect(document.openapi).toBe('3.1.0');
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  const served = harness.app.routes
    .filter(({ method, path }) => method !== 'ALL' && path !== '/openapi.json')
    .map(({ method, path }) => `${method} ${path.replace(/:([A-Za-z]+)/g, '{$1}')}`);
  expect(new Set(described)).toEqual(new Set(served));
});

test('every route asks for a pass unless it is meant for everybody', async () => {
  const { harness, operations } = await openApi();
  const guarded = operations.filter(
    ({ method, path }) => !OPEN_TO_ALL.includes(`${method.toUpperCase()} ${path}`),
  );
  expect(guarded.length).toBeGreaterThan(8);
  const parts: Record<string, string> = { eventId: EVENT_ID, sessionId: 's1', paymentId: 'p1' };
  for (const { method, path, operation } of guarded) {
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? name);
    const json = method === 'post' ? { seatIds: ['A#B#C#D'], count: 1 } : undefined;
    const answer = await harness.call(
      method.toUpperCase(),
      url,
      json === undefined ? {} : { json: bodyFor(path) },
    );
    expect([method, path, answer.status]).toEqual([method, path, 401]);
    expect(operation.security?.length, `${path} names its security`).toBeGreaterThan(0);
  }
});

function bodyFor(path: string): unknown {
  if (path.endsWith('/auto-holds')) return { count: 1 };
  if (path.endsWith('/human-check')) return { answer: 'x' };
  return /\/(holds|releases)$/.test(path) ? { seatIds: ['A#B#C#D'] } : {};
}

test('every answer the routes describe is JSON, problem+json, text, packed seats or empty', async () => {
  const { operations } = await openApi();
  const types = operations.flatMap(({ operation }) =>
    Object.values(operation.responses).flatMap(({ content }) => Object.keys(content ?? {})),
  );
  expect(new Set(types)).toEqual(
    new Set(['application/json', 'application/octet-stream', 'application/problem+json', 'text/plain']),
  );
});

test('the typed client is made from the present API (run `node scripts/client.ts` after a change)', async () => {
  expect(readFileSync(GENERATED_CLIENT, 'utf8')).toBe(await generateClient());
});

test('errors are problem documents with a stable code and a page that explains it', async () => {
  const harness = await openHarness();
  const answer = await harness.call('GET', '/v1/events/unknown');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toEqual({
    type: '/problems/EVENT_UNKNOWN',
    title: PROBLEMS.EVENT_UNKNOWN.title,
    status: 404,
    code: 'EVENT_UNKNOWN',
    detail: expect.any(String),
  });
  expect((await harness.call('GET', answer.body.type)).body).toContain('There is no such event');
});

test('everything wrong with a request is said at once, with its path', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const answer = await harness.call('POST', `/v1/sessions/${ada.sessionId}/auto-holds`, {
    headers: ada.headers(),
    json: { count: 0, mode: 'worst', surprise: 1 },
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  expect(answer.body.problems.map(({ path }: { path: string }) => path)).toEqual(
    expect.arrayContaining(['/count', '/mode', '/']),
  );
});

test('requests that are not JSON, too large, or of the wrong method or address are refused plainly', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const holds = `/v1/sessions/${ada.sessionId}/holds`;
  const send = (body: string, type: string) =>
    harness.app.request(holds, { method: 'POST', body, headers: { ...ada.headers(), 'content-type': type } });
  const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

  expect(await codeOf(await send('{}', 'text/plain'))).toBe('UNSUPPORTED_MEDIA_TYPE');
  expect(await codeOf(await send('{', 'application/json'))).toBe('INVALID_REQUEST');
  expect(await codeOf(await send(JSON.stringify({ pad: 'x'.repeat(20_000) }), 'application/json'))).toBe(
    'TOO_LARGE',
  );
  const wrongMethod = await harness.call('PUT', holds, { headers: ada.headers() });
  expect(wrongMethod).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } });
  expect(wrongMethod.headers.get('allow')).toBe('POST');
  expect(await harness.call('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});

test('maps carry tags: who has the present one is answered 304', async () => {
  const harness = await openHarness();
  const [section] = harness.venue.sections;
  const [block] = section?.blocks ?? [];
  const base = `/v1/events/${EVENT_ID}`;
  const paths = [
    base,
    `${base}/availability`,
    `${base}/sections/${section?.id}/availability`,
    `${base}/sections/${section?.id}/seats`,
    `${base}/sections/${section?.id}/blocks/${block?.id}/seats`,
    `/v1/venues/${harness.venue.hash}`,
  ];
  for (const path of paths) {
    const first = await harness.call('GET', path);
    const etag = first.headers.get('etag') ?? '';
    expect([path, first.status]).toEqual([path, 200]);
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=\d+/);
    const again = await harness.call('GET', path, { headers: { 'if-none-match': `"other", ${etag}` } });
    expect([path, again.status, again.body]).toEqual([path, 304, '']);
  }
});

test('counts of the three scales agree with each other', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  await ada.autoHold({ count: 3 });
  await harness.drain();
  const whole = (await harness.call('GET', `/v1/events/${EVENT_ID}/availability`)).body;
  expect(whole.available).toBe(whole.total - 3);
  for (const { sectionId, available } of whole.sections) {
    const base = `/v1/events/${EVENT_ID}/sections/${sectionId}`;
    const blocks = (await harness.call('GET', `${base}/availability`)).body;
    const seats = (await harness.call('GET', `${base}/seats`)).body;
    const free = Object.values(seats.seats).filter((state) => state === 'available').length;
    const inBlocks = blocks.blocks.reduce(
      (sum: number, block: { available: number }) => sum + block.available,
      0,
    );
    expect([available, blocks.available, seats.availableCount, inBlocks]).toEqual(Array(4).fill(free));
  }
});

test('when the store fails the buyer is told to try again, and no internals', async () => {
  let broken = false;
  const harness = await openHarness({
    wrapStore: (store) =>
      new Proxy(store, {
        get: (target, name) => {
          if (broken && name === 'hold')
            return () => Promise.reject(new StoreUnavailableError('disk /secret is full'));
          if (broken && name === 'ping') return () => Promise.reject(new Error('stack and secrets'));
          const member = Reflect.get(target, name);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      }),
  });
  const ada = await openBuyer(harness, 'ada');
  const [seatId = ''] = harness.venue.seatIds();
  broken = true;
  const answer = await ada.hold([seatId]);
  expect(answer).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(JSON.stringify(answer.body)).not.toContain('secret');
  const bug = await harness.call('GET', '/readyz');
  expect(bug).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  expect(JSON.stringify(bug.body)).not.toContain('secrets');
});
