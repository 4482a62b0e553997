import pino from 'pino';
import { DEFAULT_RULES } from '../../src/core/abuse/index.ts';
import {
  type EdgeReason,
  makeEdgeHeader,
  type SamplingRates,
  signSignInPass,
  solveProof,
} from '../../src/core/admission/index.ts';
import type { EventRecord } from '../../src/core/reservation/index.ts';
import { loadVenue } from '../../src/core/venue/index.ts';
import { createMemoryAvailability } from '../../src/service/adapters/availability-memory/index.ts';
import { createAltchaCheck } from '../../src/service/adapters/human-altcha/index.ts';
import { createMemoryJournal } from '../../src/service/adapters/journal-memory/index.ts';
import { memoryKeyValueStore } from '../../src/service/adapters/kvs-memory/index.ts';
import {
  memoryLedger,
  type PayInstruction,
  TestPaymentProvider,
} from '../../src/service/adapters/payment-test/index.ts';
import { createMemorySignals } from '../../src/service/adapters/signals-memory/index.ts';
import { createMemoryStore } from '../../src/service/adapters/store-memory/index.ts';
import { nodeHashing, systemRandom } from '../../src/service/adapters/system/index.ts';
import type { IdentityExchange } from '../../src/service/auth/index.ts';
import { type Meter, noMeter } from '../../src/service/measures/index.ts';
import type { ReservationStore } from '../../src/service/ports/index.ts';
import { openSale } from '../../src/service/sale/index.ts';
import { createService } from '../../src/service/server/index.ts';
import hall from '../../venues/hall-small.json' with { type: 'json' };

export const EVENT_ID = 'recital';
/** When the sale of the harness opens; its clock starts ten seconds later. */
const OPENS_AT = 1_800_000_000;
const key = (byte: number) => new Uint8Array(32).fill(byte);

export interface HarnessOptions {
  readonly softCap?: number;
  readonly hardCap?: number;
  readonly admissionsPerUser?: number;
  readonly identity?: IdentityExchange;
  readonly devLogin?: boolean;
  readonly cdnTtlSeconds?: number;
  readonly meter?: Meter;
  /** Where the clock starts; ten seconds after the opening unless given. */
  readonly startsBeforeOpeningMs?: number;
  /** Shares of requests that the edge passes on to be counted; none unless given. */
  readonly sampling?: SamplingRates;
  /** Wraps the store, to make it slow or broken. */
  wrapStore?(store: ReservationStore): ReservationStore;
}

