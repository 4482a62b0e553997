import { expect, test } from 'vitest';
import type { EdgeReason, SamplingRates } from '../../src/core/admission/index.ts';
import { createScheduleWatch } from '../../src/service/operations/index.ts';
import type { SaleJournal } from '../../src/service/ports/index.ts';
import { publishTau } from '../../src/service/sale/index.ts';
import { EVENT_ID, type Harness, openHarness } from './harness.ts';

const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;

/** A mint that the edge passed on for this reason. */
async function mint(harness: Harness, sub: string, reason: EdgeReason) {
  const headers = await harness.edgeHeaders(sub, TOKEN, undefined, reason);
  return harness.call('POST', TOKEN, { headers });
}

const allOf = async (journal: SaleJournal) => (await journal.read(EVENT_ID, null, 1_000)).entries;
/** What is told of buyers. */
const entriesOf = async (journal: SaleJournal) =>
  (await allOf(journal)).filter(({ kind }) => kind !== 'schedule');
const sampling = (rates: Partial<SamplingRates>) => ({ arrivals: 0, requests: 0, suspects: 0, ...rates });

test('the first place of everybody who is counted is kept, with its second and the reading of the sale clock', async () => {
  const harness = await openHarness({ sampling: sampling({ arrivals: 1 }) });
  await mint(harness, 'ada', 'arrival');
  const arrivedAt = Math.floor(harness.nowMs() / 1000);
  await harness.passMs(60_000);
  await mint(harness, 'ada', 'arrival');
  await mint(harness, 'bob', 'arrival');
  const entries = await entriesOf(harness.journal);
  expect(entries).toMatchObject([
    { kind: 'minted', sample: 'arrivals', sub: 'ada', iat: arrivedAt, c0: 10, atMs: arrivedAt * 1000 },
    { kind: 'minted', sample: 'arrivals', sub: 'bob', iat: arrivedAt + 60, c0: 70 },
  ]);
});

test('requests that are drawn, and those passed on for other reasons, count as no arrivals', async () => {
  const harness = await openHarness({ sampling: sampling({ requests: 0.01 }) });
  await mint(harness, 'ada', 'sampled');
  await mint(harness, 'bob', 'flagged');
  const entries = await entriesOf(harness.journal);
  expect(entries).toMatchObject([{ kind: 'minted', sample: 'requests', sub: 'ada' }]);
});

test('who is counted is counted also when the edge passed them on for another reason', async () => {
  const harness = await openHarness({ sampling: sampling({ arrivals: 1 }) });
  await mint(harness, 'ada', 'flagged');
  expect(await entriesOf(harness.journal)).toMatchObject([{ sample: 'arrivals', sub: 'ada' }]);
});

test('it is kept who got a session, who waits with a pass, and whom the rules let in no more', async () => {
  const harness = await openHarness({ softCap: 1, hardCap: 1 });
  const entered = await harness.enter('ada');
  expect(entered.status).toBe(201);
  expect((await harness.enter('bob')).body).toMatchObject({ admitted: false });
  expect((await harness.enter('ada')).status).toBe(409);
  const entries = await entriesOf(harness.journal);
  expect(entries).toMatchObject([
    { kind: 'admitted', sub: 'ada', outcome: 'session' },
    { kind: 'admitted', sub: 'bob', outcome: 'pass' },
    { kind: 'admitted', sub: 'ada', outcome: 'refused' },
  ]);
  for (const entry of entries) if (entry.kind === 'admitted') expect(entry.slotStart % 1).toBe(0);
});

test('a journal that fails costs no buyer anything but the entry', async () => {
  const harness = await openHarness({ sampling: sampling({ arrivals: 1 }) });
  harness.journal.record = () => Promise.reject(new Error('the disk is full'));
  expect((await mint(harness, 'ada', 'arrival')).status).toBe(201);
  expect((await harness.enter('ada')).status).toBe(201);
});

test('a journal that never answers keeps no buyer waiting for long', async () => {
  const harness = await openHarness({ sampling: sampling({ arrivals: 1 }) });
  harness.journal.record = () => new Promise(() => {});
  expect((await mint(harness, 'ada', 'arrival')).status).toBe(201);
});

test('every schedule is kept once, so that a verdict can be explained after the sale record has forgotten it', async () => {
  const harness = await openHarness();
  const { store, journal } = harness;
  const { saleBook, hashing, clock } = harness.service;
  const watch = createScheduleWatch({ store, saleBook, journal, hashing, clock });
  await watch.look();
  await watch.look();
  const [first] = await allOf(journal);
  expect(first).toMatchObject({ kind: 'schedule', phase: 'open', schedule: [[expect.any(Number), 1, 0]] });

  const nowSeconds = Math.floor(harness.nowMs() / 1000);
  const change = {
    ...{ eventId: EVENT_ID, entry: { from: nowSeconds + 10, tau: 30 }, nowSeconds, leadSeconds: 10 },
    ...{ phase: 'open' as const, forecast: null, tunerEpoch: 1 },
  };
  await publishTau(harness.kvs, change);
  await watch.look();
  // A restarted service has no memory of what it has told already.
  await createScheduleWatch({ store, saleBook, journal, hashing, clock }).look();
  const entries = await allOf(journal);
  expect(entries).toHaveLength(2);
  expect(entries[1]).toMatchObject({ schedule: [expect.anything(), [nowSeconds + 10, 30, 20]] });
});

test('where nobody watches, the schedule is kept by whoever judges by it', async () => {
  const harness = await openHarness();
  await mint(harness, 'ada', 'sampled');
  await mint(harness, 'bob', 'sampled');
  const schedules = (await allOf(harness.journal)).filter(({ kind }) => kind === 'schedule');
  expect(schedules).toMatchObject([{ phase: 'open', schedule: [[expect.any(Number), 1, 0]] }]);
});
