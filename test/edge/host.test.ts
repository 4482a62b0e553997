import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  choosePass,
  formatEdgeKeys,
  formatSaleRecord,
  HEADERS,
  keysKey,
  openEdgeHeader,
  openSchedule,
  type QueueBody,
  saleKey,
  signSignInPass,
} from '../../src/core/admission/index.ts';
import { createEdgeHost, type EdgeHost } from '../../src/edge/host/index.ts';
import { hashing, OPENS_AT, someKeys, someSale } from '../core/admission/support.ts';
import { type BuiltFunctions, builtFunctions } from './support/built-functions.ts';

const EVENT = 'ünïcode-gála';
const PATH = `/v1/events/${encodeURIComponent(EVENT)}/queue`;
const keys = someKeys();
const pass = signSignInPass(hashing, keys.signIn, { sub: 'ada', iat: OPENS_AT, exp: OPENS_AT + 9_000 });

let code: BuiltFunctions;
beforeAll(async () => {
  code = await builtFunctions();
});

let now: number;
let store: Record<string, string>;
let reached: Request[];
let host: EdgeHost;

beforeEach(() => {
  now = OPENS_AT + 100;
  store = {
    [saleKey(EVENT)]: formatSaleRecord(someSale({ powBits: 0, schedule: openSchedule(OPENS_AT, 600) })),
    [keysKey(EVENT)]: formatEdgeKeys(keys),
  };
  reached = [];
  let requests = 0;
  host = createEdgeHost({
    mintCode: code.mint,
    admitCode: code.admit,
    kvs: { get: async (key) => store[key] },
    origin: async (request) => {
      reached.push(request);
      return new Response('from the origin', { status: 218 });
    },
    nowSeconds: () => now,
    requestId: () => `request-${requests++}`,
  });
});

function send(
  path: string,
  headers: Headers | Record<string, string> = {},
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request(`https://tix.example${path}`, { method: 'POST', headers, ...init });
  return host.fetch(request, '198.51.100.11');
}

async function mint(): Promise<QueueBody> {
  return (await send(`${PATH}/token`, { [HEADERS.pass]: pass })).json() as Promise<QueueBody>;
}

/** What the service would make of the request that reached it. */
function vouchedFor(request: Request | undefined) {
  if (request === undefined) throw new Error('nothing reached the origin');
  const { headers } = request;
  return openEdgeHeader(hashing, keys, headers.get(HEADERS.edge) ?? undefined, {
    path: new URL(request.url).pathname,
    pass: choosePass({ pass: headers.get(HEADERS.pass) ?? undefined }),
    now,
  });
}

describe('at the queue', () => {
  test('a place is given at the edge, and the origin hears nothing of it', async () => {
    const response = await send(`${PATH}/token`, { [HEADERS.pass]: pass });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      token: expect.any(String),
      phase: 'open',
      serverTime: now,
    });
    expect(reached).toEqual([]);
  });

  test('who is not in yet is told so at the edge', async () => {
    const place = await mint();
    now = place.retryAt;
    const response = await send(`${PATH}/admission`, {
      [HEADERS.pass]: pass,
      [HEADERS.token]: place.token ?? '',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ admitted: false, retryAt: now + 30 });
    expect(reached).toEqual([]);
  });

  test('who is in goes on to the origin, vouched for, with everything they sent', async () => {
    const place = await mint();
    now = OPENS_AT + 3_000;
    store[saleKey(EVENT)] = formatSaleRecord(someSale({ powBits: 0, schedule: openSchedule(OPENS_AT, 60) }));
    const response = await send(
      `${PATH}/admission?utm=x&utm=y`,
      {
        authorization: `Bearer ${pass}`,
        [HEADERS.token]: place.token ?? '',
        cookie: 'a=1; b=2',
        'x-other': 'kept',
      },
      { body: '{"some":"body"}' },
    );
    expect(response.status).toBe(218);
    const [request] = reached;
    expect(vouchedFor(request)).toEqual({ second: now, reason: 'admitted', sub: 'ada' });
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe(`https://tix.example${PATH}/admission?utm=x&utm=y`);
    expect(await request?.text()).toBe('{"some":"body"}');
    expect(request?.headers.get('x-other')).toBe('kept');
    expect(request?.headers.get('cookie')).toBe('a=1; b=2');
    expect(request?.headers.get(HEADERS.pass)).toBe(pass);
  });

  test('without a good sign-in pass nobody gets anything, and a problem document says why', async () => {
    for (const headers of [{}, { [HEADERS.pass]: 'forged' }, { cookie: 'tix_auth=forged' }]) {
      const response = await send(`${PATH}/token`, headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
    }
  });

  test('only POST is taken', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await send(`${PATH}/admission`, { [HEADERS.pass]: pass }, { method });
      expect(response.status, method).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    }
    expect(reached).toEqual([]);
  });

  test('a sampled share of requests, and of wrong ones, is passed on with its reason', async () => {
    const sampled = (sampling: { arrivals: number; requests: number; suspects: number }) => {
      store[saleKey(EVENT)] = formatSaleRecord(someSale({ sampling }));
    };
    sampled({ arrivals: 1, requests: 0, suspects: 0 });
    await send(`${PATH}/token`, { [HEADERS.pass]: pass });
    sampled({ arrivals: 0, requests: 1, suspects: 0 });
    await send(`${PATH}/token`, { [HEADERS.pass]: pass });
    sampled({ arrivals: 0, requests: 0, suspects: 1 });
    await send(`${PATH}/token`, { [HEADERS.pass]: 'forged' });
    await send(`${PATH}/admission`, { [HEADERS.pass]: pass, [HEADERS.token]: 'forged' });
    expect(reached.map(vouchedFor)).toEqual([
      { second: now, reason: 'arrival', sub: 'ada' },
      { second: now, reason: 'sampled', sub: 'ada' },
      { second: now, reason: 'badPass', sub: undefined },
      { second: now, reason: 'badToken', sub: 'ada' },
    ]);
  });

  test('a key-value store that fails admits nobody and loses nothing', async () => {
    const place = await mint();
    const token = { [HEADERS.pass]: pass, [HEADERS.token]: place.token ?? '' };
    for (const broken of [{}, { [saleKey(EVENT)]: 'x' }, { [keysKey(EVENT)]: store[keysKey(EVENT)] ?? '' }]) {
      store = broken;
      expect(await (await send(`${PATH}/admission`, token)).json()).toMatchObject({
        admitted: false,
        token: place.token,
        phase: 'unavailable',
      });
    }
    const failing = createEdgeHost({
      mintCode: code.mint,
      admitCode: code.admit,
      kvs: { get: () => Promise.reject(new Error('store down')) },
      origin: () => Promise.reject(new Error('reached')),
      nowSeconds: () => now,
      requestId: () => 'r',
    });
    const request = new Request(`https://tix.example${PATH}/token`, { method: 'POST', headers: token });
    expect(await (await failing.fetch(request, '')).json()).toMatchObject({
      token: null,
      phase: 'unavailable',
    });
  });

  test('requests that overlap are each judged at their own second', async () => {
    const waiting: (() => void)[] = [];
    const slow = createEdgeHost({
      mintCode: code.mint,
      admitCode: code.admit,
      kvs: {
        get: async (key) => {
          await new Promise<void>((resolve) => waiting.push(resolve));
          return store[key];
        },
      },
      origin: () => Promise.reject(new Error('reached')),
      nowSeconds: () => now,
      requestId: () => 'r',
    });
    const answers: Promise<Response>[] = [];
    for (const second of [100, 200, 300]) {
      now = OPENS_AT + second;
      const request = new Request(`https://tix.example${PATH}/token`, {
        method: 'POST',
        headers: { [HEADERS.pass]: pass },
      });
      answers.push(slow.fetch(request, ''));
    }
    const all = Promise.all(answers);
    let done = false;
    void all.then(() => {
      done = true;
    });
    while (!done) {
      for (const go of waiting.splice(0)) go();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const times = await Promise.all(
      (await all).map(async (answer) => ((await answer.json()) as QueueBody).serverTime),
    );
    expect(times).toEqual([OPENS_AT + 100, OPENS_AT + 200, OPENS_AT + 300]);
  });
});

