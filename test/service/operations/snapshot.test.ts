import { expect, test } from 'vitest';
import { createFlagCounts } from '../../../src/service/abuse/index.ts';
import { createOperations } from '../../../src/service/operations/index.ts';
import { setTarget } from '../../../src/service/tuning/index.ts';
import { EVENT_ID, type Harness, openBuyer, openHarness } from '../harness.ts';

const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;

async function snapshotOf(harness: Harness) {
  await harness.drain();
  return harness.operations.snapshot(EVENT_ID);
}

/** The operations of a service that has just started on the same store. */
function restarted({ service, kvs, journal, signals }: Harness) {
  const { store, events, saleBook, clock, mapMeasures, requestMeasures } = service;
  return createOperations({
    ...{ store, kvs, journal, events, saleBook, clock, mapMeasures, requestMeasures },
    flagCounts: createFlagCounts(signals, service.clock),
  });
}

/** Free seats of the first section, in order. */
function seats(harness: Harness, count: number): string[] {
  const section = harness.venue.sections[0];
  if (section === undefined) throw new Error('the hall has sections');
  return harness.venue
    .seatsOf(section)
    .slice(0, count)
    .map(({ seatId }) => seatId);
}

/** Ada buys two seats, Bob pays for two, Cyd chooses one, Dan looked and left. */
async function busyHall() {
  const harness = await openHarness();
  const [a1, a2, b1, b2, c1] = seats(harness, 5) as [string, string, string, string, string];
  const ada = await openBuyer(harness, 'ada');
  await ada.hold([a1, a2]);
  const checkout = await ada.checkout();
  await harness.pay(checkout.body.payment.redirectUrl, { outcome: 'approve' });
  const bob = await openBuyer(harness, 'bob');
  await bob.hold([b1, b2]);
  await bob.checkout();
  const cyd = await openBuyer(harness, 'cyd');
  await cyd.hold([c1]);
  expect((await cyd.hold([a1])).status).toBe(409);
  await (await openBuyer(harness, 'dan')).cancel();
  return { harness, cyd };
}

test('a snapshot tells every seat and session once, by what can be done with it', async () => {
  const { harness } = await busyHall();
  const snapshot = await snapshotOf(harness);
  const total = harness.venue.seatCount;
  expect(snapshot.seats).toMatchObject({ total, available: total - 5, held: 1, inCheckout: 2, sold: 2 });
  expect(snapshot.seats.sections[0]).toMatchObject({ held: 1, inCheckout: 2, sold: 2 });
  expect(snapshot.seats.sections.map(({ total: seats }) => seats).reduce((a, b) => a + b)).toBe(total);
  expect(snapshot.sessions).toMatchObject({
    ...{ live: 2, inReservation: 1, inCheckout: 1, started: 4, ended: 2, bought: 1, waitingPasses: 0 },
    ...{ softCap: 50, hardCap: 60 },
  });
  expect(snapshot.holds).toMatchObject({ ok: 3, refused: 1, successRate: 0.75, ghostRate: 1 / 6 });
  const minute = Math.floor(snapshot.atMs / 60_000) * 60;
  expect(snapshot.sales.perMinute).toEqual([[minute, 2]]);
  expect(snapshot.sale).toMatchObject({ eventId: EVENT_ID, tau: 1, doors: { state: 'open' } });
});

test('a restarted service counts the same from the store alone', async () => {
  const { harness } = await busyHall();
  const before = await snapshotOf(harness);
  const after = await restarted(harness).snapshot(EVENT_ID);
  expect(after.seats).toEqual(before.seats);
  expect(after.sessions).toEqual(before.sessions);
  expect(after.sales).toEqual(before.sales);
  expect(after.admissionsPerSecond).toBe(before.admissionsPerSecond);
  expect(await restarted(harness).observation(EVENT_ID, null)).toEqual(
    await harness.operations.observation(EVENT_ID, null),
  );
});

test('changes that come twice, and while the store is being counted, count once', async () => {
  const { harness } = await busyHall();
  const expected = await snapshotOf(harness);
  const changes = (await harness.store.readChanges(0, 1_000)).map(({ atMs, body }) => ({ atMs, body }));
  const fresh = restarted(harness);
  fresh.apply([...changes].reverse());
  const counting = fresh.count();
  fresh.apply(changes);
  await counting;
  const { seats: counted, sessions, sales } = await fresh.snapshot(EVENT_ID);
  expect({ seats: counted, sessions, sales }).toEqual({
    ...{ seats: expected.seats, sessions: expected.sessions, sales: expected.sales },
  });
});

