import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  isKeyValueStoreArn,
  openCloudFrontKeyValueStore,
} from '../../../src/service/adapters/kvs-cloudfront/index.ts';
import { KeyValueConflictError, type KeyValueStore } from '../../../src/service/ports/index.ts';
import { type KvsServer, startKvsServer } from '../../support/kvs-server.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'very-secret' };

let nowMs = 0;
let server: KvsServer;
let store: KeyValueStore;
beforeEach(async () => {
  nowMs = 0;
  server = await startKvsServer(() => nowMs);
  store = open(server.arn);
});
afterEach(async () => {
  await store.close();
  await server[Symbol.asyncDispose]();
});

function open(arn: string, connection: { endpoint?: string; attempts?: number } = {}): KeyValueStore {
  return openCloudFrontKeyValueStore({
    arn,
    connection: { endpoint: server.url, credentials, requestTimeoutMs: 200, ...connection },
  });
}

const put = async (puts: Record<string, string>) => store.update({ puts, ifMatch: await store.etag() });
const messageOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'it did not fail',
    (error: Error) => `${error.constructor.name}: ${error.message}`,
  );

test('requests are signed with SigV4A, as a store without a region asks for', async () => {
  await put({ a: '1' });
  expect([...server.signatures]).toEqual(['AWS4-ECDSA-P256-SHA256']);
});

describe('a passing failure is repeated until it has passed', () => {
  test.each(['throttle', 'fault', 'hang'] as const)('%s', async (mishap) => {
    const ifMatch = await store.etag();
    server.happen(mishap);
    await store.update({ puts: { a: '1' }, ifMatch });
    server.happen(mishap);
    expect(await store.get('a')).toBe('1');
    expect(server.updates).toBe(1);
  });
});

describe('a writer that another was faster than is told to read again', () => {
  test.each(['loseRace', 'loseRaceInvalid'] as const)('%s', async (mishap) => {
    const ifMatch = await store.etag();
    server.happen(mishap);
    await expect(store.update({ puts: { a: '1' }, ifMatch })).rejects.toThrow(KeyValueConflictError);
    expect(await store.get('a')).toBeUndefined();
  });
});

describe('an update whose answer was lost', () => {
  test('is known to have been carried out, and is not carried out twice', async () => {
    await put({ gone: '1' });
    const ifMatch = await store.etag();
    server.happen('loseAnswer');
    const etag = await store.update({ puts: { a: '1' }, deletes: ['gone'], ifMatch });
    expect(etag).toBe(await store.etag());
    expect(await store.list()).toEqual(['a']);
    expect(server.updates).toBe(2);
  });

  test('is a lost race when another writer has changed the same keys since', async () => {
    const ifMatch = await store.etag();
    server.happen('loseAnswerOvertaken');
    await expect(store.update({ puts: { a: '1' }, ifMatch })).rejects.toThrow(KeyValueConflictError);
    expect(await store.get('a')).toBeUndefined();
  });
});

describe('what a person can put right is one line that says what and what to do', () => {
  test.each([
    [
      'deny',
      /^StoreUnavailableError: key-value store arn:\S+: Access denied\. Give this identity .*UpdateKeys/,
    ],
    ['full', /^StoreUnavailableError: key-value store arn:\S+: Limit exceeded\. The store is full/],
  ] as const)('%s', async (mishap, says) => {
    const ifMatch = await store.etag();
    server.happen(mishap);
    const told = await messageOf(store.update({ puts: { a: 'a secret' }, ifMatch }));
    expect(told).toMatch(says);
    expect(told).not.toContain('secret');
  });

  test('a store that does not exist, also when only a key is asked for', async () => {
    const other = open(server.arn.replace('5555', '6666'));
    expect(await messageOf(other.get('a'))).toMatch(/not found\. There is no such store/);
    expect(await messageOf(other.etag())).toMatch(/not found\. There is no such store/);
    await other.close();
  });

  test('an address where nothing listens', async () => {
    const other = open(server.arn, { endpoint: 'http://127.0.0.1:1' });
    expect(await messageOf(other.get('a'))).toMatch(/^StoreUnavailableError: .*ECONNREFUSED/);
    await other.close();
  });

  test('failures that do not pass', async () => {
    const once = open(server.arn, { attempts: 1 });
    server.happen('fault', 'throttle', 'hang');
    expect(await messageOf(once.etag())).toMatch(/^StoreUnavailableError: .*Something broke\. Check the con/);
    expect(await messageOf(once.etag())).toMatch(/^StoreUnavailableError: .*Rate exceeded/);
    expect(await messageOf(once.etag())).toMatch(/^StoreUnavailableError: .*timed? ?out/i);
    await once.close();
  });
});

test('the edge reads a change only when it has travelled there', async () => {
  const [near, far] = [server.edge(1_000), server.edge(8_000)];
  await put({ a: '1' });
  nowMs = 1_000;
  await put({ a: '2' });
  expect([await near.get('a'), await far.get('a')]).toEqual(['1', undefined]);
  nowMs = 8_000;
  expect([await near.get('a'), await far.get('a')]).toEqual(['2', '1']);
});

test.each([
  ['arn:aws:cloudfront::123456789012:key-value-store/11111111-2222-3333-4444-555555555555', true],
  ['arn:aws:cloudfront::123456789012:distribution/E1', false],
  ['arn:aws:dynamodb:eu-west-1:123456789012:table/Seats', false],
  ['file:.tix/kvs', false],
])('%s names a store: %s', (text, isArn) => {
  expect(isKeyValueStoreArn(text)).toBe(isArn);
});
