import { expect, test } from 'vitest';
import {
  arrivalSample,
  clockAt,
  curveNamed,
  entryAt,
  formatSaleRecord,
  lotOf,
  lotteryNumberOf,
  nextBackoff,
  openSchedule,
  type SaleRecord,
  saleKey,
  slotPhaseOf,
  slotStartAt,
  solveProof,
} from '../../../src/core/admission/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import {
  openTuner,
  setTarget,
  type Tuner,
  type TunerMemory,
  type TurnReport,
} from '../../../src/service/tuning/index.ts';
import { EVENT_ID, openHarness } from '../harness.ts';

const TARGET = 150;
const PEOPLE = 4_000;
const SAMPLED = 0.2;
const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;
const ADMISSION = `/v1/events/${EVENT_ID}/queue/admission`;

/** A number from 0 to 1 that is the same for the same buyer. */
const unitOf = (number: number, purpose: string) =>
  nodeHashing
    .sha256(`${purpose} ${number}`)
    .reduce((sum, byte, i) => (i < 6 ? sum + byte / 256 ** (i + 1) : sum), 0);

/** A crowd at the real service and its real tuner, on a clock moved by hand: second by second, every buyer asking once a slot. */
async function openSale() {
  const harness = await openHarness({
    ...{ softCap: 190, hardCap: 220, startsBeforeOpeningMs: 60_000 },
    sampling: { arrivals: SAMPLED, requests: 0, suspects: 0 },
  });
  const { service, kvs, operations } = harness;
  const opened = (await service.saleBook.read(EVENT_ID)).sale as SaleRecord;
  const slow = { ...opened, tokenLifeSeconds: 7_200, schedule: openSchedule(opened.opensAt, 600) };
  await kvs.update({ puts: { [saleKey(EVENT_ID)]: formatSaleRecord(slow) }, ifMatch: await kvs.etag() });
  const { keys } = await service.saleBook.read(EVENT_ID);
  if (keys === undefined) throw new Error('the sale has keys');
  const curve = curveNamed(opened.curve);
  if (curve === undefined) throw new Error('the curve is known');

  const now = () => Math.floor(harness.nowMs() / 1000);
  const sale = async () => (await service.saleBook.read(EVENT_ID)).sale as SaleRecord;
  const buyers = Array.from({ length: PEOPLE }, (_, number) => {
    const sub = `buyer-${number}`;
    return {
      ...{ number, sub, arrivesAt: opened.opensAt - 40 + Math.floor(100 * unitOf(number, 'arrival') ** 2) },
      phase: slotPhaseOf(nodeHashing, keys.lot, EVENT_ID, sub, opened.slotSeconds),
      share: curve.share(
        -Math.log1p(-(lotteryNumberOf(nodeHashing, keys, lotOf(nodeHashing, keys.lot, EVENT_ID, sub)) ?? 1)),
        opened.k,
      ),
      c0: Number.NaN,
      place: undefined as { token: string; challenge: { text: string; bits: number } } | undefined,
      retryAt: 0,
    };
  });
  type Buyer = (typeof buyers)[number];
  const waiting = new Set<Buyer>();
  const leavingAt = new Map<number, { sub: string; sessionId: string; pass: string }[]>();
  let [live, passes] = [0, new Set<Buyer>()] as [number, Set<Buyer>];

  const takePlace = async (buyer: Buyer) => {
    const reason =
      arrivalSample(nodeHashing, keys.sample, EVENT_ID, buyer.sub) < SAMPLED ? 'arrival' : 'admitted';
    const headers = await harness.edgeHeaders(buyer.sub, TOKEN, now(), reason);
    const { body } = await harness.call('POST', TOKEN, { headers });
    const minted = await sale();
    buyer.c0 = clockAt(minted, Math.max(now(), minted.opensAt)) ?? 0;
    buyer.place = body;
    buyer.retryAt = body.retryAt;
    waiting.add(buyer);
  };
  const ask = async (buyer: Buyer) => {
    const { token, challenge } = buyer.place ?? { token: '', challenge: { text: '', bits: 0 } };
    const proof = solveProof(nodeHashing, challenge.text, challenge.bits, 0, 10_000);
    const headers = {
      ...(await harness.edgeHeaders(buyer.sub, ADMISSION)),
      ...{ 'x-tix-token': token, 'x-tix-nonce': 'nonce' in proof ? proof.nonce : '' },
    };
    const { status, body } = await harness.call('POST', ADMISSION, { headers });
    if (status === 200) {
      passes.add(buyer);
      buyer.place = body;
      buyer.retryAt = body.retryAt;
      return;
    }
    expect(status).toBe(201);
    waiting.delete(buyer);
    passes.delete(buyer);
    live += 1;
    const until = now() + Math.round(120 + 120 * unitOf(buyer.number, 'session'));
    const { sessionId } = body.session;
    leavingAt.set(until, [...(leavingAt.get(until) ?? []), { sub: buyer.sub, sessionId, pass: body.pass }]);
  };

  let memory: string | undefined;
  const kept: TunerMemory = {
    load: async () => memory,
    save: async (text) => {
      memory = text;
    },
  };
  return {
    ...{ harness, now, opensAt: opened.opensAt, sale },
    heads: () => live + passes.size,
    tuner: (holder: string): Promise<Tuner> =>
      openTuner(
        {
          ...{ kvs, eventId: EVENT_ID, clock: service.clock, memory: kept },
          terms: {
            ...{ turnSeconds: 10, leadSeconds: 10, tauMin: 1, tauMax: 1e9 },
            expected: { sessionSeconds: 180, seatsPerBuyer: 1, buyingShare: 0.5 },
          },
          async look(after) {
            await harness.drain();
            return operations.observation(EVENT_ID, after);
          },
        },
        { holder, target: TARGET, isGone: () => true },
      ),
    async second() {
      await harness.passMs(1_000);
      for (const { sub, sessionId, pass } of leavingAt.get(now()) ?? []) {
        const headers = { 'x-tix-auth': harness.signInPass(sub), 'x-tix-session': pass };
        expect((await harness.call('DELETE', `/v1/sessions/${sessionId}`, { headers })).status).toBe(200);
        live -= 1;
      }
      const record = await sale();
      for (const buyer of buyers) if (buyer.arrivesAt === now()) await takePlace(buyer);
      for (const buyer of waiting) {
        if (buyer.retryAt > now()) continue;
        const slotStart = slotStartAt(now(), buyer.phase, record.slotSeconds);
        const clock = clockAt(record, slotStart) ?? 0;
        const isOpen = (entryAt(record.schedule, slotStart)?.[1] ?? 0) > 0 && slotStart >= record.opensAt;
        if (isOpen && clock - buyer.c0 >= buyer.share) await ask(buyer);
        else buyer.retryAt = nextBackoff(now(), buyer.arrivesAt, record, buyer.phase);
      }
    },
  };
}

