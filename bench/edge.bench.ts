import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from 'simple-statistics';
import {
  admissionDecision,
  appendEntry,
  arrivalSample,
  type EdgeKeys,
  formatEdgeKeys,
  formatSaleRecord,
  HEADERS,
  inspectAdmission,
  keysKey,
  mintAnswer,
  openSchedule,
  type QueueBody,
  requestSample,
  type SaleRecord,
  saleKey,
  signedInSub,
  signSignInPass,
  solveProof,
} from '../src/core/admission/index.ts';
import type { Hashing } from '../src/core/crypto/index.ts';
import { buildEdge } from '../src/edge/build/index.ts';
import { type EdgeEvent, loadFunction, type SandboxedFunction } from '../src/edge/host/index.ts';
import { nodeHashing } from '../src/service/adapters/system/index.ts';
import type { Bench, BenchRow } from './bench.ts';

const ROUNDS = 15;
const CALLS_PER_ROUND = 2_000;

const EVENT = 'world-cup-final';
const OPENS_AT = 1_790_000_000;
const JOINED = OPENS_AT + 120;
const sub = Buffer.from(nodeHashing.sha256('a buyer')).toString('base64url');
const key = (name: string) => nodeHashing.sha256(`bench ${name}`);

const keys: EdgeKeys = {
  lot: key('lot'),
  draw: key('draw'),
  beacon: '',
  kid: 'k2',
  signing: { k1: key('k1'), k2: key('k2') },
  signIn: key('signIn'),
  edge: key('edge'),
  challenge: key('challenge'),
  sample: key('sample'),
};

/** As in the middle of a sale: a dozen entries of the schedule, sampling on (but not of these requests), a forecast to tell. */
const sale: SaleRecord = {
  opensAt: OPENS_AT,
  k: 2,
  curve: 'weibull',
  slotSeconds: 30,
  schedule: busySchedule(),
  phase: 'open',
  powBits: 8,
  tokenLifeSeconds: 3_600,
  sampling: { arrivals: 1e-9, requests: 1e-9, suspects: 1e-9 },
  forecast: { tau: 9_000, endClock: 0.8 },
  commitment: 'c'.repeat(43),
  tunerEpoch: 3,
};

const pass = signSignInPass(nodeHashing, keys.signIn, { sub, iat: OPENS_AT, exp: OPENS_AT + 86_400 });
const joining = {
  eventId: EVENT,
  sub,
  now: JOINED,
  requestId: 'EXAMPLEntjQpEXAMPLE_SG5Z-EXAMPLEPmPfEu3EqEXAMPLE==',
};

