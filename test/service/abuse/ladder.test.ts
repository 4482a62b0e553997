import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../../src/core/abuse/index.ts';
import { flagBlockKey, parseSaleRecord, saleKey, solveProof } from '../../../src/core/admission/index.ts';
import { createFilterPublisher } from '../../../src/service/abuse/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { EVENT_ID, type Harness, openHarness } from '../harness.ts';

const TOKEN = `/v1/events/${EVENT_ID}/queue/token`;
const ADMISSION = `/v1/events/${EVENT_ID}/queue/admission`;
const CHECK = `/v1/events/${EVENT_ID}/human-check`;

/** A buyer at the queue, as the edge passes them on. */
function buyer(harness: Harness, sub: string, address = '198.51.100.7') {
  const call = async (path: string, extra: Record<string, string> = {}) =>
    harness.call('POST', path, {
      headers: { ...(await harness.edgeHeaders(sub, path)), 'x-tix-viewer': address, ...extra },
    });
  return {
    mint: () => call(TOKEN),
    /** With the proof solved, a slot after the token's time has come: by then everybody is drawn. */
    async attempt(place: { token: string; challenge: { text: string; bits: number }; retryAt: number }) {
      await harness.passMs(Math.max(0, (place.retryAt + 5) * 1000 - harness.nowMs()));
      const { text, bits } = place.challenge;
      const solved = solveProof(nodeHashing, text, bits, 0, 100_000);
      return call(ADMISSION, {
        'x-tix-token': place.token,
        'x-tix-nonce': 'nonce' in solved ? solved.nonce : '',
      });
    },
    early: (token: string) => call(ADMISSION, { 'x-tix-token': token }),
    garbage: () => call(ADMISSION, { 'x-tix-token': 'x.y.z' }),
    answer: async (answer: string, of = sub) =>
      harness.call('POST', CHECK, {
        headers: { 'x-tix-auth': harness.signInPass(of) },
        json: { answer },
      }),
  };
}

/** So often that the first rule about bad tokens fires, and no graver one. */
const ENOUGH =
  DEFAULT_RULES.find(({ signal, level }) => signal === 'badToken' && level === 1)?.threshold ?? 0;
const TOO_MUCH =
  DEFAULT_RULES.find(({ signal, level }) => signal === 'badToken' && level === 2)?.threshold ?? 0;

async function misbehave(hands: ReturnType<typeof buyer>, times = ENOUGH) {
  let answer = await hands.garbage();
  for (let i = 1; i < times; i++) answer = await hands.garbage();
  return answer.body;
}

/** The answer as the widget sends it. */
async function solvedCheck(parameters: never): Promise<string> {
  const solution = await solveChallenge({ challenge: parameters, deriveKey });
  return Buffer.from(JSON.stringify({ challenge: parameters, solution })).toString('base64');
}

