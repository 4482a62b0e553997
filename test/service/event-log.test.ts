import { beforeAll, expect, test } from 'vitest';
import { type LogLine, saleLog } from '../../src/service/event-log/index.ts';
import { createScheduleWatch } from '../../src/service/operations/index.ts';
import { calibrate, loadScenario, replayScenario, simulate } from '../../src/sim/index.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from './harness.ts';

const BUYERS = 60;
const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;

/**
 * Sixty people come and enter; of ten, six buy one seat, one is declined, one lets the time to pay run out, one gives the seat back and
 * leaves, and one only looks. Ten more come, and do not enter.
 */
async function smallSale() {
  const harness = await openHarness({
    ...{ softCap: 200, hardCap: 200 },
    sampling: { arrivals: 1, requests: 0, suspects: 0 },
  });
  const { store, journal } = harness;
  const { saleBook, hashing, clock } = harness.service;
  await createScheduleWatch({ store, saleBook, journal, hashing, clock }).look();
  const seats = harness.venue.sections.flatMap((section) => harness.venue.seatsOf(section));
  for (let i = 0; i < BUYERS + 10; i++) {
    const sub = `buyer-${i}`;
    const headers = await harness.edgeHeaders(sub, TOKEN, undefined, 'arrival');
    await harness.call('POST', TOKEN, { headers });
    if (i >= BUYERS) continue;
    const buyer = await openBuyer(harness, sub);
    const seatId = seats[i]?.seatId ?? '';
    await harness.passMs(20_000);
    if (i % 10 === 9) {
      await buyer.cancel();
      continue;
    }
    expect((await buyer.hold([seatId])).status).toBe(200);
    await harness.passMs(10_000);
    if (i % 10 === 8) {
      await buyer.release([seatId]);
      await buyer.cancel();
      continue;
    }
    const { body } = await buyer.checkout();
    await harness.passMs(15_000);
    if (i % 10 === 7) continue;
    const outcome = i % 10 === 6 ? 'decline' : 'approve';
    await harness.pay(body.payment.redirectUrl, { outcome });
  }
  await harness.passMs(600_000);
  for (let i = 0; i < 5; i++) await harness.reconcile();
  return harness;
}

async function logOf(harness: Harness): Promise<LogLine[]> {
  const { store, journal, kvs } = harness;
  const { hashing } = harness.service;
  const log = saleLog({
    ...{ store, journal, kvs, hashing, eventId: EVENT_ID, nowMs: harness.nowMs() },
    items: () => store.scan(),
  });
  const lines: LogLine[] = [];
  for await (const line of log) lines.push(line);
  return lines;
}

let harness: Harness;
let lines: LogLine[];
beforeAll(async () => {
  harness = await smallSale();
  lines = await logOf(harness);
});

test('the log tells what everybody did', () => {
  const count = (type: LogLine['type']) => lines.filter((line) => line.type === type).length;
  expect(lines[0]).toMatchObject({ type: 'sale', eventId: EVENT_ID, samplingRate: 1, target: 200, k: 2 });
  expect({ arrived: count('arrived'), drawn: count('drawn'), started: count('started') }).toEqual({
    ...{ arrived: BUYERS + 10, drawn: BUYERS + 10, started: BUYERS },
  });
  expect({ held: count('held'), checkout: count('checkout'), bought: count('bought') }).toEqual({
    ...{ held: 54, checkout: 48, bought: 36 },
  });
  expect({ failed: count('paymentFailed'), ended: count('ended') }).toEqual({ failed: 12, ended: 24 });
});

test('a turn is no later than the session that began with it, and sessions go their way in order', () => {
  const drawnAt = new Map(lines.flatMap((line) => (line.type === 'drawn' ? [[line.person, line.at]] : [])));
  for (const line of lines) {
    if (line.type === 'started') expect(drawnAt.get(line.person)).toBeLessThanOrEqual(line.at);
  }
  const sessions = Map.groupBy(
    lines.flatMap((line) => ('session' in line ? [line] : [])),
    ({ session }) => session,
  );
  for (const course of sessions.values()) {
    const times = course.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});

test('nobody can be found in the log: no account, place, token or session of the service is in it', async () => {
  const text = JSON.stringify(lines);
  expect(text).not.toContain('buyer-');
  for await (const item of harness.store.scan()) {
    if (item.type === 'session') expect(text).not.toContain(item.record.sessionId);
    if (item.type === 'token') expect(text).not.toContain(item.record.tokenId);
  }
  // Names of one sale go together from log to log, and say nothing about another sale.
  expect(await logOf(harness)).toEqual(lines);
  const other = await smallSale();
  const people = (log: readonly LogLine[]) =>
    new Set(log.flatMap((line) => (line.type === 'arrived' ? [line.person] : [])));
  const strangers = people(await logOf(other));
  expect([...people(lines)].filter((person) => strangers.has(person))).toEqual([]);
});

test('the simulator learns the sale from it, and plays it again', async () => {
  const recorded = await calibrate(lines.map((line) => JSON.stringify(line)));
  expect(recorded).toMatchObject({
    people: BUYERS + 10,
    sessions: BUYERS,
    seatsPerOrder: [{ seats: 1, share: 1 }],
  });
  expect(recorded.showUp).toBeCloseTo(BUYERS / (BUYERS + 10), 10);
  expect(recorded.checkoutShare).toBeCloseTo(48 / 54, 10);
  expect(recorded.paymentFailure).toBeCloseTo(12 / 48, 10);
  expect(recorded.payingMeanSeconds).toBeCloseTo(15, 0);
  expect(recorded.choosing?.meanSeconds).toBeGreaterThan(20);
  expect(recorded.choosing?.meanSeconds).toBeLessThan(40);
  const scenario = loadScenario(replayScenario({}, recorded));
  const result = await simulate(scenario);
  expect(result.people).toBe(BUYERS + 10);
});

test('a sale in which nobody is counted has no log, and says why', async () => {
  const uncounted = await openHarness();
  await expect(logOf(uncounted)).rejects.toMatchObject({ code: 'NOBODY_SAMPLED' });
});
