import { expect, test } from 'vitest';
import { EVENT_ID, type Harness, openBuyer, openHarness } from './harness.ts';

const seatIdsOf = (harness: Harness, count: number) => [...harness.venue.seatIds()].slice(0, count);

test('a hold of several seats is all or nothing, and the refusal names exactly the seats taken', async () => {
  const harness = await openHarness();
  const [a, b, c] = seatIdsOf(harness, 3) as [string, string, string];
  const ada = await openBuyer(harness, 'ada');
  const bob = await openBuyer(harness, 'bob');
  expect(await ada.hold([b])).toMatchObject({
    status: 200,
    body: { seatIds: [b], session: { heldCount: 1 } },
  });
  expect(await bob.hold([a, b, c])).toMatchObject({
    status: 409,
    body: { code: 'SEAT_TAKEN', seatIds: [b] },
  });
  expect((await bob.read()).body.session.seats).toEqual([]);
  expect(await bob.hold([a, c])).toMatchObject({ status: 200 });
});

test('holding seats that are mine already succeeds again', async () => {
  const harness = await openHarness();
  const [a, b] = seatIdsOf(harness, 2) as [string, string];
  const ada = await openBuyer(harness, 'ada');
  await ada.hold([a]);
  expect(await ada.hold([a, b])).toMatchObject({ status: 200, body: { session: { heldCount: 2 } } });
});

test('a session holds no more seats than the rules allow', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const seats = seatIdsOf(harness, 5);
  expect(await ada.hold(seats)).toMatchObject({ status: 409, body: { code: 'LIMIT_REACHED', seatLimit: 4 } });
  await ada.hold(seats.slice(0, 3));
  expect(await ada.hold(seats.slice(3))).toMatchObject({
    status: 409,
    body: { code: 'LIMIT_REACHED', heldCount: 3 },
  });
});

test('seats that do not exist are named and nothing is held', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const [a] = seatIdsOf(harness, 1) as [string];
  const answer = await ada.hold([a, 'X1#B1#R1#S1']);
  expect(answer).toMatchObject({ status: 422, body: { code: 'SEAT_UNKNOWN', seatIds: ['X1#B1#R1#S1'] } });
  expect((await ada.read()).body.session.seats).toEqual([]);
});