describe('the abuse ladder', () => {
  test('an honest buyer never hears of it', async () => {
    const harness = await openHarness();
    const hands = buyer(harness, 'ada');
    const place = (await hands.mint()).body;
    expect(place).not.toHaveProperty('standing');
    expect((await hands.attempt(place)).status).toBe(201);
  });

  test('level 1: a flagged buyer is told what was seen, works harder, shows to be a person, and gets in', async () => {
    const harness = await openHarness();
    const hands = buyer(harness, 'ada');
    const flagged = await misbehave(hands);
    expect(flagged.standing).toMatchObject({
      level: 1,
      signal: 'badToken',
      guidance: expect.stringContaining('places in the queue that we did not issue'),
      reference: expect.stringMatching(/^[\w-]{12}$/),
      humanCheck: { kind: 'altcha' },
    });

    const place = (await hands.mint()).body;
    expect(place.challenge.bits).toBe(6);
    const refused = await hands.attempt(place);
    expect(refused).toMatchObject({ status: 200, body: { admitted: false, standing: { level: 1 } } });

    const answer = await solvedCheck(refused.body.standing.humanCheck.parameters as never);
    expect(await hands.answer(answer)).toMatchObject({ status: 200, body: { passed: true } });
    expect((await hands.attempt(refused.body)).status).toBe(201);
  });

  test('a token from before the flag asks for more work from its next slot on, and keeps its place', async () => {
    const harness = await openHarness();
    const hands = buyer(harness, 'ada');
    const place = (await hands.mint()).body;
    await misbehave(hands);
    const refused = (await hands.attempt(place)).body;
    const payload = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const [before, after] = [payload(place.token), payload(refused.token)];
    expect(after).toMatchObject({ id: before.id, iat: before.iat, c0: before.c0, lot: before.lot });
    expect(after.chd).toBe(before.chd + 4);
  });

  test('an answer that is wrong, somebody else’s or a replay of theirs passes nobody', async () => {
    const harness = await openHarness();
    const [ada, eve] = [buyer(harness, 'ada'), buyer(harness, 'eve')];
    const { standing } = await misbehave(ada);
    await misbehave(eve);
    const answer = await solvedCheck(standing.humanCheck.parameters as never);
    expect(await eve.answer(answer)).toMatchObject({ status: 422, body: { code: 'HUMAN_CHECK_FAILED' } });
    const { challenge, solution } = JSON.parse(Buffer.from(answer, 'base64').toString());
    const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
    const forgeries = [
      {},
      { challenge },
      { challenge, solution: { ...solution, derivedKey: '00'.repeat(32) } },
      { challenge: easier, solution },
    ];
    const encoded = forgeries.map((forgery) => Buffer.from(JSON.stringify(forgery)).toString('base64'));
    for (const wrong of ['x', ...encoded]) expect((await ada.answer(wrong)).status).toBe(422);
    await harness.passMs(1_200_000);
    await misbehave(ada);
    expect((await ada.answer(answer)).status).toBe(422);
  });

  test('level 2: locked out until the time that is told, the place kept, and then let in', async () => {
    const harness = await openHarness();
    const hands = buyer(harness, 'ada');
    const place = (await hands.mint()).body;
    const { standing } = await misbehave(hands, TOO_MUCH);
    expect(standing).toMatchObject({ level: 2, humanCheck: null });
    const locked = await hands.attempt(place);
    expect(locked).toMatchObject({ status: 200, body: { admitted: false, standing: { level: 2 } } });
    // A browser goes on asking once per slot; one that sleeps for as long as its token lives asks anew, as anybody's does.
    let answer = locked;
    while (answer.status === 200 && harness.nowMs() < (standing.until + 10) * 1000) {
      await harness.passMs(300_000);
      answer = await hands.attempt(answer.body);
    }
    expect(answer.status).toBe(201);
    expect(harness.nowMs() / 1000).toBeGreaterThanOrEqual(standing.until);
  });

  test('asking for more admissions than the rules allow is noticed', async () => {
    const harness = await openHarness();
    const hands = buyer(harness, 'ada');
    await harness.enter('ada');
    for (let i = 0; i < 5; i++) expect((await hands.attempt((await hands.mint()).body)).status).toBe(409);
    const found = await harness.service.ladder.flagOf(EVENT_ID, 'ada');
    expect(found).toMatchObject({ level: 1, signal: 'manyPlaces' });
  });

  test('a crowd that comes through the machine itself, as a rehearsal does, is no crowd of one network', async () => {
    const harness = await openHarness();
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      for (let i = 0; i < 210; i++) await buyer(harness, `${address}-${i}`, address).mint();
      const late = await buyer(harness, `${address}-late`, address).mint();
      expect(late.body.standing ?? null).toBeNull();
    }
  });

  test('a crowd behind one address is asked to show people, never locked out, and no address is kept', async () => {
    const harness = await openHarness();
    for (let i = 0; i < 220; i++) await buyer(harness, `s${i}`, '203.0.113.9').mint();
    const late = await buyer(harness, 's219', '203.0.113.9').mint();
    expect(late.body.standing).toMatchObject({ level: 1, signal: 'crowdedNetwork' });
    expect(JSON.stringify(late.body)).not.toContain('203.0.113');
    expect((await buyer(harness, 'elsewhere', '203.0.113.10').mint()).body).not.toHaveProperty('standing');
  });
});

test('a laptop that slept longer than its token lives is not taken for a cheat', async () => {
  const harness = await openHarness();
  const hands = buyer(harness, 'ada');
  const place = (await hands.mint()).body;
  await harness.passMs(3_600_000);
  for (let i = 0; i < 2 * ENOUGH; i++) await hands.early(place.token);
  expect(await harness.service.ladder.flagOf(EVENT_ID, 'ada')).toBeUndefined();
});

describe('the filter at the edge', () => {
  test('follows the flags: published, grown, and taken back when they expire', async () => {
    const harness = await openHarness();
    const { kvs, signals } = harness;
    const publisher = createFilterPublisher({ kvs, signals, hashing: nodeHashing });
    const publish = () => publisher.publish(EVENT_ID, harness.nowMs());
    const blocks = async () => parseSaleRecord((await kvs.get(saleKey(EVENT_ID))) ?? '')?.flagBlocks ?? 0;

    expect(await publish()).toMatchObject({ blocks: 0, changed: 0 });
    await misbehave(buyer(harness, 'ada'));
    expect(await publish()).toMatchObject({ blocks: 1, flagged: 1, changed: 1 });
    expect(await blocks()).toBe(1);
    expect(await kvs.get(flagBlockKey(EVENT_ID, 1, 0))).toHaveLength(1_020);
    expect(await publish()).toMatchObject({ changed: 0 });

    await harness.passMs(7_200_000);
    expect(await publish()).toMatchObject({ blocks: 0, flagged: 0, changed: 1 });
    expect(await blocks()).toBe(0);
    expect((await kvs.list()).filter((key) => key.startsWith('flags:'))).toEqual([]);
  });

  test('a publisher that starts anew clears what one before it left', async () => {
    const harness = await openHarness();
    const { kvs, signals } = harness;
    await kvs.update({ puts: { [flagBlockKey(EVENT_ID, 8, 3)]: 'old' }, ifMatch: await kvs.etag() });
    const publisher = createFilterPublisher({ kvs, signals, hashing: nodeHashing });
    await publisher.publish(EVENT_ID, harness.nowMs());
    expect(await kvs.get(flagBlockKey(EVENT_ID, 8, 3))).toBeUndefined();
  });
});
