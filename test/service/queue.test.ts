import { expect, test } from 'vitest';
import {
  formatEdgeKeys,
  keysKey,
  signWaitingToken,
  verifyWaitingToken,
} from '../../src/core/admission/index.ts';
import { nodeHashing } from '../../src/service/adapters/system/index.ts';
import { EVENT_ID, openBuyer, openHarness } from './harness.ts';

const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;
const ADMISSION = `/v1/events/${EVENT_ID}/queue/admission`;

test('who is drawn gets a session, and asking again with the same token gives the same one', async () => {
  const harness = await openHarness();
  const first = await harness.enter('ada');
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ admitted: true, session: { state: 'reservation', heldCount: 0 } });
});

test('the queue cannot be reached around the edge', async () => {
  const harness = await openHarness();
  const pass = { 'x-tix-auth': harness.signInPass('ada') };
  for (const path of [TOKEN, ADMISSION, TOKEN.replace('recital', 'recit%61l'), `${ADMISSION}?x=1`]) {
    const answer = await harness.call('POST', path, { headers: pass });
    expect(answer).toMatchObject({ status: 403, body: { code: 'EDGE_ONLY' } });
  }
});

test('what the edge vouched for is bound to path, person and second', async () => {
  const harness = await openHarness();
  const nowSeconds = Math.floor(harness.nowMs() / 1000);
  const mine = await harness.edgeHeaders('ada', TOKEN);
  const cases: [string, Record<string, string>][] = [
    [ADMISSION, mine],
    [TOKEN, { ...mine, 'x-tix-auth': harness.signInPass('eve') }],
    [TOKEN, await harness.edgeHeaders('ada', TOKEN, nowSeconds - 6)],
    [TOKEN, await harness.edgeHeaders('ada', TOKEN, nowSeconds + 6)],
    [TOKEN, { ...mine, 'x-tix-edge': mine['x-tix-edge'].replace('.admitted.', '.early.') }],
  ];
  for (const [path, headers] of cases)
    expect(await harness.call('POST', path, { headers })).toMatchObject({
      status: 403,
      body: { code: 'EDGE_ONLY' },
    });
  expect(await harness.call('POST', TOKEN, { headers: mine })).toMatchObject({ status: 201 });
});

test('an edge that let somebody through too early is overruled', async () => {
  const harness = await openHarness();
  const place = await harness.call('POST', TOKEN, { headers: await harness.edgeHeaders('ada', TOKEN) });
  const answer = await harness.call('POST', ADMISSION, {
    headers: {
      ...(await harness.edgeHeaders('ada', ADMISSION)),
      'x-tix-token': place.body.token,
      'x-tix-nonce': '0',
    },
  });
  expect(answer).toMatchObject({ status: 200, body: { admitted: false } });
});

test('nobody is let in before the beacon has spoken, and then whoever waited is', async () => {
  const harness = await openHarness();
  const { keys } = await harness.service.saleBook.read(EVENT_ID);
  if (keys === undefined) throw new Error('no keys');
  const setBeacon = async (beacon: string | null) => {
    const puts = { [keysKey(EVENT_ID)]: formatEdgeKeys({ ...keys, beacon }) };
    await harness.kvs.update({ puts, ifMatch: await harness.kvs.etag() });
  };
  await setBeacon(null);
  expect(await harness.enter('ada')).toMatchObject({ status: 200, body: { admitted: false } });
  await setBeacon('ab'.repeat(32));
  expect(await harness.enter('ada')).toMatchObject({ status: 201, body: { admitted: true } });
});

test('a token with a luckier ticket, signed with a stolen signing key, opens nothing', async () => {
  const harness = await openHarness();
  const place = await harness.call('POST', TOKEN, { headers: await harness.edgeHeaders('ada', TOKEN) });
  const { keys } = await harness.service.saleBook.read(EVENT_ID);
  if (keys === undefined) throw new Error('no keys');
  const verified = verifyWaitingToken(nodeHashing, keys, place.body.token, {
    eventId: EVENT_ID,
    sub: 'ada',
    now: Math.floor(harness.nowMs() / 1000),
  });
  if (!verified.ok) throw new Error(verified.reason);
  const forged = signWaitingToken(nodeHashing, keys, {
    ...verified.payload,
    lot: 'A'.repeat(22),
    c0: 0,
    chd: 0,
  });
  await harness.passMs(30_000);
  const answer = await harness.call('POST', ADMISSION, {
    headers: { ...(await harness.edgeHeaders('ada', ADMISSION)), 'x-tix-token': forged },
  });
  expect(answer).toMatchObject({ status: 200, body: { admitted: false } });
});

test('one live session per person: a second token is told which session to go on with', async () => {
  const harness = await openHarness();
  const ada = await openBuyer(harness, 'ada');
  const again = await harness.enter('ada');
  expect(again).toMatchObject({ status: 409, body: { code: 'SESSION_EXISTS', sessionId: ada.sessionId } });
  const found = await harness.call('GET', `/v1/events/${EVENT_ID}/session`, { headers: ada.headers() });
  expect(found.body.session.sessionId).toBe(ada.sessionId);
});

test('one admission per person unless the rules allow more', async () => {
  const once = await openHarness();
  await (await openBuyer(once, 'ada')).cancel();
  expect(await once.enter('ada')).toMatchObject({ status: 409, body: { code: 'ADMISSION_USED' } });

  const twice = await openHarness({ admissionsPerUser: 2 });
  await (await openBuyer(twice, 'ada')).cancel();
  expect(await twice.enter('ada')).toMatchObject({ status: 201 });
});

test('when every place is taken a drawn buyer waits with a pass and gets the place beyond the soft cap next slot', async () => {
  const harness = await openHarness({ softCap: 2, hardCap: 3 });
  await openBuyer(harness, 'ada');
  await openBuyer(harness, 'bob');
  const refused = await harness.enter('cyd');
  expect(refused).toMatchObject({ status: 200, body: { admitted: false } });
  expect(refused.body.retryAt * 1000).toBeGreaterThan(harness.nowMs());
  expect(await harness.enter('cyd')).toMatchObject({ status: 201, body: { admitted: true } });
  expect(await harness.enter('dan')).toMatchObject({ status: 200, body: { admitted: false } });
});

test('a place is free again when its session ends', async () => {
  const harness = await openHarness({ softCap: 1, hardCap: 1 });
  const ada = await openBuyer(harness, 'ada');
  expect(await harness.enter('bob')).toMatchObject({ status: 200 });
  await ada.cancel();
  await harness.passMs(2_000);
  expect(await harness.enter('bob')).toMatchObject({ status: 201 });
});
