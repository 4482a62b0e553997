import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/cli/serving/index.ts';
import { createEdgeHost } from '../../src/edge/host/index.ts';
import { createTables } from '../../src/service/adapters/store-dynamodb/index.ts';
import { systemClock, systemRandom } from '../../src/service/adapters/system/index.ts';
import { builtFunctions } from '../edge/support/built-functions.ts';
import { type LocalDynamo, startDynamo } from '../support/dynamodb.ts';
import { startKvsServer } from '../support/kvs-server.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';
import { seedHall } from '../support/serve.ts';

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'eu-central-1',
};

interface Told {
  readonly check: string;
  readonly state: string;
  readonly says: string;
  readonly measured?: Readonly<Record<string, number>>;
}

/** Findings of the built command about one thing. */
async function findings(check: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Told[]> {
  const { stdout } = await runTix(['doctor', ...words, '--json'], { env: { ...CREDENTIALS, ...env } });
  const told: Told[] = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return told.filter((one) => one.check === check);
}

test('the time a change takes from CloudFront’s store to the edge is measured, with the edge’s own functions', async () => {
  const LAG_MS = 600;
  using folder = tempFolder();
  await seedHall(folder.path, ['--opens-at', '+1h']);
  await using server = await startKvsServer();
  const env = { AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: server.url };
  const state = [
    '--store',
    `lmdb:${folder.path}/store`,
    '--state',
    `${folder.path}/state`,
    '--kvs',
    server.arn,
  ];
  await runTix(['sale', 'create', 'recital', '--yes', ...state], { env: { ...CREDENTIALS, ...env } });

  const { mint, admit } = await builtFunctions();
  const edge = createEdgeHost({
    mintCode: mint,
    admitCode: admit,
    kvs: server.edge(LAG_MS),
    origin: async () => new Response('{"status":"ok"}'),
    nowSeconds: () => Math.floor(systemClock.nowMs() / 1000),
    requestId: () => systemRandom.uuidV7(systemClock.nowMs()),
  });
  const site = await listen({ host: '127.0.0.1', port: 0 }, (request, ip) => edge.fetch(request, ip));
  const [found] = await findings('propagation', ['recital', ...state, '--url', site.url], env);
  await site.close();
  expect(found).toMatchObject({ state: 'ok', measured: { advisedLeadSeconds: 10 } });
  expect(found?.measured?.slowestMs).toBeGreaterThanOrEqual(LAG_MS - 50);
  expect(found?.measured?.slowestMs).toBeLessThan(LAG_MS + 3_000);
  // Three sales nobody knew of were put there, and taken away again.
  expect(await server.edge(0).get('sale:recital')).toBeDefined();
  expect(server.requests.filter((request) => request === 'POST keys').length).toBe(1 + 3 * 2);
});

const dynamo: LocalDynamo | undefined = await startDynamo();

describe.skipIf(dynamo === undefined)('tables in DynamoDB', () => {
  const prefix = `doctor-${process.pid}-`;
  const env = { AWS_ENDPOINT_URL_DYNAMODB: dynamo?.connection.endpoint ?? '' };
  const words = ['recital', '--store', `dynamodb:${prefix}`];
  beforeAll(async () => {
    await createTables({ prefix, clock: systemClock, random: systemRandom, connection: dynamo?.connection });
  });
  afterAll(async () => dynamo?.stop());

  test('are examined: streams, modes, protection, leftovers', async () => {
    const found = await findings('tables', words, env);
    const says = found.map(({ state, says: said }) => `${state}: ${said}`);
    for (const table of ['Seats', 'Reservations'])
      expect(says).toContain(`warning: ${prefix}${table} can be deleted by mistake`);
    expect(says).toContain(`ok: ${prefix}Reservations drops leftovers by itself`);
    expect(found.filter(({ state }) => state === 'failed')).toEqual([]);
  });

  test('that are not warm enough for the plan are found', async () => {
    const found = await findings('tables', [...words, '--write-units', '15000'], env);
    const cold = found.filter(({ state }) => state === 'failed');
    expect(cold.map(({ says }) => says)).toEqual([
      `${prefix}Seats is warm for 4,000 write units/s, 15,000 are needed`,
      `${prefix}Reservations is warm for 4,000 write units/s, 15,000 are needed`,
    ]);
  });

  test('that are not there are told as such', async () => {
    const found = await findings('tables', ['recital', '--store', 'dynamodb:nowhere-'], env);
    expect(found).toMatchObject([
      { state: 'failed', says: expect.stringMatching(/nowhere-Seats is not there/) },
    ]);
  });
});
