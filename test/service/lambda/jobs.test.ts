import { describe, expect, test } from 'vitest';
import { keysKey, parseSaleRecord, saleKey, signedInSub } from '../../../src/core/admission/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import {
  createMakeSaleJob,
  createProbeJob,
  createReconcileJob,
  createRotateOriginJob,
} from '../../../src/service/lambda/jobs/index.ts';
import type { Stage } from '../../../src/service/lambda/secrets/index.ts';
import { createReconciler } from '../../../src/service/payments/index.ts';
import { EVENT_ID, openBuyer, openHarness } from '../harness.ts';
import { lambdaContext, recordingTelemetry } from './events.ts';

describe('the reconciler’s minute', () => {
  function open(runOnce: () => Promise<number>, { remainingMs = (): number => 60_000 } = {}) {
    let nowMs = 0;
    const told = recordingTelemetry();
    const job = createReconcileJob({
      reconciler: async () => ({ runOnce, reconcile: async () => undefined }),
      clock: { nowMs: () => nowMs },
      telemetry: told.telemetry,
      turnMs: 10_000,
      turns: 6,
      wait: async (ms) => {
        nowMs += ms;
      },
    });
    return { told, run: () => job({}, lambdaContext(remainingMs)), nowMs: () => nowMs };
  }

  test('has six turns, ten seconds apart', async () => {
    const turnsAt: number[] = [];
    const { told, run, nowMs } = open(async () => turnsAt.push(nowMs()));
    await run();
    expect(turnsAt).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000]);
    expect(told.total('PaymentsLookedAt')).toBe(1 + 2 + 3 + 4 + 5 + 6);
  });

  test('goes on after a turn that failed, and fails in the end so that somebody is called', async () => {
    let turns = 0;
    const { told, run } = open(async () => {
      turns += 1;
      if (turns === 2) throw new Error('the tables did not answer');
      return 0;
    });
    await expect(run()).rejects.toThrow('did not answer');
    expect(turns).toBe(6);
    expect(told.lines).toContainEqual(expect.objectContaining({ msg: 'a turn of the reconciler failed' }));
  });

  test('ends by itself before the platform ends it', async () => {
    let turns = 0;
    const { run, nowMs } = open(
      async () => {
        turns += 1;
        return 0;
      },
      { remainingMs: () => 25_000 - nowMs() },
    );
    await run();
    expect(turns).toBe(3);
    expect(nowMs()).toBeLessThan(25_000);
  });

  test('settles a payment whose webhook never came, and running twice changes nothing', async () => {
    const harness = await openHarness();
    const buyer = await openBuyer(harness, 'ann');
    await buyer.autoHold({ count: 1, mode: 'best' });
    const { payment } = (await buyer.checkout()).body;
    await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 0 });
    await harness.passMs(25_000);
    const { reconciler } = harness.service;
    const { run } = open(() => reconciler.runOnce());
    await run();
    const settled = await buyer.payment(payment.paymentId);
    expect(settled.body.state).toBe('settled');
    await run();
    expect(await buyer.payment(payment.paymentId)).toEqual({ ...settled, headers: expect.anything() });
  });
});

test('the reconciler asks about several payments at the same time, each once, and a failure is told when all have ended', async () => {
  const harness = await openHarness();
  const due = Array.from({ length: 50 }, (_, index) => ({ paymentId: `p${index}`, dueAtMs: 0 }));
  const [asked, atOnce]: [string[], number[]] = [[], []];
  let underway = 0;
  const reconciler = createReconciler({
    store: Object.assign(harness.store, { readDue: async () => due, postponeDue: async () => {} }),
    provider: Object.assign(harness.provider, {
      async attempts(paymentId: string) {
        asked.push(paymentId);
        underway += 1;
        atOnce.push(underway);
        await new Promise(setImmediate);
        underway -= 1;
        if (paymentId === 'p3') throw new Error('a bug');
        return [];
      },
    }),
    clock: { nowMs: harness.nowMs },
    log: recordingTelemetry().telemetry.log,
    retryMs: 1_000,
    batchSize: 50,
    atOnce: 8,
  });
  await expect(reconciler.runOnce()).rejects.toThrow('a bug');
  expect(asked.toSorted()).toEqual(due.map(({ paymentId }) => paymentId).toSorted());
  expect(Math.max(...atOnce)).toBe(8);
  expect(underway).toBe(0);
});

