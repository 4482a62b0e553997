import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors/index.ts';
import { parseDeployment } from '../../src/infra/index.ts';
import { repoRoot } from '../support/run-tix.ts';
import { SALE } from './synthesised.ts';

function refusal(written: unknown): UserError {
  try {
    parseDeployment(written);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
const pathsOf = (written: unknown) => refusal(written).problems.map(({ path }) => path);

describe('what an operator writes', () => {
  test('may be no more than the name of the rehearsal', () => {
    expect(parseDeployment({ preset: 'rehearsal' })).toMatchObject({
      devLogin: true,
      payments: { kind: 'rehearsal' },
      keepData: false,
    });
  });

  test('goes over the preset, key by key', () => {
    const { concurrency } = parseDeployment({ preset: 'rehearsal', concurrency: { holds: 7 } });
    expect(concurrency).toMatchObject({ holds: 7, queue: 100 });
  });

  test('is refused with every problem at once', () => {
    const written = { ...SALE, region: 'Frankfurt', name: 'T', cache: { nodeType: 'large' }, colour: 'red' };
    expect(pathsOf(written)).toEqual(expect.arrayContaining(['/region', '/name', '/cache/nodeType', '/']));
  });

  test.for([undefined, null, 'sale', [], { preset: 'party' }])(
    'is refused when it is no deployment: %j',
    (written) => {
      expect(refusal(written).code).toBe('DEPLOYMENT_INVALID');
    },
  );
});

test('the settings that docs/deploy.md shows are accepted', async () => {
  const page = await readFile(join(repoRoot, 'docs/deploy.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  expect(parseDeployment(JSON.parse(example))).toMatchObject({
    preset: 'sale',
    devLogin: false,
    keepData: true,
  });
});

describe('a deployment is refused', () => {
  test('for a real sale without a payment provider', () => {
    expect(pathsOf({ preset: 'sale', identity: SALE.identity })).toEqual(['/payments']);
  });

  test('when nobody could sign in', () => {
    expect(pathsOf({ ...SALE, identity: null })).toEqual(['/identity']);
  });

  test('when anybody could spend anybody’s money', () => {
    expect(pathsOf({ ...SALE, devLogin: true })).toEqual(['/devLogin']);
  });

  test('when it reserves what AWS has not granted', () => {
    const quotas = { lambdaConcurrency: 1_000, tableWriteUnits: 20_000 };
    expect(pathsOf({ ...SALE, quotas })).toEqual(['/concurrency', '/warm/reservations']);
  });

  test('when it leaves Lambda less than it keeps for others', () => {
    const quotas = { lambdaConcurrency: 10_000 };
    const concurrency = { queue: 3_000, holds: 2_500, maps: 1_500, shop: 2_500, webhooks: 300 };
    const rest = { mapQueue: 50, outboundQueue: 25, expiryQueue: 23, reconciler: 2 };
    expect(parseDeployment({ ...SALE, quotas, concurrency: { ...concurrency, ...rest } }).name).toBe('tix');
    expect(pathsOf({ ...SALE, quotas, concurrency: { ...concurrency, ...rest, reconciler: 3 } })).toEqual([
      '/concurrency',
    ]);
  });

  test('when the queue’s twins could take every request there is', () => {
    expect(pathsOf({ ...SALE, throttle: { queue: 30_000 } })).toEqual(['/throttle/queue']);
  });

  test('with a certificate that CloudFront would not take', () => {
    const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/1';
    expect(pathsOf({ ...SALE, domain: { name: 'tickets.example.com', certificateArn } })).toEqual([
      '/domain/certificateArn',
    ]);
  });
});
