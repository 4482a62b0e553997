import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeyValueConflictError, type KeyValueStore, updateInBatches } from '../../src/service/ports/index.ts';

export interface KeyValueStoreSetup {
  readonly store: KeyValueStore;
  /** A second handle on the same data, as another process would have one. */
  other(): KeyValueStore;
  close(): Promise<void>;
}

/** What every key-value store of the edge promises. */
export function describeKeyValueStore(name: string, open: () => Promise<KeyValueStoreSetup>): void {
  describe(`key-value store: ${name}`, () => {
    let setup: KeyValueStoreSetup;
    beforeEach(async () => {
      setup = await open();
    });
    afterEach(() => setup.close());

    const put = async (puts: Record<string, string>) =>
      setup.store.update({ puts, ifMatch: await setup.store.etag() });
    const numbered = (count: number, value = 'v') =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${String(i).padStart(3, '0')}`, value]));

    test('what was put is read, and a missing key is undefined', async () => {
      await put({ 'sale:a': '{"v":1}', 'keys:ünïcode': 'ü' });
      expect(await setup.store.get('sale:a')).toBe('{"v":1}');
      expect(await setup.store.get('keys:ünïcode')).toBe('ü');
      expect(await setup.store.get('sale:b')).toBeUndefined();
    });

    test('a key may have any characters that an event id may have', async () => {
      const odd = ['sale:a/b', 'sale:50% off?#1', 'sale:a+b c', 'sale:é\u0301', 'sale:"quoted"\\', 'sale:🎫'];
      await put(Object.fromEntries(odd.map((key, i) => [key, String(i)])));
      const read = await Promise.all(odd.map((key) => setup.store.get(key)));
      expect(read).toEqual(odd.map((_, i) => String(i)));
      expect(await setup.store.list()).toHaveLength(odd.length);
    });

    test('keys are listed in byte order, however many there are', async () => {
      await put({ b: '2', a: '1', 'a:1': '3', é: '4', z: '5' });
      expect(await setup.store.list()).toEqual(['a', 'a:1', 'b', 'z', 'é']);
      await updateInBatches(setup.store, { puts: numbered(120), ifMatch: await setup.store.etag() });
      expect(await setup.store.list()).toHaveLength(125);
    });

    test('a value is replaced, not merged', async () => {
      await put({ a: 'long value', b: '1' });
      await put({ a: 'x' });
      expect([await setup.store.get('a'), await setup.store.get('b')]).toEqual(['x', '1']);
    });

    test('puts and deletes of one update happen together', async () => {
      await put({ a: '1', b: '2' });
      await setup.store.update({ puts: { c: '3' }, deletes: ['a'], ifMatch: await setup.store.etag() });
      expect(await setup.store.list()).toEqual(['b', 'c']);
    });

    test('every update changes the ETag and answers the new one', async () => {
      const before = await setup.store.etag();
      const after = await put({ a: '1' });
      expect(after).not.toBe(before);
      expect(await setup.store.etag()).toBe(after);
    });

    test('a writer that decided on an older state is refused and writes nothing', async () => {
      const stale = await setup.store.etag();
      await put({ a: 'first' });
      await expect(setup.store.update({ puts: { a: 'second', b: '2' }, ifMatch: stale })).rejects.toThrow(
        KeyValueConflictError,
      );
      expect(await setup.store.get('a')).toBe('first');
      expect(await setup.store.get('b')).toBeUndefined();
    });

    test('of many writers with the same ETag exactly one wins', async () => {
      const ifMatch = await setup.store.etag();
      const writers = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? setup.store : setup.other()));
      const results = await Promise.allSettled(
        writers.map((writer, i) => writer.update({ puts: { winner: String(i) }, ifMatch })),
      );
      const winners = results.flatMap(({ status }, i) => (status === 'fulfilled' ? [String(i)] : []));
      expect(winners).toHaveLength(1);
      expect(await setup.store.get('winner')).toBe(winners[0]);
    });

    test('another handle sees what was written', async () => {
      const other = setup.other();
      expect(await other.get('a')).toBeUndefined();
      await put({ a: '1' });
      expect(await other.get('a')).toBe('1');
      expect(await other.etag()).toBe(await setup.store.etag());
    });

    test('what the edge could not hold is refused with every reason, and nothing is written', async () => {
      const ifMatch = await setup.store.etag();
      const puts = { ['k'.repeat(513)]: 'v', big: 'ü'.repeat(513), '': 'v' };
      await expect(setup.store.update({ puts, ifMatch })).rejects.toMatchObject({
        code: 'KVS_LIMIT',
        problems: [{ path: 'k'.repeat(64) }, { path: 'big' }, { path: '' }],
      });
      await expect(setup.store.update({ puts: numbered(51), ifMatch })).rejects.toMatchObject({
        code: 'KVS_LIMIT',
      });
      const both = { puts: { a: '1' }, deletes: ['a'], ifMatch };
      await expect(setup.store.update(both)).rejects.toMatchObject({ code: 'KVS_LIMIT' });
      expect(await setup.store.list()).toEqual([]);
      expect(await setup.store.etag()).toBe(ifMatch);
    });

    test('the largest key, value and update that fit are taken', async () => {
      const largest = Object.fromEntries(
        Array.from({ length: 50 }, (_, i) => [String(i).padStart(512, '0'), 'v'.repeat(1024)]),
      );
      await put(largest);
      expect(await setup.store.list()).toHaveLength(50);
    });

    test('more keys than one update takes are written in batches, deletes first', async () => {
      await updateInBatches(setup.store, { puts: numbered(130, 'old'), ifMatch: await setup.store.etag() });
      const deletes = Object.keys(numbered(60));
      const etag = await updateInBatches(setup.store, {
        puts: { k129: 'new', last: 'new' },
        deletes,
        ifMatch: await setup.store.etag(),
      });
      expect(etag).toBe(await setup.store.etag());
      expect(await setup.store.list()).toHaveLength(71);
      expect([await setup.store.get('k000'), await setup.store.get('k129')]).toEqual([undefined, 'new']);
    });

    test('batches of which any key does not fit are refused before the first is written', async () => {
      const ifMatch = await setup.store.etag();
      const puts = { ...numbered(80), z: 'v'.repeat(1025) };
      await expect(updateInBatches(setup.store, { puts, ifMatch })).rejects.toMatchObject({
        code: 'KVS_LIMIT',
        problems: [{ path: 'z' }],
      });
      expect(await setup.store.etag()).toBe(ifMatch);
    });

    test('batches decided on an older state are refused before the first is written', async () => {
      const stale = await setup.store.etag();
      await put({ a: '1' });
      const late = updateInBatches(setup.store, { puts: numbered(80), ifMatch: stale });
      await expect(late).rejects.toThrow(KeyValueConflictError);
      expect(await setup.store.list()).toEqual(['a']);
    });
  });
}