/** The whole service in memory on a clock moved by hand, and a buyer's hands on its HTTP interface. */
export async function openHarness(options: HarnessOptions = {}) {
  let nowMs = OPENS_AT * 1000 - (options.startsBeforeOpeningMs ?? -10_000);
  const clock = { nowMs: () => nowMs };
  const timers: { atMs: number; task: () => void }[] = [];
  let providerDown = false;
  const memory = createMemoryStore();
  const store = options.wrapStore?.(memory) ?? memory;
  const venue = loadVenue(hall, nodeHashing);
  const event = eventRecord(venue.hash, venue.seatCount, options);
  await memory.createEvent(event, JSON.stringify(venue.document));
  const seats = venue.sections.flatMap((section) => venue.seatsOf(section));
  await memory.seedSeats(
    EVENT_ID,
    seats.map(({ seatId, sectionId, tier, priceMinor }) => ({ seatId, sectionId, tier, priceMinor })),
    nowMs,
  );

  const kvs = memoryKeyValueStore();
  await openSale(kvs, nodeHashing, systemRandom, {
    event,
    now: OPENS_AT,
    tau: 1,
    powBits: 2,
    tokenLifeSeconds: 600,
    sampling: options.sampling ?? { arrivals: 0, requests: 0, suspects: 0 },
    signInKey: key(2),
  });

  const signals = createMemorySignals();
  const deliveries: Promise<unknown>[] = [];
  const provider: TestPaymentProvider = new TestPaymentProvider({
    ledger: memoryLedger(),
    clock,
    webhookKey: key(4),
    pageUrl: () => 'https://pay.example',
    deliver: async (body, headers) => {
      const delivery = Promise.resolve(
        service.app.request('/v1/webhooks/payments/test', {
          method: 'POST',
          body: Buffer.from(body),
          headers,
        }),
      );
      deliveries.push(delivery);
      await delivery;
    },
    schedule(delayMs, task) {
      timers.push({ atMs: nowMs + delayMs, task });
    },
    failing: () => providerDown,
  });
  const journal = createMemoryJournal();
  const service = await createService({
    store,
    kvs,
    journal,
    provider,
    clock,
    cache: createMemoryAvailability(),
    random: systemRandom,
    hashing: nodeHashing,
    secrets: { sub: key(1), signIn: key(2), session: key(3), webhook: key(4) },
    identity: options.identity,
    log: pino({ level: 'silent' }),
    meter: options.meter ?? noMeter,
    devLogin: options.devLogin ?? false,
    cdnTtlSeconds: options.cdnTtlSeconds,
    publicUrl: () => 'https://shop.example',
    reconcileEveryMs: 1_000,
    abuse: {
      signals,
      rules: DEFAULT_RULES,
      humanCheck: createAltchaCheck({ hashing: nodeHashing, secret: key(3), random: systemRandom }),
    },
  });

  async function runTimers(): Promise<void> {
    for (;;) {
      const due = timers.filter(({ atMs }) => atMs <= nowMs);
      if (due.length === 0) break;
      for (const timer of due) {
        timers.splice(timers.indexOf(timer), 1);
        timer.task();
      }
      // A decision schedules its webhooks after an asynchronous write.
      await new Promise(setImmediate);
    }
    await Promise.all(deliveries.splice(0));
  }

  const nowSeconds = () => Math.floor(nowMs / 1000);
  const signInPass = (sub: string) =>
    signSignInPass(nodeHashing, key(2), { sub, iat: nowSeconds(), exp: nowSeconds() + 86_400 });

  /** One request; `json` is sent as the body. Answers status, headers and the parsed body. */
  async function call(method: string, path: string, request: CallOptions = {}) {
    const headers: Record<string, string> = { ...request.headers };
    if (request.json !== undefined) headers['content-type'] = 'application/json';
    const response = await service.app.request(path, {
      method,
      headers,
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** What the edge would add to a request of this buyer. */
  async function edgeHeaders(
    sub: string,
    path: string,
    second = nowSeconds(),
    reason: EdgeReason = 'admitted',
  ) {
    const { keys } = await service.context.saleBook.read(EVENT_ID);
    if (keys === undefined) throw new Error('the harness has no keys');
    const passage = { second, reason, sub };
    return {
      'x-tix-auth': signInPass(sub),
      'x-tix-edge': makeEdgeHeader(nodeHashing, keys.edge, path, passage),
    };
  }

  /** Through the queue and in: with τ = 1 s everybody is drawn within a slot or two. */
  async function enter(sub: string) {
    const tokenPath = `/v1/events/${EVENT_ID}/queue/token`;
    const admissionPath = `/v1/events/${EVENT_ID}/queue/admission`;
    const place = await call('POST', tokenPath, { headers: await edgeHeaders(sub, tokenPath) });
    const { text, bits } = place.body.challenge;
    const proof = solveProof(nodeHashing, text, bits, 0, 10_000);
    const nonce = 'nonce' in proof ? proof.nonce : '';
    nowMs = Math.max(nowMs, (place.body.retryAt + 5) * 1000);
    return call('POST', admissionPath, {
      headers: {
        ...(await edgeHeaders(sub, admissionPath)),
        'x-tix-token': place.body.token,
        'x-tix-nonce': nonce,
      },
    });
  }

  return {
    app: service.app,
    service: service.context,
    operations: service.operations,
    store: memory,
    kvs,
    journal,
    signals,
    venue,
    provider,
    call,
    enter,
    edgeHeaders,
    signInPass,
    nowMs: () => nowMs,
    async passMs(ms: number) {
      nowMs += ms;
      await runTimers();
    },
    setProviderDown(down: boolean) {
      providerDown = down;
    },
    /** The buyer at the payment page. */
    async pay(redirectUrl: string, instruction: PayInstruction) {
      const status = await provider.pay(redirectUrl.slice('https://pay.example/'.length), instruction);
      await runTimers();
      return status;
    },
    reconcile: () => service.context.reconciler.runOnce(),
    /** Brings the seat maps up to what was committed. */
    drain: service.drain,
  };
}

export type Harness = Awaited<ReturnType<typeof openHarness>>;

export interface CallOptions {
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
}

/** A buyer with a live session. */
export async function openBuyer(harness: Harness, sub: string) {
  const entered = await harness.enter(sub);
  if (entered.status !== 201) throw new Error(`${sub} was not admitted: ${JSON.stringify(entered.body)}`);
  const { sessionId } = entered.body.session;
  let pass: string = entered.body.pass;
  const headers = (extra: Record<string, string> = {}) => ({
    'x-tix-auth': harness.signInPass(sub),
    'x-tix-session': pass,
    ...extra,
  });
  const post = (path: string, json: unknown, extra: Record<string, string> = {}) =>
    harness.call('POST', path, { json, headers: headers(extra) });
  const session = `/v1/sessions/${sessionId}`;
  return {
    sub,
    sessionId: sessionId as string,
    headers,
    hold: (seatIds: readonly string[], extra = {}) => post(`${session}/holds`, { seatIds }, extra),
    autoHold: (wish: object, extra = {}) => post(`${session}/auto-holds`, wish, extra),
    release: (seatIds: readonly string[], extra = {}) => post(`${session}/releases`, { seatIds }, extra),
    async checkout(extra = {}) {
      const answer = await post(`${session}/checkout`, {}, extra);
      if (answer.status === 200) pass = answer.body.pass;
      return answer;
    },
    payAgain: (paymentId: string, extra = {}) => post(`/v1/payments/${paymentId}/attempts`, {}, extra),
    payment: (paymentId: string) => harness.call('GET', `/v1/payments/${paymentId}`, { headers: headers() }),
    read: () => harness.call('GET', session, { headers: headers() }),
    cancel: () => harness.call('DELETE', session, { headers: headers() }),
    reservations: () => harness.call('GET', `/v1/events/${EVENT_ID}/reservations`, { headers: headers() }),
  };
}

function eventRecord(venueHash: string, seatCount: number, options: HarnessOptions): EventRecord {
  return {
    eventId: EVENT_ID,
    name: 'A recital',
    venueHash,
    currency: 'EUR',
    opensAt: OPENS_AT,
    k: 2,
    curve: 'weibull',
    slotSeconds: 5,
    holdbacks: 0,
    seatLimit: 4,
    admissionsPerUser: options.admissionsPerUser ?? 1,
    sessionTtlMs: 300_000,
    payTtlMs: 120_000,
    payGraceMs: 30_000,
    softCap: options.softCap ?? 50,
    hardCap: options.hardCap ?? 60,
    seatCount,
    createdAtMs: (OPENS_AT - 1000) * 1000,
  };
}