test('the tuner holds the number of shoppers at the real service, also when it is killed and started again, and follows a new target', async () => {
  const sale = await openSale();
  let tuner = await sale.tuner('one:1');
  const turns: TurnReport[] = [];
  const heads: number[] = [];
  for (let second = -50; second < 1_250; second++) {
    await sale.second();
    // Killed between two turns, with its lease not given back.
    if (second === 605) tuner = await sale.tuner('two:2');
    if (second === 900) await setTarget(sale.harness.kvs, EVENT_ID, 100);
    if (second >= -20 && second % 10 === 0) turns.push(await tuner.takeTurn());
    if (second >= 0) heads.push(sale.heads());
  }
  const held = heads.slice(360, 900);
  const error = held.reduce((sum, n) => sum + Math.abs(n - TARGET), 0) / held.length / TARGET;
  // Keys and so draws differ from run to run: of 150 at once, chance alone makes one second or another a tenth too many.
  expect(Math.max(...heads.slice(0, 900)) / TARGET - 1).toBeLessThanOrEqual(0.2);
  expect(error).toBeLessThanOrEqual(0.09);
  // No jump where it was started again.
  const around = heads.slice(600, 700);
  expect(Math.min(...around)).toBeGreaterThan(0.75 * TARGET);
  const after = heads.slice(1_150);
  expect(Math.abs(after.reduce((a, b) => a + b) / after.length / 100 - 1)).toBeLessThan(0.25);
  // What it expected is what came, on average.
  const told = turns.filter(({ at }) => at > sale.opensAt + 60 && at < sale.opensAt + 900);
  const sum = (value: (report: TurnReport) => number) => told.reduce((all, report) => all + value(report), 0);
  const ratio = sum(({ since }) => since?.real ?? 0) / sum(({ since }) => since?.expected ?? 0);
  expect(ratio).toBeGreaterThan(0.75);
  expect(ratio).toBeLessThan(1.33);
  expect(told.every(({ outcome }) => outcome === 'published' || outcome === 'unchanged')).toBe(true);
}, 60_000);