/** Mint and admit in the sandbox, against nothing but the HMACs that each of them needs. */
export const bench: Bench = {
  name: 'edge',
  summary: 'mint and admit in the sandbox, against the bare HMACs they need',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tix-bench-edge-'));
    try {
      await buildEdge(folder);
      const store = new Map([
        [saleKey(EVENT), formatSaleRecord(sale)],
        [keysKey(EVENT), formatEdgeKeys(keys)],
      ]);
      const load = (name: string) =>
        loadFunction(name, readFileSync(join(folder, name), 'utf8'), { get: async (key) => store.get(key) });
      return [
        await measured('mint', load('mint.js'), mintCase()),
        await measured('admit', load('admit.js'), admitCase()),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

interface Case {
  readonly event: EdgeEvent;
  readonly now: number;
  readonly status: number;
  /** Every HMAC the answer takes, as the core asks for it. */
  readonly hmacs: readonly (readonly [key: Uint8Array, text: string])[];
}

function mintCase(): Case {
  const { hmacs, hashing } = recorder();
  signedInSub(hashing, keys, pass, JOINED);
  arrivalSample(hashing, keys.sample, EVENT, sub);
  requestSample(hashing, keys.sample, joining.requestId);
  mintAnswer(hashing, keys, sale, joining, 201);
  return { event: eventFor('token', {}), now: JOINED, status: 201, hmacs };
}

function admitCase(): Case {
  const place = mintAnswer(nodeHashing, keys, sale, joining, 201).body as QueueBody;
  const solved = solveProof(nodeHashing, place.challenge?.text ?? '', place.challenge?.bits ?? 0, 0, 1e6);
  const token = place.token ?? '';
  const nonce = 'nonce' in solved ? solved.nonce : '';
  const now = place.retryAt + 60;
  const { hmacs, hashing } = recorder();
  signedInSub(hashing, keys, pass, now);
  const inspection = inspectAdmission(hashing, keys, { eventId: EVENT, sub, now, token, nonce });
  requestSample(hashing, keys.sample, joining.requestId);
  const decision = admissionDecision(hashing, keys, sale, { ...joining, now }, inspection);
  if (decision.admitted) throw new Error('this buyer was to be told not yet, which is what most answers say');
  const event = eventFor('admission', {
    [HEADERS.token]: { value: token },
    [HEADERS.nonce]: { value: nonce },
  });
  return { event, now, status: 200, hmacs };
}

/** A function that makes these HMACs in the same sandbox, its keys at hand, and does nothing else. */
function bareFunction({ hmacs }: Case): SandboxedFunction {
  const calls = hmacs.map(([hmacKey, text]) => [Buffer.from(hmacKey).toString('base64url'), text]);
  const code = `import crypto from 'crypto';
const hmacs = ${JSON.stringify(calls)}.map((call) => [Buffer.from(call[0], 'base64url'), call[1]]);
async function handler(event) {
  for (let i = 0; i < hmacs.length; i++) crypto.createHmac('sha256', hmacs[i][0]).update(hmacs[i][1]).digest();
  return event.request;
}`;
  return loadFunction('bare.js', code, { get: async () => undefined });
}

async function measured(name: string, whole: SandboxedFunction, given: Case): Promise<BenchRow> {
  const bare = bareFunction(given);
  const wholeTimes: number[] = [];
  const bareTimes: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const wholeMicroseconds = await timed(whole, given);
    const bareMicroseconds = await timed(bare, given);
    // The first round warms up.
    if (round === 0) continue;
    wholeTimes.push(wholeMicroseconds);
    bareTimes.push(bareMicroseconds);
  }
  return {
    name: `${name} in the sandbox / a function of its ${given.hmacs.length} HMACs alone`,
    value: median(wholeTimes.map((time, i) => time / (bareTimes[i] ?? Number.NaN))),
    unit: '×',
    bar: { atMost: 3 },
    detail: `${median(wholeTimes).toFixed(1)} µs against ${median(bareTimes).toFixed(1)} µs a call`,
  };
}

/** Microseconds a call, over a round of calls one after the other. */
async function timed(run: SandboxedFunction, { event, now, status }: Case): Promise<number> {
  const headers = event.request.headers;
  const started = performance.now();
  for (let i = 0; i < CALLS_PER_ROUND; i++) {
    // A function changes the request it is given, and the runtime gives it a new one each time.
    event.request.headers = { ...headers };
    const outcome = await run(event, now * 1000);
    if ('statusCode' in outcome && outcome.statusCode !== status) throw new Error('answered otherwise');
  }
  event.request.headers = headers;
  return ((performance.now() - started) / CALLS_PER_ROUND) * 1000;
}

/** Hashing that notes every HMAC it makes. */
function recorder(): { hashing: Hashing; hmacs: (readonly [Uint8Array, string])[] } {
  const hmacs: (readonly [Uint8Array, string])[] = [];
  const hmacSha256: Hashing['hmacSha256'] = (hmacKey, text) => {
    hmacs.push([hmacKey, text]);
    return nodeHashing.hmacSha256(hmacKey, text);
  };
  return { hmacs, hashing: { hmacSha256, sha256: nodeHashing.sha256 } };
}

function eventFor(endpoint: string, headers: EdgeEvent['request']['headers']): EdgeEvent {
  return {
    version: '1.0',
    context: {
      distributionDomainName: 'tix.example',
      distributionId: 'BENCH',
      eventType: 'viewer-request',
      requestId: joining.requestId,
    },
    viewer: { ip: '198.51.100.11' },
    request: {
      method: 'POST',
      uri: `/v1/events/${EVENT}/queue/${endpoint}`,
      querystring: {},
      headers: { ...headers, host: { value: 'tix.example' }, [HEADERS.pass]: { value: pass } },
      cookies: {},
    },
  };
}

function busySchedule(): SaleRecord['schedule'] {
  const publication = { now: OPENS_AT, leadSeconds: 0 };
  let schedule: SaleRecord['schedule'] = openSchedule(OPENS_AT, 9_000);
  for (let i = 1; i < 12; i++) schedule = appendEntry(schedule, OPENS_AT + i * 10, 9_000 + i, publication);
  return schedule;
}
