import { describe, expect, test } from 'vitest';
import { keysKey } from '../../../src/core/admission/index.ts';
import { toBase64Url } from '../../../src/core/crypto/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { nodeHashing, systemRandom } from '../../../src/service/adapters/system/index.ts';
import type { KeyValueStore } from '../../../src/service/ports/index.ts';
import { addSigningKey, createKeys, listKeys, switchSigningKey } from '../../../src/service/sale/index.ts';
import { EVENT_ID, OPENS_AT, recordsOf, SIGN_IN_KEY, storeWithSale } from './support.ts';

const NOW = OPENS_AT + 100;

const add = (kvs: KeyValueStore, now: number) => addSigningKey(kvs, systemRandom, { eventId: EVENT_ID, now });
const switchTo = (kvs: KeyValueStore, kid: string, now: number) =>
  switchSigningKey(kvs, { eventId: EVENT_ID, kid, now, spreadSeconds: 30 });

async function rotate(kvs: KeyValueStore, now: number) {
  const { kid, dropped } = await add(kvs, now);
  return { ...(await switchTo(kvs, kid, now + 30)), dropped };
}

async function usesAt(kvs: KeyValueStore, now: number) {
  const lines = listKeys(nodeHashing, await recordsOf(kvs), EVENT_ID, now);
  return lines.flatMap(({ kid, use }) => (kid === null ? [] : [`${kid} ${use}`]));
}

/** The keys of the lottery and the others that serve one sale for good. */
async function lastingKeys(kvs: KeyValueStore) {
  const { keys } = await recordsOf(kvs);
  if (keys === undefined) throw new Error('there are no keys');
  const { lot, draw, beacon, edge, challenge, sample, signIn } = keys;
  return [lot, draw, edge, challenge, sample, signIn].map(toBase64Url).concat(String(beacon));
}

describe('drawing keys', () => {
  test('a second time is refused: it would draw everybody’s luck anew', async () => {
    const kvs = memoryKeyValueStore();
    const sale = { eventId: EVENT_ID, signInKey: SIGN_IN_KEY, now: NOW };
    expect(await createKeys(kvs, nodeHashing, systemRandom, sale)).toEqual({ kid: 'k1' });
    const before = await kvs.get(keysKey(EVENT_ID));
    await expect(createKeys(kvs, nodeHashing, systemRandom, sale)).rejects.toMatchObject({
      code: 'KEYS_EXIST',
    });
    expect(await kvs.get(keysKey(EVENT_ID))).toBe(before);
  });

  test('gives every purpose and every event a key of its own', async () => {
    const kvs = memoryKeyValueStore();
    for (const eventId of ['a', 'b'])
      await createKeys(kvs, nodeHashing, systemRandom, { eventId, signInKey: SIGN_IN_KEY, now: NOW });
    const texts = await Promise.all(['a', 'b'].map((eventId) => kvs.get(keysKey(eventId))));
    const keys = texts.join().match(/[\w-]{43}/g) ?? [];
    // Seven keys each, of which both share the one that verifies sign-in passes.
    expect(keys).toHaveLength(14);
    expect(new Set(keys).size).toBe(13);
  });
});

