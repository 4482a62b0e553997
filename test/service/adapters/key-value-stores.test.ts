import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCloudFrontKeyValueStore } from '../../../src/service/adapters/kvs-cloudfront/index.ts';
import { openLmdbKeyValueStore } from '../../../src/service/adapters/kvs-lmdb/index.ts';
import { memoryKeyValueStore } from '../../../src/service/adapters/kvs-memory/index.ts';
import { type KeyValueStore, StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { describeKeyValueStore } from '../../contracts/key-value-store.contract.ts';
import { startKvsServer } from '../../support/kvs-server.ts';

const temporaryDir = () => mkdtempSync(join(tmpdir(), 'tix-kvs-'));

/** Handles on one store, opened as they are asked for and closed together. */
function handles(open: () => KeyValueStore, cleanUp: () => PromiseLike<void> | void) {
  const opened: KeyValueStore[] = [];
  const another = () => {
    const handle = open();
    opened.push(handle);
    return handle;
  };
  return {
    store: another(),
    other: another,
    async close() {
      await Promise.all(opened.map((handle) => handle.close()));
      await cleanUp();
    },
  };
}

describeKeyValueStore('memory', async () => {
  const store = memoryKeyValueStore();
  return { store, other: () => store, close: () => store.close() };
});

describeKeyValueStore('LMDB', async () => {
  const dir = temporaryDir();
  return handles(
    () => openLmdbKeyValueStore({ dir }),
    () => rmSync(dir, { recursive: true }),
  );
});

describeKeyValueStore('CloudFront, the SDK’s client against the wire format', async () => {
  const server = await startKvsServer();
  const connection = {
    endpoint: server.url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  };
  return handles(
    () => openCloudFrontKeyValueStore({ arn: server.arn, connection }),
    () => server[Symbol.asyncDispose](),
  );
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

test('a store that is not there, or is no folder, is told in one line', () => {
  const dir = temporaryDir();
  expect(() => openLmdbKeyValueStore({ dir: join(dir, 'none'), existing: true })).toThrow(
    StoreUnavailableError,
  );
  writeFileSync(join(dir, 'file'), '');
  expect(() => openLmdbKeyValueStore({ dir: join(dir, 'file') })).toThrow(/^key-value store .*file: .+\.$/);
  rmSync(dir, { recursive: true });
});
