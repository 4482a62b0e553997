import { describe, expect, test } from 'vitest';
import { commitmentOf } from '../../../src/core/admission/index.ts';
import { KNOWN_CHAINS, roundAt, roundTime } from '../../../src/core/proof/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import type { KeyValueStore, Random } from '../../../src/service/ports/index.ts';
import {
  changeDoors,
  commitDraw,
  createKeys,
  createSale,
  type DrawChoice,
  openDraw,
} from '../../../src/service/sale/index.ts';
import { create, EVENT_ID, newSale, OPENS_AT, recordsOf, SIGN_IN_KEY, someEvent } from './support.ts';

const { quicknet } = KNOWN_CHAINS;
/** The round an hour before the opening. */
const ROUND = roundAt(quicknet, OPENS_AT - 3_600);
const BEACON = { chainHash: quicknet.hash, round: ROUND };
const DAY_BEFORE = OPENS_AT - 86_400;
const VALUE = 'ab'.repeat(32);

const commit = (kvs: KeyValueStore, choice: DrawChoice, now = DAY_BEFORE) =>
  commitDraw(kvs, nodeHashing, systemRandom, newSale({ now }), choice);

const open = (kvs: KeyValueStore, value = VALUE, now = OPENS_AT - 3_590) =>
  openDraw(kvs, { eventId: EVENT_ID, value, signature: undefined, now });

async function committed(choice: DrawChoice = { beacon: BEACON }): Promise<KeyValueStore> {
  const kvs = memoryKeyValueStore();
  await commit(kvs, choice);
  return kvs;
}

describe('committing to a draw', () => {
  test('publishes beacon and roster with the rules, the doors shut and nobody’s number known', async () => {
    const rosterRoot = 'R'.repeat(43);
    const kvs = await committed({ beacon: BEACON, rosterRoot });
    const { sale, keys, draw } = await recordsOf(kvs);
    expect(draw).toMatchObject({ committedAt: DAY_BEFORE, rules: { beacon: BEACON, rosterRoot, k: 2 } });
    if (keys === undefined || draw === undefined) throw new Error('nothing was committed to');
    expect(keys.beacon).toBeNull();
    expect(sale).toMatchObject({
      schedule: [[OPENS_AT, 0, 0]],
      commitment: commitmentOf(nodeHashing, draw.rules, keys.lot, keys.draw),
    });
  });

  test('again by the same rules changes nothing, and neither does making the sale', async () => {
    const kvs = await committed();
    const etag = await kvs.etag();
    expect(await commit(kvs, {})).toMatchObject({ created: false, replaced: false });
    expect(await create(kvs)).toMatchObject({ created: false });
    expect(await kvs.etag()).toBe(etag);
  });

  test('puts a sale off, its clock and its doors with it, before anybody can know who gains', async () => {
    const kvs = await committed();
    await changeDoors(kvs, { eventId: EVENT_ID, verb: 'open', tau: 450, now: DAY_BEFORE, leadSeconds: 10 });
    const opensAt = OPENS_AT + 7 * 86_400;
    const beacon = { chainHash: quicknet.hash, round: roundAt(quicknet, opensAt - 3_600) };
    const before = (await recordsOf(kvs)).sale?.commitment;
    expect(await commit(kvs, { opensAt, beacon }, DAY_BEFORE + 60)).toMatchObject({ replaced: true });
    const { sale, notes, draw } = await recordsOf(kvs);
    expect(sale).toMatchObject({ opensAt, schedule: [[opensAt, 450, 0]] });
    expect(sale?.commitment).not.toBe(before);
    expect(notes.doors).toEqual([[opensAt, 'open']]);
    expect(draw).toMatchObject({ postponedFrom: OPENS_AT, rules: { opensAt } });
    // A server that starts then finds the sale as it was put off.
    expect(await create(kvs)).toMatchObject({ created: false, commitment: sale?.commitment });
  });

  test('adds a beacon to a sale that was made without', async () => {
    const kvs = memoryKeyValueStore();
    await create(kvs);
    expect(await commit(kvs, { beacon: BEACON })).toMatchObject({ replaced: true, keysDrawn: false });
    expect((await recordsOf(kvs)).keys?.beacon).toBeNull();
  });

  test.each([
    ['a round that has come', { beacon: BEACON }, roundTime(quicknet, ROUND), 'ROUND_PAST'],
    ['a sale that has opened', {}, OPENS_AT, 'COMMIT_TOO_LATE'],
  ])('is refused for %s', async (_, choice, now, code) => {
    await expect(commit(memoryKeyValueStore(), choice, now)).rejects.toMatchObject({ code });
  });

  test('is refused for other rules once the beacon of those before has spoken, or was set', async () => {
    const later = { beacon: { ...BEACON, round: ROUND + 600 } };
    const kvs = await committed();
    await expect(commit(kvs, later, roundTime(quicknet, ROUND))).rejects.toMatchObject({
      code: 'BEACON_SPOKEN',
    });
    const unknown = { chainHash: 'cd'.repeat(32), round: 7 };
    const other = await committed({ beacon: unknown });
    await open(other, VALUE, DAY_BEFORE);
    await expect(commit(other, later, DAY_BEFORE + 1)).rejects.toMatchObject({ code: 'BEACON_SPOKEN' });
  });
});

describe('opening a draw', () => {
  test('sets the beacon’s value once', async () => {
    const kvs = await committed();
    expect(await open(kvs)).toEqual({ changed: true, round: ROUND, beacon: VALUE });
    expect((await recordsOf(kvs)).keys?.beacon).toBe(VALUE);
    expect(await open(kvs)).toMatchObject({ changed: false });
    await expect(open(kvs, 'cd'.repeat(32))).rejects.toMatchObject({ code: 'BEACON_SET' });
    expect((await recordsOf(kvs)).keys?.beacon).toBe(VALUE);
  });

  test('is refused before the round has come, and where the rules name none', async () => {
    const kvs = await committed();
    await expect(open(kvs, VALUE, OPENS_AT - 3_700)).rejects.toMatchObject({ code: 'ROUND_TO_COME' });
    await expect(open(await committed({}))).rejects.toMatchObject({ code: 'NO_BEACON' });
  });
});

describe('keys', () => {
  test('that drew for another event are refused: they are published after it', async () => {
    const kvs = memoryKeyValueStore();
    const stuck: Random = { ...systemRandom, bytes: (count) => new Uint8Array(count).fill(5) };
    await createKeys(kvs, nodeHashing, stuck, { eventId: 'first', signInKey: SIGN_IN_KEY, now: 1 });
    const again = createKeys(kvs, nodeHashing, stuck, { eventId: 'second', signInKey: SIGN_IN_KEY, now: 2 });
    await expect(again).rejects.toMatchObject({
      code: 'KEYS_USED',
      message: expect.stringContaining('first'),
    });
    const sale = newSale({ event: someEvent({ eventId: 'third' }) });
    await expect(createSale(kvs, nodeHashing, stuck, sale)).rejects.toMatchObject({ code: 'KEYS_USED' });
    expect(await kvs.list()).toEqual(['keys:first', 'notes:first', 'used:first']);
  });
});
