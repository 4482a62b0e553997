import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { freshPrefix, startDynamo } from '../support/dynamodb.ts';
import { finished, runTix, startTix, tempFolder } from '../support/run-tix.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

/** The environment in which the SDK finds the server by itself. */
const env = {
  AWS_REGION: dynamo?.connection.region,
  AWS_ENDPOINT_URL_DYNAMODB: dynamo?.connection.endpoint,
  AWS_ACCESS_KEY_ID: dynamo?.connection.credentials?.accessKeyId,
  AWS_SECRET_ACCESS_KEY: dynamo?.connection.credentials?.secretAccessKey,
};

describe.skipIf(dynamo === undefined)('a sale in DynamoDB, from the command line', () => {
  let store: string;
  beforeEach(() => {
    store = `dynamodb:${freshPrefix()}`;
  });

  async function json(...words: string[]) {
    const { exitCode, stdout, stderr } = await runTix([...words, '--store', store, '--json'], { env });
    return { exitCode, stderr, data: JSON.parse(stdout) };
  }

  const LOOKS_MAX = 100;

  /** Looks until some seats are there; each look is a command of its own, so that nothing is busy meanwhile. */
  async function firstSeatsStored(): Promise<void> {
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      const { data } = await json('audit');
      if (data.counts?.seats.available > 0) return;
    }
    throw new Error('seeding never began');
  }

  test('tables that are not there are told with the way to make them', async () => {
    const seed = ['seed', '--venue', 'hall-small', '--event', 'gala'];
    const { exitCode, stderr } = await runTix([...seed, '--store', store], { env });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringMatching(/^error: DynamoDB .*create them \(`tix seed --create-tables`\).*\n$/),
    });
    expect(await json(...seed, '--create-tables', '--gsi-shards', '3')).toMatchObject({
      exitCode: 0,
      data: { eventCreated: true, seatsCreated: 163, seatsExisting: 0 },
    });
    expect(await json(...seed, '--create-tables')).toMatchObject({
      exitCode: 0,
      data: { eventCreated: false, seatsCreated: 0, seatsExisting: 163 },
    });
    expect(await json('audit')).toMatchObject({ exitCode: 0, data: { ok: true, events: ['gala'] } });
    const other = await runTix([...seed, '--k', '7', '--store', store], { env });
    expect(other).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/--k is 2 in the store, not 7/),
    });
  });

  test('a seeding killed in the middle is completed by the next, and only then is anybody let in', async () => {
    const seed = ['seed', '--venue', 'theatre-2k', '--event', 'gala', '--create-tables'];
    const child = startTix([...seed, '--store', store], { env });
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (text) => /created table .*Reservations/.test(String(text)) && resolve());
    });
    await firstSeatsStored();
    child.kill('SIGKILL');
    await finished(child);
    const again = await json(...seed);
    expect(again.exitCode).toBe(0);
    const { event, eventCreated, seatsCreated, seatsExisting } = again.data;
    expect(eventCreated).toBe(false);
    expect(seatsExisting).toBeGreaterThan(0);
    expect(seatsCreated + seatsExisting).toBe(event.seatCount);
    const { data } = await json('audit');
    expect(data).toMatchObject({ ok: true, counts: { seats: { available: event.seatCount } } });
  });

  test('what a stadium would cost is told without storing anything, with the price and its date', async () => {
    const seed = ['seed', '--venue', 'stadium-100k', '--event', 'cup', '--dry-run'];
    const { data } = await json(...seed);
    expect(data).toMatchObject({
      dryRun: true,
      seats: 100_024,
      cost: {
        items: 100_026,
        price: {
          usdPerMillion: expect.any(Number),
          region: 'us-east-1',
          since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        },
      },
    });
    expect(data.cost.wcu).toBeGreaterThan(200_000);
    expect(data.cost.usd).toBeCloseTo((data.cost.wcu * data.cost.price.usdPerMillion) / 1e6, 9);
    const asText = await runTix([...seed, '--store', store], { env });
    expect(asText.stdout).toMatch(
      /write units +200,\d{3}[^\n]*\n *cost +USD 0\.13 at 0\.625 per million \(on demand, us-east-1, since 2024-11-01\)/,
    );
    using folder = tempFolder();
    const embedded = await runTix([...seed, '--store', `lmdb:${folder.path}/store`, '--json']);
    expect(JSON.parse(embedded.stdout)).toMatchObject({ dryRun: true, seats: 100_024, cost: null });
    const mixed = await runTix([...seed, '--create-tables', '--store', `lmdb:${folder.path}/store`]);
    expect(mixed).toMatchObject({
      exitCode: 2,
      stderr: 'error: only with --store dynamodb: --create-tables\n',
    });
  });

  test('a small demo sale ends clean and can be audited afterwards', async () => {
    const demo = await json('demo', '--buyers', '60', '--venue', 'hall-small', '--open', '5s', '--seed', '7');
    expect(demo).toMatchObject({
      exitCode: 0,
      data: { ok: true, buyers: 60, doubleSold: 0, lostPayments: 0, violations: [], unexpected: {} },
    });
    expect(demo.data.sold).toBeGreaterThan(10);
    expect(await json('audit')).toMatchObject({ exitCode: 0, data: { ok: true, violations: [] } });
  }, 90_000);
});