test('what has lapsed is free at once, although nothing was written', async () => {
  const { harness, cyd } = await busyHall();
  await harness.passMs(301_000);
  const { seats: counts, sessions } = await snapshotOf(harness);
  expect(counts).toMatchObject({ held: 0, inCheckout: 0, sold: 2, available: harness.venue.seatCount - 2 });
  expect(sessions).toMatchObject({ live: 0, started: 4, ended: 4, bought: 1 });
  expect((await cyd.read()).body.session.state).toBe('expired');
});

test('people at the doors are estimated from those who are sampled', async () => {
  const harness = await openHarness({
    sampling: { arrivals: 1, requests: 0, suspects: 0 },
    startsBeforeOpeningMs: 60_000,
  });
  for (const sub of ['ada', 'bob', 'cyd']) {
    const headers = await harness.edgeHeaders(sub, TOKEN, undefined, 'arrival');
    await harness.call('POST', TOKEN, { headers });
  }
  await harness.passMs(1_000);
  const { queue } = await snapshotOf(harness);
  expect(queue).toEqual({ arrivedPeople: 3, waitingPeople: 3, arrivalsPerSecond: 0.1 });
  // With τ = 1 s everybody's turn has come soon after the opening.
  await harness.passMs(70_000);
  expect((await snapshotOf(harness)).queue).toEqual({
    ...{ arrivedPeople: 3, waitingPeople: 0, arrivalsPerSecond: 0 },
  });
});

test('an observation tells arrivals once, by second, and goes on where the last one ended', async () => {
  const harness = await openHarness({ sampling: { arrivals: 1, requests: 0, suspects: 0 } });
  const arrive = async (sub: string) => {
    const headers = await harness.edgeHeaders(sub, TOKEN, undefined, 'arrival');
    await harness.call('POST', TOKEN, { headers });
    return Math.floor(harness.nowMs() / 1000);
  };
  const second = await arrive('ada');
  await arrive('bob');
  const first = await harness.operations.observation(EVENT_ID, null);
  expect(first).toMatchObject({ arrivals: [[second, 2]], live: 0, admitted: 0, buyers: 0 });
  await harness.passMs(3_000);
  await arrive('ada');
  const later = await arrive('cyd');
  const next = await restarted(harness).observation(EVENT_ID, first.cursor);
  expect(next.arrivals).toEqual([[later, 1]]);
  expect((await harness.operations.observation(EVENT_ID, next.cursor)).arrivals).toEqual([]);
});

test('nobody sampled is told as no count, not as a count of none', async () => {
  const harness = await openHarness();
  expect((await harness.operations.observation(EVENT_ID, null)).arrivals).toBeNull();
  expect((await harness.operations.snapshot(EVENT_ID)).queue.arrivedPeople).toBeNull();
});

test('who waits with a pass counts as live while they keep coming, and is admitted once', async () => {
  const harness = await openHarness({ softCap: 1, hardCap: 1 });
  const ada = await openBuyer(harness, 'ada');
  await harness.enter('bob');
  await harness.enter('bob');
  const waiting = await harness.operations.observation(EVENT_ID, null);
  expect(waiting).toMatchObject({ live: 2, admitted: 2 });
  expect((await snapshotOf(harness)).sessions).toMatchObject({ live: 1, waitingPasses: 1 });

  await ada.cancel();
  await harness.passMs(2_000);
  expect((await harness.enter('bob')).status).toBe(201);
  await harness.drain();
  const entered = await harness.operations.observation(EVENT_ID, null);
  expect(entered).toMatchObject({ live: 1, admitted: 2 });

  await harness.enter('cyd');
  await harness.passMs(60_000);
  const gone = await harness.operations.observation(EVENT_ID, null);
  expect(gone).toMatchObject({ live: 1, admitted: 3 });
});

test('the tuner’s wishes are shown as they stand', async () => {
  const harness = await openHarness();
  expect((await snapshotOf(harness)).tuner).toBeNull();
  await setTarget(harness.kvs, EVENT_ID, 40);
  expect((await snapshotOf(harness)).tuner).toMatchObject({ target: 40, frozen: false, last: null });
});

test('failures of ours count as errors, refusals by the rules do not', async () => {
  let isDown = false;
  const harness = await openHarness({
    wrapStore: (store) =>
      new Proxy(store, {
        get(target, name) {
          if (isDown && name === 'readSection') throw new Error('the disk is gone');
          const member = Reflect.get(target, name);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      }),
  });
  await harness.call('GET', '/v1/events/nowhere');
  isDown = true;
  const section = harness.venue.sections[0]?.id;
  const failed = await harness.call('GET', `/v1/events/${EVENT_ID}/sections/${section}/seats`);
  expect(failed.status).toBe(500);
  const { http } = await harness.operations.snapshot(EVENT_ID);
  expect(http).toMatchObject({ errorRate: 0.5, requestsPerSecond: 2 });
});
