import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  HEADERS,
  type QueueBody,
  signSignInPass,
  type WaitingPayload,
} from '../../../src/core/admission/index.ts';
import { fromBase64Url } from '../../../src/core/crypto/index.ts';
import { createEdgeHost, type EdgeHost } from '../../../src/edge/host/index.ts';
import { openCloudFrontKeyValueStore } from '../../../src/service/adapters/kvs-cloudfront/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import type { KeyValueStore } from '../../../src/service/ports/index.ts';
import { addSigningKey, openSale, switchSigningKey } from '../../../src/service/sale/index.ts';
import { type BuiltFunctions, builtFunctions } from '../../edge/support/built-functions.ts';
import { type KvsServer, startKvsServer } from '../../support/kvs-server.ts';
import { EVENT_ID, newSale, OPENS_AT, SIGN_IN_KEY, someEvent } from './support.ts';

/** How far behind the store three edge locations are, in seconds. */
const LAGS = [0, 9, 4];
const SLOT_SECONDS = 5;
const BUYERS = 40;

let code: BuiltFunctions;
beforeAll(async () => {
  code = await builtFunctions();
});

let now: number;
let server: KvsServer;
let kvs: KeyValueStore;
let edges: EdgeHost[];
beforeEach(async () => {
  now = OPENS_AT + 1_000;
  server = await startKvsServer(() => now * 1000);
  kvs = openCloudFrontKeyValueStore({
    arn: server.arn,
    connection: { endpoint: server.url, credentials: { accessKeyId: 'A', secretAccessKey: 'B' } },
  });
  await openSale(kvs, nodeHashing, systemRandom, {
    ...newSale(),
    event: someEvent({ slotSeconds: SLOT_SECONDS }),
    // Nobody gets in while the test runs: everybody keeps coming back.
    tau: 1e9,
  });
  now += 60;
  let requests = 0;
  edges = LAGS.map((lag) =>
    createEdgeHost({
      mintCode: code.mint,
      admitCode: code.admit,
      kvs: server.edge(lag * 1000),
      origin: async () => new Response('', { status: 500 }),
      nowSeconds: () => now,
      requestId: () => `request-${requests++}`,
    }),
  );
  return async () => {
    await kvs.close();
    await server[Symbol.asyncDispose]();
  };
});

interface Buyer {
  readonly pass: string;
  token: string;
  retryAt: number;
}

/** Every buyer asks at another edge location each time, as phones that roam and DNS answers do. */
async function ask(
  buyer: Buyer | { pass: string },
  path: 'token' | 'admission',
  turn: number,
): Promise<QueueBody> {
  const edge = edges[turn % edges.length];
  const headers = {
    [HEADERS.pass]: buyer.pass,
    ...('token' in buyer ? { [HEADERS.token]: buyer.token } : {}),
  };
  const url = `https://tix.example/v1/events/${EVENT_ID}/queue/${path}`;
  const response = await edge?.fetch(new Request(url, { method: 'POST', headers }), '198.51.100.7');
  return (await response?.json()) as QueueBody;
}

const partOf = (token: string, part: 0 | 1) =>
  JSON.parse(Buffer.from(fromBase64Url(token.split('.')[part] ?? '') ?? []).toString());
const placeIn = (token: string): WaitingPayload => partOf(token, 1);
const kidOf = (token: string): string => partOf(token, 0).kid;

/** Two minutes of buyers coming back once a slot, with a rotation in the middle; answers whose place was lost. */
async function liveLoad(spreadSeconds: number) {
  const buyers: Buyer[] = [];
  for (let i = 0; i < BUYERS; i++) {
    const claims = { sub: `buyer-${i}`, iat: now, exp: now + 9_000 };
    const pass = signSignInPass(nodeHashing, SIGN_IN_KEY, claims);
    const { token, retryAt } = await ask({ pass }, 'token', i);
    buyers.push({ pass, token: token ?? '', retryAt });
  }
  const places = buyers.map(({ token }) => placeIn(token).id);
  const starts = now + 30;
  let added = '';
  let polls = 0;
  for (const end = now + 120; now < end; now++) {
    if (now === starts) added = (await addSigningKey(kvs, systemRandom, { eventId: EVENT_ID, now })).kid;
    if (now === starts + spreadSeconds)
      await switchSigningKey(kvs, { eventId: EVENT_ID, kid: added, now, spreadSeconds });
    for (const [i, buyer] of buyers.entries()) {
      if (buyer.retryAt > now) continue;
      const answer = await ask(buyer, 'admission', i + polls++);
      buyer.token = answer.token ?? '';
      buyer.retryAt = answer.retryAt;
    }
  }
  return {
    polls,
    lost: buyers.filter(({ token }, i) => placeIn(token).id !== places[i]).length,
    kids: [...new Set(buyers.map(({ token }) => kidOf(token)))],
  };
}

test('a rotation under live load loses no place, at however late an edge location buyers ask', async () => {
  const { polls, lost, kids } = await liveLoad(10);
  expect(polls).toBeGreaterThan(BUYERS * 20);
  expect({ lost, kids }).toEqual({ lost: 0, kids: ['k2'] });
});

test('the same rotation without waiting for the edge would lose places: the test can tell', async () => {
  const { lost } = await liveLoad(0);
  expect(lost).toBeGreaterThan(0);
});
