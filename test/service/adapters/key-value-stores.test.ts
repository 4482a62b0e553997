import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLmdbKeyValueStore } from '../../../src/service/adapters/kvs-lmdb/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import type { KeyValueStore } from '../../../src/service/ports/index.ts';
import { describeKeyValueStore } from '../../contracts/key-value-store.contract.ts';

const temporaryDir = () => mkdtempSync(join(tmpdir(), 'tix-kvs-'));

describeKeyValueStore('memory', async () => {
  const store = memoryKeyValueStore();
  return { store, other: () => store, close: () => store.close() };
});

describeKeyValueStore('LMDB', async () => {
  const dir = temporaryDir();
  const handles: KeyValueStore[] = [];
  const open = () => {
    const handle = openLmdbKeyValueStore({ dir });
    handles.push(handle);
    return handle;
  };
  return {
    store: open(),
    other: open,
    async close() {
      await Promise.all(handles.map((handle) => handle.close()));
      rmSync(dir, { recursive: true });
    },
  };
});

test('keys on disk can be read by their owner only, and are there after a restart', async () => {
  const dir = temporaryDir();
  const store = openLmdbKeyValueStore({ dir });
  await store.update({ puts: { a: '1' }, ifMatch: await store.etag() });
  await store.close();
  expect(statSync(join(dir, 'edge.mdb')).mode & 0o777).toBe(0o600);

  const again = openLmdbKeyValueStore({ dir });
  expect(await again.get('a')).toBe('1');
  await again.close();
  rmSync(dir, { recursive: true });
});
