import { describe, expect, test } from 'vitest';
import { commitmentOf, keysKey, saleKey } from '../../../src/core/admission/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import { createKeys, openSale, rulesOf } from '../../../src/service/sale/index.ts';
import {
  create,
  EVENT_ID,
  newSale,
  OPENS_AT,
  recordsOf,
  SIGN_IN_KEY,
  someEvent,
  storeWithSale,
} from './support.ts';

describe('making a sale', () => {
  test('commits to the rules and the keys, with the doors shut', async () => {
    const kvs = memoryKeyValueStore();
    const made = await create(kvs);
    const { sale, keys, notes } = await recordsOf(kvs);
    if (keys === undefined) throw new Error('no keys were drawn');
    expect(made).toEqual({
      created: true,
      keysDrawn: true,
      rules: rulesOf(someEvent()),
      commitment: commitmentOf(nodeHashing, rulesOf(someEvent()), keys.lot, keys.draw),
    });
    expect(sale).toMatchObject({ commitment: made.commitment, schedule: [[OPENS_AT, 0, 0]] });
    expect(notes).toMatchObject({ createdAt: OPENS_AT - 3_600, tau: 300, doors: [] });
  });

  test('again changes nothing', async () => {
    const kvs = await storeWithSale();
    const etag = await kvs.etag();
    const again = await create(kvs, { tau: 900, powBits: 20 });
    expect(again).toMatchObject({ created: false, keysDrawn: false });
    expect(await kvs.etag()).toBe(etag);
  });

  test('uses the keys that were drawn before', async () => {
    const kvs = memoryKeyValueStore();
    await createKeys(kvs, nodeHashing, systemRandom, { eventId: EVENT_ID, signInKey: SIGN_IN_KEY, now: 1 });
    const keys = await kvs.get(keysKey(EVENT_ID));
    expect(await create(kvs)).toMatchObject({ created: true, keysDrawn: false });
    expect(await kvs.get(keysKey(EVENT_ID))).toBe(keys);
  });

  test('with other rules than were committed to is refused, naming each', async () => {
    const kvs = await storeWithSale();
    const event = someEvent({ k: 3, slotSeconds: 60, opensAt: OPENS_AT + 60 });
    await expect(create(kvs, { event })).rejects.toMatchObject({
      code: 'RULES_FROZEN',
      problems: [{ path: 'opensAt' }, { path: 'k' }, { path: 'slotSeconds' }],
    });
  });

  test('with a rule changed that only the commitment knows of is refused too', async () => {
    const kvs = await storeWithSale();
    await expect(create(kvs, { event: someEvent({ holdbacks: 500 }) })).rejects.toMatchObject({
      code: 'RULES_FROZEN',
      problems: [{ path: 'commitment' }],
    });
  });

  test('that a server does for itself has the doors open from the opening on', async () => {
    const kvs = memoryKeyValueStore();
    await openSale(kvs, nodeHashing, systemRandom, newSale());
    const { sale, notes } = await recordsOf(kvs);
    expect(sale?.schedule).toEqual([[OPENS_AT, 300, 0]]);
    expect(notes.doors).toEqual([[OPENS_AT, 'open']]);
  });
});

describe('a damaged record', () => {
  test.each([
    [saleKey(EVENT_ID), 'SALE_UNREADABLE'],
    [keysKey(EVENT_ID), 'KEYS_UNREADABLE'],
    [`notes:${EVENT_ID}`, 'NOTES_UNREADABLE'],
  ])('%s is never written over', async (name, code) => {
    const kvs = await storeWithSale();
    await kvs.update({ puts: { [name]: '{"v":1,"lot":"hush"}' }, ifMatch: await kvs.etag() });
    const etag = await kvs.etag();
    const failure = await create(kvs).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).not.toContain('hush');
    expect(await kvs.etag()).toBe(etag);
  });
});
