// The server under measurement, in a process of its own: the whole service on LMDB, and beside it routes that do nothing but validate.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import pino from 'pino';
import { seedEvent } from '../../src/cli/seeding/index.ts';
import { listen } from '../../src/cli/serving/index.ts';
import { DEFAULT_RULES } from '../../src/core/abuse/index.ts';
import { signSignInPass } from '../../src/core/admission/index.ts';
import { loadVenue } from '../../src/core/venue/index.ts';
import { createMemoryAvailability } from '../../src/service/adapters/availability-memory/index.ts';
import { createAltchaCheck } from '../../src/service/adapters/human-altcha/index.ts';
import { createMemoryJournal } from '../../src/service/adapters/journal-memory/index.ts';
import { memoryKeyValueStore } from '../../src/service/adapters/kvs-memory/index.ts';
import { memoryLedger, TestPaymentProvider } from '../../src/service/adapters/payment-test/index.ts';
import { createMemorySignals } from '../../src/service/adapters/signals-memory/index.ts';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { nodeHashing, systemClock, systemRandom } from '../../src/service/adapters/system/index.ts';
import { issueSessionPass } from '../../src/service/auth/index.ts';
import {
  answer,
  body,
  held,
  holdRequest,
  idempotencyHeaders,
  recordId,
} from '../../src/service/http/schemas/index.ts';
import { noMeter } from '../../src/service/measures/index.ts';
import { createService } from '../../src/service/server/index.ts';
import stadium from '../../venues/stadium-100k.json' with { type: 'json' };
import type { FromServer, Shopper } from './messages.ts';

const EVENT_ID = 'bench';
const SESSIONS = 4_000;
const SEATS_PER_SESSION = 2;

const dir = mkdtempSync(join(tmpdir(), 'tix-bench-http-'));
const store = await openLmdbStore({ dir });
const venue = loadVenue(stadium, nodeHashing);
const { event } = await seedEvent({
  store,
  venue,
  clock: systemClock,
  eventId: EVENT_ID,
  terms: { softCap: SESSIONS, hardCap: SESSIONS, sessionTtlMs: 3_600_000 },
});
const key = new Uint8Array(32);
const service = await createService({
  store,
  cache: createMemoryAvailability(),
  kvs: memoryKeyValueStore(),
  journal: createMemoryJournal(),
  provider: new TestPaymentProvider({
    ledger: memoryLedger(),
    clock: systemClock,
    webhookKey: key,
    pageUrl: () => '',
    deliver: async () => {},
    schedule: () => {},
  }),
  clock: systemClock,
  random: systemRandom,
  hashing: nodeHashing,
  secrets: { sub: key, signIn: key, session: key, webhook: key },
  identity: undefined,
  log: pino({ level: 'silent' }),
  meter: noMeter,
  devLogin: false,
  publicUrl: () => '',
  reconcileEveryMs: 60_000,
  abuse: {
    signals: createMemorySignals(),
    rules: DEFAULT_RULES,
    humanCheck: createAltchaCheck({ hashing: nodeHashing, secret: key, random: systemRandom }),
  },
});
service.start();

const sectionPath = `/v1/events/${EVENT_ID}/sections/${venue.sections[0]?.id}/seats`;
const mapBody = await (await service.app.request(sectionPath)).text();

const idle = new OpenAPIHono();
const session = {
  sessionId: '',
  eventId: EVENT_ID,
  state: 'reservation' as const,
  createdAtMs: 0,
  expiresAtMs: 0,
  seatLimit: 0,
  heldCount: 0,
  paymentId: null,
};
idle.openapi(
  createRoute({
    method: 'post',
    path: '/idle/sessions/{sessionId}/holds',
    request: {
      params: z.object({ sessionId: recordId }),
      headers: idempotencyHeaders,
      body: body(holdRequest),
    },
    responses: { 200: answer(held, '') },
  }),
  (c) => c.json({ seatIds: c.req.valid('json').seatIds, session }, 200),
);
idle.get('/idle/map', (c) => c.body(mapBody, 200, { 'content-type': 'application/json' }));

const server = await listen({ host: '127.0.0.1', port: 0 }, async (request) =>
  request.url.includes('/idle/') ? idle.fetch(request) : service.app.fetch(request),
);

const nowMs = systemClock.nowMs();
const seatIds = venue.seatIds();
const shoppers: Shopper[] = [];
for (let i = 0; i < SESSIONS; i++) {
  const userId = `user-${i}`;
  const outcome = await store.startSession({
    sessionId: systemRandom.uuidV7(nowMs),
    eventId: EVENT_ID,
    userId,
    tokenId: `token-${i}`,
    nowMs,
    expiresAtMs: Math.ceil((nowMs + event.sessionTtlMs) / 1000) * 1000,
    seatLimit: event.seatLimit,
    admissionsPerUser: 1,
    newcomerPlaces: [i],
    passHolderPlaces: [],
    slotStart: 0,
  });
  if (outcome.kind !== 'started') throw new Error(`session ${i} did not start: ${outcome.kind}`);
  const iat = Math.floor(nowMs / 1000);
  shoppers.push({
    path: `/v1/sessions/${outcome.session.sessionId}/holds`,
    headers: {
      'x-tix-auth': signSignInPass(nodeHashing, key, { sub: userId, iat, exp: iat + 3600 }),
      'x-tix-session': issueSessionPass(nodeHashing, key, outcome.session),
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      seatIds: Array.from({ length: SEATS_PER_SESSION }, () => seatIds.next().value),
    }),
  });
}

process.send?.({ url: server.url, mapPath: sectionPath, shoppers } satisfies FromServer);
process.once('disconnect', () => {
  void service.stop().then(() => {
    rmSync(dir, { recursive: true, force: true });
    process.exit(0);
  });
});