test('the same Idempotency-Key answers as the first time and does nothing twice', async () => {
  const harness = await openHarness();
  const [a, b] = seatIdsOf(harness, 2) as [string, string];
  const ada = await openBuyer(harness, 'ada');
  const key = { 'idempotency-key': 'first' };
  const first = await ada.hold([a], key);
  await ada.release([a]);
  const repeated = await ada.hold([a], key);
  expect(repeated.body.seatIds).toEqual(first.body.seatIds);
  expect((await ada.read()).body.session.seats).toEqual([]);
  expect(await ada.hold([b], key)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('released seats are free for others, and releasing twice is harmless', async () => {
  const harness = await openHarness();
  const [a] = seatIdsOf(harness, 1) as [string];
  const ada = await openBuyer(harness, 'ada');
  const bob = await openBuyer(harness, 'bob');
  await ada.hold([a]);
  expect(await ada.release([a])).toMatchObject({
    status: 200,
    body: { seatIds: [a], session: { heldCount: 0 } },
  });
  expect(await bob.hold([a])).toMatchObject({ status: 200 });
  expect(await ada.release([a])).toMatchObject({ status: 200, body: { seatIds: [] } });
});

test('a hold lapses by time alone: nothing has to sweep it up', async () => {
  const harness = await openHarness();
  const [a] = seatIdsOf(harness, 1) as [string];
  const ada = await openBuyer(harness, 'ada');
  await ada.hold([a]);
  await harness.passMs(300_000);
  expect(await ada.hold([a])).toMatchObject({ status: 409, body: { code: 'SESSION_EXPIRED' } });
  expect((await ada.read()).body.session).toMatchObject({ state: 'expired', seats: [] });
  const bob = await openBuyer(harness, 'bob');
  expect(await bob.hold([a])).toMatchObject({ status: 200 });
});

test('a session is acted in with its own pass by its own buyer only', async () => {
  const harness = await openHarness();
  const [a] = seatIdsOf(harness, 1) as [string];
  const ada = await openBuyer(harness, 'ada');
  const bob = await openBuyer(harness, 'bob');
  const path = `/v1/sessions/${ada.sessionId}/holds`;
  const json = { seatIds: [a] };
  const attempts: Record<string, string>[] = [
    bob.headers(),
    { ...bob.headers(), 'x-tix-session': ada.headers()['x-tix-session'] },
    { 'x-tix-auth': ada.headers()['x-tix-auth'] },
    { ...ada.headers(), 'x-tix-session': ada.headers()['x-tix-auth'] },
  ];
  for (const headers of attempts)
    expect(await harness.call('POST', path, { json, headers })).toMatchObject({
      status: 401,
      body: { code: 'SESSION_PASS_REQUIRED' },
    });
  const foreign = await harness.call('GET', `/v1/sessions/${ada.sessionId}`, { headers: bob.headers() });
  expect(foreign).toMatchObject({ status: 404, body: { code: 'SESSION_UNKNOWN' } });
});

test('"together" gives neighbours in one row, and best available what fits the filters', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const together = await ada.autoHold({ count: 3, mode: 'together' });
  expect(together.status).toBe(200);
  const rows = new Set(
    together.body.seatIds.map((seatId: string) => seatId.split('#').slice(0, 3).join('#')),
  );
  expect(rows.size).toBe(1);

  const bob = await openBuyer(harness, 'bob');
  const [section] = harness.venue.sections;
  const best = await bob.autoHold({ count: 2, sectionIds: [section?.id] });
  expect(best.body.seatIds.every((seatId: string) => seatId.startsWith(`${section?.id}#`))).toBe(true);
});

test('a crowd that wants the best seats at once collides rarely and never gets a seat twice', async () => {
  const harness = await openHarness();
  const buyers = [];
  for (let i = 0; i < 20; i++) buyers.push(await openBuyer(harness, `buyer-${i}`));
  const answers = await Promise.all(buyers.map((buyer) => buyer.autoHold({ count: 2 })));
  const seats = answers.flatMap(({ body }) => body.seatIds ?? []);
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(new Set(seats).size).toBe(40);
});

test('a repeated auto-hold gives the same seats even when the house is full by then', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const key = { 'idempotency-key': 'auto' };
  const first = await ada.autoHold({ count: 2 }, key);
  expect((await ada.autoHold({ count: 2 }, key)).body.seatIds).toEqual(first.body.seatIds);
  expect((await ada.read()).body.session.seats).toHaveLength(2);
});

test('an auto-hold that nothing fits says so', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  expect(await ada.autoHold({ count: 1, maxPriceMinor: 0 })).toMatchObject({
    status: 409,
    body: { code: 'NO_SEATS_MATCH' },
  });
  expect(await ada.autoHold({ count: 1, sectionIds: ['nowhere'] })).toMatchObject({
    status: 404,
    body: { code: 'SECTION_UNKNOWN' },
  });
});

test('seat maps show a hold as soon as the change feed has carried it, and a lapse without any event', async () => {
  const harness = await openHarness();
  const [a] = seatIdsOf(harness, 1) as [string];
  const [sectionId = '', ...rest] = a.split('#');
  const stateOfA = async () => {
    const { body } = await harness.call('GET', `/v1/events/${EVENT_ID}/sections/${sectionId}/seats`);
    return body.seats[rest.join('#')];
  };
  expect(await stateOfA()).toBe('available');
  const ada = await openBuyer(harness, 'ada');
  await ada.hold([a]);
  await harness.drain();
  expect(await stateOfA()).toBe('locked');
  await harness.passMs(300_000);
  expect(await stateOfA()).toBe('available');
});