describe('putting an event on sale', () => {
  async function open() {
    const harness = await openHarness();
    const kvs = memoryKeyValueStore();
    const told = recordingTelemetry();
    const job = createMakeSaleJob({
      store: harness.store,
      kvs,
      hashing: nodeHashing,
      clock: { nowMs: harness.nowMs },
      random: systemRandom,
      signInKey: async () => new Uint8Array(32).fill(2),
      telemetry: told.telemetry,
    });
    return { kvs, told, run: (request: unknown) => job(request, lambdaContext()) };
  }

  test('publishes its record with the doors shut, and answers the commitment to the draw', async () => {
    const { kvs, run } = await open();
    const answer = await run({ eventId: EVENT_ID, tau: 600 });
    const sale = parseSaleRecord((await kvs.get(saleKey(EVENT_ID))) ?? '');
    expect(answer).toEqual({ eventId: EVENT_ID, created: true, commitment: sale?.commitment });
    expect(sale?.schedule.map(([, tau]) => tau)).toEqual([0]);
  });

  test('opens the doors at the opening when told so', async () => {
    const { kvs, run } = await open();
    await run({ eventId: EVENT_ID, tau: 600, doors: 'open' });
    expect(parseSaleRecord((await kvs.get(saleKey(EVENT_ID))) ?? '')?.schedule.map(([, tau]) => tau)).toEqual(
      [600],
    );
  });

  test('twice draws no new keys', async () => {
    const { kvs, run } = await open();
    await run({ eventId: EVENT_ID, tau: 600 });
    const keys = await kvs.get(keysKey(EVENT_ID));
    expect(await run({ eventId: EVENT_ID, tau: 600 })).toMatchObject({ created: false });
    expect(await kvs.get(keysKey(EVENT_ID))).toBe(keys);
  });

  test('tells no key to whoever asks or reads the log', async () => {
    const { kvs, told, run } = await open();
    const answer = await run({ eventId: EVENT_ID, tau: 600 });
    const secrets = ((await kvs.get(keysKey(EVENT_ID))) ?? '').match(/[\w-]{43}/g) ?? [];
    expect(secrets.length).toBeGreaterThan(5);
    const seen = JSON.stringify([answer, told.lines]);
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  });

  test('refuses what it does not understand with every problem, and an event that is not there', async () => {
    const { run } = await open();
    await expect(run({ tau: 0, door: 'open' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      problems: [{ path: '/eventId' }, { path: '/tau' }, { path: '/' }],
    });
    await expect(run({ eventId: 'unheard-of', tau: 600 })).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
  });
});

describe('rotating the value by which the API knows the CDN', () => {
  function open({ isAccepted = async (_: string) => true } = {}) {
    const stages = new Map<Stage, { version: string; value: string }>([
      ['AWSCURRENT', { version: 'v1', value: 'first' }],
    ]);
    const sent: string[] = [];
    const job = createRotateOriginJob({
      secret: {
        async read(_, stage = 'AWSCURRENT', version) {
          const found = stages.get(stage);
          return version === undefined || found?.version === version ? found?.value : undefined;
        },
        putPending: async (_, version, value) => void stages.set('AWSPENDING', { version, value }),
        async promote(_, version) {
          const [current, pending] = [stages.get('AWSCURRENT'), stages.get('AWSPENDING')];
          if (current === undefined || pending?.version !== version || current.version === version) return;
          stages.set('AWSPREVIOUS', current).set('AWSCURRENT', pending);
        },
      },
      sendFromNowOn: async (value) => void sent.push(value),
      isAccepted,
      random: systemRandom,
      telemetry: recordingTelemetry().telemetry,
    });
    const step = (Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret') =>
      job({ Step, SecretId: 'origin', ClientRequestToken: 'v2' }, lambdaContext());
    return { stages, sent, step };
  }

  test('makes a new value, has it accepted, sends it, and keeps the old one good', async () => {
    const { stages, sent, step } = open();
    for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const) {
      await step(name);
      await step(name);
    }
    const current = stages.get('AWSCURRENT');
    expect(current?.value).toMatch(/^[\w-]{64}$/);
    expect(stages.get('AWSPREVIOUS')?.value).toBe('first');
    expect(new Set(sent)).toEqual(new Set([current?.value]));
  });

  test('never sends what the API would refuse', async () => {
    const { stages, sent, step } = open({ isAccepted: async () => false });
    await step('createSecret');
    await expect(step('setSecret')).rejects.toThrow('does not accept');
    expect(sent).toEqual([]);
    expect(stages.get('AWSCURRENT')?.value).toBe('first');
  });
});

describe('the probe that walks in as a buyer would', () => {
  const signInKey = new Uint8Array(32).fill(2);

  function open(site: (path: string, init: RequestInit) => Response | Promise<Response>) {
    const told = recordingTelemetry();
    let elapsedMs = 0;
    const job = createProbeJob({
      siteUrl: 'https://tickets.example',
      fetch: async (url, init = {}) => {
        elapsedMs += 20;
        return site(String(url).slice('https://tickets.example'.length), init);
      },
      hashing: nodeHashing,
      signInKey: async () => signInKey,
      clock: { nowMs: () => 1_800_000_000_000 },
      monotonicMs: () => elapsedMs,
      telemetry: told.telemetry,
    });
    return { told, run: () => job({}, lambdaContext()) };
  }
  const events = () => Response.json({ events: [{ eventId: 'gala' }] });

  test('takes a place with a pass that the edge accepts, and times a read that the CDN has', async () => {
    const seen: string[] = [];
    const { told, run } = open((path, { method = 'GET', headers }) => {
      seen.push(`${method} ${path}`);
      if (path === '/v1/events') return events();
      if (method === 'GET') return Response.json({});
      const pass = new Headers(headers).get('x-tix-auth') ?? undefined;
      const sub = signedInSub(nodeHashing, { signIn: signInKey }, pass, 1_800_000_000);
      return Response.json({ token: sub === undefined ? null : 'a token' }, { status: 201 });
    });
    await run();
    expect(seen).toEqual([
      'GET /v1/events',
      'GET /v1/events/gala/availability',
      'GET /v1/events/gala/availability',
      'POST /v1/events/gala/queue/token',
    ]);
    expect(told.measures).toEqual([
      { name: 'SiteFailures', value: 0 },
      { name: 'CachedReadTime', value: 20 },
      { name: 'CachedReadFailures', value: 0 },
      { name: 'QueueFailures', value: 0 },
    ]);
  });

  test('notices an edge that answers as usual and gives no place, and goes on to the rest', async () => {
    const { told, run } = open((path, { method }) => {
      if (path === '/v1/events') return events();
      return method === 'POST'
        ? Response.json({ token: null, phase: 'unavailable' }, { status: 201 })
        : new Response(null, { status: 503 });
    });
    await run();
    expect(told.total('QueueFailures')).toBe(1);
    expect(told.total('CachedReadFailures')).toBe(1);
  });

  test('notices a site that does not answer', async () => {
    const { told, run } = open(() => Promise.reject(new TypeError('fetch failed')));
    await run();
    expect(told.measures).toEqual([{ name: 'SiteFailures', value: 1 }]);
  });
});