describe('a client that speaks for the edge', () => {
  const spoofed = { [HEADERS.pass]: pass, [HEADERS.edge]: `${OPENS_AT + 100}.admitted.${'A'.repeat(43)}` };

  test('is not heard, on any path', async () => {
    const paths = [
      '/',
      '/v1/events',
      `/v1/events/${EVENT}/sections`,
      '/v1/sessions',
      `${PATH}/admission/`,
      `${PATH}/admission/x`,
      `${PATH}/%61dmission`,
      `${PATH}%2Fadmission`,
      `/V1/events/a/queue/admission`,
      `//v1/events/a/queue/admission`,
      '/v1/events/a/b/queue/admission',
      '/v1/events//queue/token',
    ];
    for (const path of paths) expect((await send(path, spoofed)).status, path).toBe(218);
    expect(reached).toHaveLength(paths.length);
    for (const request of reached) expect(request.headers.has(HEADERS.edge), request.url).toBe(false);
  });

  test('is not heard at the queue either, however it spells or repeats the header', async () => {
    store[saleKey(EVENT)] = formatSaleRecord(
      someSale({ sampling: { arrivals: 1, requests: 0, suspects: 1 } }),
    );
    const headers = new Headers(spoofed);
    headers.append('X-Tix-Edge', 'second');
    await send(`${PATH}/token`, headers);
    await send(`${PATH}/admission`, headers);
    expect(reached.map((request) => vouchedFor(request)?.reason)).toEqual(['arrival', 'badToken']);
  });

  test('cannot have one value judged and another one used', async () => {
    store[saleKey(EVENT)] = formatSaleRecord(
      someSale({ sampling: { arrivals: 1, requests: 1, suspects: 1 } }),
    );
    const eve = signSignInPass(hashing, keys.signIn, { sub: 'eve', iat: OPENS_AT, exp: OPENS_AT + 9_000 });
    const headers = new Headers({ authorization: `Bearer ${eve}`, cookie: `tix_auth=${eve}; tix_auth=x` });
    for (const value of [pass, eve]) headers.append(HEADERS.pass, value);
    for (const value of ['first', 'second']) headers.append(HEADERS.token, value);
    await send(`${PATH}/admission`, headers);
    expect(vouchedFor(reached[0])).toMatchObject({ sub: 'ada' });
    expect(reached[0]?.headers.get(HEADERS.pass)).toBe(pass);
    expect(reached[0]?.headers.get(HEADERS.token)).toBe('first');
  });
});

test('everything that is no business of the edge reaches the origin as the very request it was', async () => {
  const request = new Request('https://tix.example/v1/sessions/7', {
    method: 'DELETE',
    headers: { 'x-a': '1' },
  });
  const response = await host.fetch(request, '198.51.100.11');
  expect(await response.text()).toBe('from the origin');
  expect(reached[0]).toBe(request);
});

test('a path of the queue that is none of ours goes to the origin without a word for it', async () => {
  for (const path of ['/v1/events/a/b/queue/token', '/v1/events//queue/admission'])
    await send(path, { [HEADERS.pass]: pass });
  expect(reached.map(vouchedFor)).toEqual([undefined, undefined]);
});
