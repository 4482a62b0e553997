import { mkdtemp, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltEntry, buildLambda } from '../../../scripts/lib/build-lambda.ts';
import { ENTRIES, type Entry } from '../../../src/service/lambda/index.ts';
import { repoRoot } from '../../support/run-tix.ts';
import { startAws, startFunction } from './fleet.ts';

/** Bytes that a function reads and compiles before it can answer its first event: what a cold start waits for. */
const START_BYTES_MAX = 950_000;
/** Bytes that a function may load in all. */
const BYTES_MAX = 1_400_000;

const https = 'https://tickets.example';
const cache = { host: 'cache', port: 6380, secret: 'cache' };
const payments = { kind: 'rehearsal', table: 'books' };
const tablePrefix = 'tix-';
const SETTINGS: Readonly<Record<Entry, object>> = {
  api: {
    tablePrefix,
    publicUrl: https,
    rootSecret: 'root',
    originSecret: 'origin',
    devLogin: false,
    cdnTtlSeconds: 60,
    cache,
    payments,
  },
  stream: { mapQueue: https, outboundQueue: https },
  'map-queue': { cache },
  'outbound-queue': { bus: 'tix', expiryQueue: https, distributionId: 'D1' },
  'expiry-queue': { tablePrefix, bus: 'tix', expiryQueue: https },
  reconciler: { tablePrefix, publicUrl: https, rootSecret: 'root', payments },
  evidence: {
    tablePrefix,
    keyValueStoreArn: 'arn:aws:cloudfront::123456789012:key-value-store/11111111-2222-3333-4444-555555555555',
  },
  probe: { siteUrl: https, rootSecret: 'root' },
  'make-sale': {
    tablePrefix,
    rootSecret: 'root',
    keyValueStoreArn: 'arn:aws:cloudfront::123456789012:key-value-store/11111111-2222-3333-4444-555555555555',
  },
  'rotate-origin': { distributionId: 'D1', apiUrl: https },
};

describe('the functions’ bundles', () => {
  let dist: string;
  let built: readonly BuiltEntry[];
  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'tix-bundles-'));
    built = await buildLambda(repoRoot, dist);
  });
  afterAll(() => rm(dist, { recursive: true }));

  test('are small enough to start fast', () => {
    const large = built.filter(({ startBytes, bytes }) => startBytes > START_BYTES_MAX || bytes > BYTES_MAX);
    expect(large.map(({ name, startBytes, bytes }) => ({ name, startBytes, bytes }))).toEqual([]);
  });

  test('load the shared cache’s client and the edge store’s only when they need them', () => {
    const api = built.find(({ name }) => name === 'api');
    expect((api?.bytes ?? 0) - (api?.startBytes ?? 0)).toBeGreaterThan(200_000);
  });

  test('hold everything they need but what the runtime brings', () => {
    const missing = built.flatMap(({ name, outside }) =>
      outside.filter((module) => !isBuiltin(module)).map((module) => `${name}: ${module}`),
    );
    expect(missing).toEqual([]);
  });

  test('start with their settings, without asking anybody anything', async () => {
    const aws = await startAws({});
    const environment = { AWS_ENDPOINT_URL: aws.url, AWS_REGION: 'eu-central-1' };
    for (const entry of ENTRIES) {
      const running = await startFunction(dist, entry, SETTINGS[entry], environment);
      running.stop();
      expect(running.output()).toBe('');
    }
    await aws.stop();
    expect(aws.asked).toEqual([]);
  });

  test('refuse to start with settings that are another’s, and say what is wrong', async () => {
    await expect(startFunction(dist, 'stream', SETTINGS['make-sale'], {})).rejects.toThrow(
      /SETTINGS_INVALID|deploy again/,
    );
  });
});
