import { expect, test } from 'vitest';
import { rememberReads } from '../../../src/service/adapters/kvs-cloudfront/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';

/** A store that counts how often it is read and can be down, behind a memory of 2 s that lasts for 60 s when it is. */
function remembered() {
  const inner = memoryKeyValueStore();
  const at = { nowMs: 0, reads: 0, isDown: false };
  const store = rememberReads(
    {
      ...inner,
      async get(key) {
        at.reads += 1;
        if (at.isDown) throw new StoreUnavailableError('down');
        return inner.get(key);
      },
    },
    { clock: { nowMs: () => at.nowMs }, maxAgeMs: 2_000, staleMsMax: 60_000 },
  );
  const put = async (value: string) => store.update({ puts: { a: value }, ifMatch: await store.etag() });
  return { at, store, put };
}

test('a value is read once for all who ask within its age, and again after', async () => {
  const { at, store, put } = remembered();
  await put('1');
  expect(await Promise.all([store.get('a'), store.get('a'), store.get('a')])).toEqual(['1', '1', '1']);
  await put('2');
  at.nowMs = 1_999;
  expect(await store.get('a')).toBe('1');
  expect(at.reads).toBe(1);
  at.nowMs = 2_000;
  expect(await store.get('a')).toBe('2');
  expect(at.reads).toBe(2);
});

test('that there is no value is remembered too', async () => {
  const { at, store } = remembered();
  expect([await store.get('a'), await store.get('a')]).toEqual([undefined, undefined]);
  expect(at.reads).toBe(1);
});

test('a store that is down for a while is not missed, one that is down for long is', async () => {
  const { at, store, put } = remembered();
  await put('1');
  await store.get('a');
  at.isDown = true;
  at.nowMs = 59_000;
  expect(await store.get('a')).toBe('1');
  at.nowMs = 60_000;
  await expect(store.get('a')).rejects.toThrow(StoreUnavailableError);
  at.isDown = false;
  expect(await store.get('a')).toBe('1');
});