describe('rotating', () => {
  test('the new key verifies first, then signs while the old one verifies, and then the old one goes', async () => {
    const kvs = await storeWithSale();
    expect(await add(kvs, NOW)).toEqual({ kid: 'k2', addedAt: NOW, isNew: true, dropped: [] });
    expect(await usesAt(kvs, NOW)).toEqual(['k1 signs', 'k2 waits']);

    const { retired } = await switchTo(kvs, 'k2', NOW + 30);
    expect(retired.kid).toBe('k1');
    expect(await usesAt(kvs, NOW + 30)).toEqual(['k1 verifies', 'k2 signs']);
    expect(await usesAt(kvs, retired.verifiesUntil)).toEqual(['k1 expired', 'k2 signs']);

    expect(await add(kvs, retired.verifiesUntil - 1)).toMatchObject({ kid: 'k3', dropped: [] });
    await switchTo(kvs, 'k3', retired.verifiesUntil + 30);
    expect(await add(kvs, retired.verifiesUntil + 60)).toMatchObject({ kid: 'k4', dropped: ['k1'] });
    expect(await usesAt(kvs, retired.verifiesUntil + 60)).toEqual(['k2 verifies', 'k3 signs', 'k4 waits']);
  });

  test('the old key outlives the last token it may have signed', async () => {
    const kvs = await storeWithSale({ tokenLifeSeconds: 600 });
    const { retired } = await rotate(kvs, NOW);
    // Signed at the last moment by an edge that had not heard, for the end of its slot.
    expect(retired.verifiesUntil).toBeGreaterThan(NOW + 30 + 30 + 30 + 600);
  });

  test('a key that signed before the opening outlives the tokens that wait for it', async () => {
    const kvs = await storeWithSale({ tokenLifeSeconds: 600 });
    const { retired } = await rotate(kvs, OPENS_AT - 50_000);
    expect(retired.verifiesUntil).toBeGreaterThan(OPENS_AT + 30 + 600);
  });

  test('never touches the keys of the draw', async () => {
    const kvs = await storeWithSale();
    const before = await lastingKeys(kvs);
    for (let i = 0; i < 5; i++) await rotate(kvs, NOW + i * 10_000);
    expect(await lastingKeys(kvs)).toEqual(before);
  });

  test('that was cut short goes on with the key it had added', async () => {
    const kvs = await storeWithSale();
    await add(kvs, NOW);
    const again = await add(kvs, NOW + 500);
    expect(again).toEqual({ kid: 'k2', addedAt: NOW, isNew: false, dropped: [] });
    expect(await switchTo(kvs, 'k2', NOW + 500)).toMatchObject({ kid: 'k2' });
  });

  test('to a key that the edge may not know yet is refused', async () => {
    const kvs = await storeWithSale();
    await add(kvs, NOW);
    await expect(switchTo(kvs, 'k2', NOW + 29)).rejects.toMatchObject({ code: 'KEY_TOO_FRESH' });
    await expect(switchTo(kvs, 'k9', NOW + 60)).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    expect(await usesAt(kvs, NOW + 60)).toEqual(['k1 signs', 'k2 waits']);
  });

  test('is refused, not cut, when the record has no room for another key', async () => {
    const kvs = await storeWithSale({ tokenLifeSeconds: 604_800 });
    const until = async () => {
      for (let i = 0; i < 20; i++) await rotate(kvs, NOW + i * 60);
    };
    await expect(until()).rejects.toMatchObject({ code: 'INVALID_KEYS' });
    expect((await usesAt(kvs, NOW + 3_600)).filter((use) => use.endsWith('signs'))).toHaveLength(1);
  });

  test('of an event without keys is refused', async () => {
    await expect(add(memoryKeyValueStore(), NOW)).rejects.toThrow(/holds no keys of gala; draw them with/);
  });
});

describe('the list of keys', () => {
  test('tells what each is for and tells them apart, and shows none', async () => {
    const kvs = await storeWithSale();
    await rotate(kvs, NOW);
    const lines = listKeys(nodeHashing, await recordsOf(kvs), EVENT_ID, NOW + 60);
    expect(lines.map(({ purpose, use }) => `${purpose} ${use}`)).toEqual([
      'signing verifies',
      'signing signs',
      'lot sale',
      'draw sale',
      'edge sale',
      'challenge sale',
      'sample sale',
      'signIn service',
    ]);
    expect(new Set(lines.map(({ fingerprint }) => fingerprint)).size).toBe(8);
    const stored = (await kvs.get(keysKey(EVENT_ID))) ?? '';
    for (const key of stored.match(/[\w-]{43}/g) ?? []) expect(JSON.stringify(lines)).not.toContain(key);
  });

  test('of keys that nobody wrote anything down about still says which signs', async () => {
    const kvs = await storeWithSale();
    await rotate(kvs, NOW);
    await kvs.update({ deletes: [`notes:${EVENT_ID}`], ifMatch: await kvs.etag() });
    expect(await usesAt(kvs, NOW + 60)).toEqual(['k1 verifies', 'k2 signs']);
    expect(await add(kvs, NOW + 60)).toMatchObject({ kid: 'k3', dropped: [] });
    expect(await usesAt(kvs, NOW + 60)).toEqual(['k1 verifies', 'k2 signs', 'k3 waits']);
  });
});
