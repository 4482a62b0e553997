import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LoadOptions, runLoad } from '../../../src/cli/load/index.ts';
import { steady } from '../../../src/cli/load/stages.ts';
import type { OperationLine } from '../../../src/core/history/index.ts';
import { loadVenue } from '../../../src/core/venue/index.ts';
import { nodeHashing, systemClock } from '../../../src/service/adapters/system/index.ts';
import hall from '../../../venues/hall-small.json' with { type: 'json' };
import { finished, runTix, startTix, tempFolder } from '../../support/run-tix.ts';
import { type Served, seedHall, serve } from '../../support/serve.ts';

const folder = tempFolder();
let served: Served;

beforeAll(async () => {
  await seedHall(folder.path, ['--session', '20s', '--pay', '10s', '--pay-grace', '2s', '--soft-cap', '100']);
  served = await serve(folder.path, ['--tau', '1', '--reconcile-every', '200ms']);
});

afterAll(async () => {
  await served.stop();
  folder[Symbol.dispose]();
});

interface Load {
  readonly requests: number;
  readonly stopped: string | null;
  readonly errors: { readonly count: number; readonly byCode: Readonly<Record<string, number>> };
  readonly refusals: { readonly byCode: Readonly<Record<string, number>> };
  readonly latency: Readonly<Record<string, number | null>>;
  readonly uncorrected: Readonly<Record<string, number | null>>;
  readonly steps: Readonly<Record<string, { readonly requests: number }>>;
  readonly endings: Readonly<Record<string, number>>;
  readonly unexpected: Readonly<Record<string, number>>;
  readonly ghostSeatRate: number | null;
  readonly checks: readonly { readonly verdict: string }[];
}

async function load(words: readonly string[]) {
  const { stdout, stderr, exitCode } = await runTix(['load', ...words, '--target', served.url, '--json']);
  return { stderr, exitCode, report: stdout === '' ? undefined : (JSON.parse(stdout) as Load) };
}

function operations(path: string): OperationLine[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const parsed = lines.map((line) => JSON.parse(line));
  expect(parsed[0]).toMatchObject({ type: 'run', v: 1, eventId: 'recital' });
  expect(parsed.at(-1)).toEqual({ type: 'end', operations: lines.length - 2 });
  return parsed.slice(1, -1);
}

describe('tix load', () => {
  test('journey sends whole buyers, and its history tells every step they took', async () => {
    const path = `${folder.path}/journey.ndjson`;
    const { report, exitCode, stderr } = await load([
      ...[
        'journey',
        '--buyers',
        '30',
        '--duration',
        '2s',
        '--workers',
        '2',
        '--finish',
        '20s',
        '--history',
        path,
      ],
      ...['--html', `${folder.path}/journey.html`],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(report?.errors).toEqual({ count: 0, rate: 0, byCode: {} });
    expect(report?.unexpected).toEqual({});
    expect(report?.endings.bought).toBeGreaterThan(10);
    expect(Object.keys(report?.latency ?? {})).toEqual([
      'p50Ms',
      'p90Ms',
      'p95Ms',
      'p99Ms',
      'p999Ms',
      'maxMs',
    ]);
    const lines = operations(path);
    expect(lines.length).toBe(report?.requests);
    const sold = lines.filter(({ op, state }) => op === 'payment' && state === 'settled');
    expect(sold.length).toBe(report?.endings.bought);
    expect(lines.every(({ startMs, endMs }) => endMs !== null && startMs <= endMs)).toBe(true);
    const audit = await runTix([
      'audit',
      '--store',
      `lmdb:${folder.path}/store`,
      '--history',
      path,
      '--json',
    ]);
    expect(JSON.parse(audit.stdout).history).toMatchObject({
      ok: true,
      contradictions: [],
      undecided: [],
      refusalsNotJudged: null,
      operations: lines.length,
    });
    const page = readFileSync(`${folder.path}/journey.html`, 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });

  test('leaves a history in which a forged answer is found: a seat that was held for somebody else', async () => {
    const forged = `${folder.path}/forged.ndjson`;
    const lines = readFileSync(`${folder.path}/journey.ndjson`, 'utf8').trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line));
    const sale = parsed.find(({ op, state }) => op === 'payment' && state === 'settled');
    const other = parsed.find(
      ({ op, outcome, session }) => op === 'hold' && outcome === 'ok' && session !== sale.session,
    );
    other.seats = sale.seats;
    writeFileSync(forged, `${parsed.map((line) => JSON.stringify(line)).join('\n')}\n`);
    const store = `lmdb:${folder.path}/store`;
    const { exitCode, stdout } = await runTix(['audit', '--store', store, '--history', forged]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('SEAT_HELD_TWICE');
    expect(stdout).toContain(`seat ${sale.seats[0]}`);
    writeFileSync(forged, lines.slice(0, -1).join('\n'));
    const cut = await runTix(['audit', '--store', store, '--history', forged]);
    expect({ exitCode: cut.exitCode, said: cut.stderr }).toEqual({
      exitCode: 2,
      said: expect.stringContaining('was cut off'),
    });
  });

  test('locks with full contention makes people collide, and leaves the house as it was', async () => {
    const { report, exitCode, stderr } = await load([
      ...[
        'locks',
        '--rate',
        '100',
        '--duration',
        '2s',
        '--buyers',
        '10',
        '--contention',
        '1',
        '--dwell',
        '300ms',
      ],
      ...['--fail-if', 'locks.p99 > 60s', '--fail-if', 'errors.rate > 0'],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(report?.steps.hold?.requests).toBe(200);
    expect(report?.refusals.byCode.SEAT_TAKEN).toBeGreaterThan(20);
    expect(report?.checks.map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
    const after = (await (await fetch(`${served.url}/v1/events/recital/availability`)).json()) as {
      sections: { available: number }[];
    };
    expect(after.sections.length).toBeGreaterThan(0);
  });

  test('admission lets people in and sends them home again', async () => {
    const { report, exitCode, stderr } = await load(['admission', '--rate', '10', '--duration', '1s']);
    expect(exitCode, stderr).toBe(0);
    expect(report?.endings).toEqual({ 'let in': 10 });
  });

  test('fails with exit code 1 and says what was measured when a condition is met', async () => {
    const { report, exitCode } = await load([
      'seatmap',
      '--rate',
      '50',
      '--duration',
      '1s',
      '--fail-if',
      'map.p50 > 0ms',
    ]);
    expect(exitCode).toBe(1);
    expect(report?.checks).toEqual([
      { condition: 'map.p50 > 0ms', measured: report?.latency.p50Ms, verdict: 'failed' },
    ]);
  });

  test('refuses conditions, stages and targets it does not understand before anything is sent', async () => {
    const wrong = await Promise.all([
      runTix(['load', 'seatmap', '--fail-if', 'seatmap.p98 > 2s']),
      runTix(['load', 'seatmap', '--stages', 'up:1s:1']),
      runTix(['load', 'seatmap', '--target', 'example.org']),
      runTix(['load', 'seatmap', '--target', 'http://10.1.2.3', '--rate', '5000']),
    ]);
    expect(wrong.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2]);
    expect(wrong[0]?.stderr).toContain('the nearest is seatmap.p90');
    expect(wrong[3]?.stderr).toContain('--allow-rate 5000');
  });

  test('stopped by ^C ends the arrivals and prints what was measured so far', async () => {
    const path = `${folder.path}/stopped.ndjson`;
    const child = startTix([
      ...['load', 'seatmap', '--target', served.url, '--rate', '100', '--duration', '5m', '--history', path],
      '--json',
    ]);
    const ended = finished(child);
    // The history grows while it runs; its first line alone is there before the start.
    await vi.waitUntil(() => existsSync(path) && readFileSync(path).length > 2_000, {
      timeout: 20_000,
      interval: 100,
    });
    child.kill('SIGINT');
    const { stdout, exitCode } = await ended;
    const report = JSON.parse(stdout) as Load;
    expect(exitCode).toBe(0);
    expect(report.stopped).toBe('interrupted');
    expect(report.requests).toBeGreaterThan(0);
  });
});

describe('the load generator', () => {
  test('charges a stall of the target to everybody who came meanwhile, not only to those whose request it hit', async () => {
    let requests = 0;
    let stallUntilMs = 0;
    await using target = await listening((_, response) => {
      requests += 1;
      if (requests === 50) stallUntilMs = performance.now() + 1_000;
      setTimeout(() => response.end('{}'), Math.max(0, stallUntilMs - performance.now()));
    });
    const report = await runLoad(againstBareTarget(target.url, { connections: 2 }));
    // Two connections: two requests are hit, the other eighty of the stall wait for their turn.
    expect(report.latency.p90Ms).toBeGreaterThan(200);
    expect(report.uncorrected.p90Ms).toBeLessThan(100);
  });

  test('gives up on a target that answers with nothing but errors', async () => {
    await using target = await listening((_, response) => {
      response.statusCode = 503;
      response.end();
    });
    const report = await runLoad(againstBareTarget(target.url, { stages: steady(100, 60_000) }));
    expect(report.stopped).toBe('more than 50 % of the requests failed');
    expect(report.errors.byCode).toEqual({ HTTP_503: report.requests });
    expect(report.elapsedSeconds).toBeLessThan(20);
  });

  test('counts a target that does not answer in time as a timeout', async () => {
    await using target = await listening(() => {});
    const report = await runLoad(
      againstBareTarget(target.url, { timeoutMs: 500, stages: steady(10, 1_000) }),
    );
    expect(report.errors.byCode).toEqual({ TIMEOUT: 10 });
  });
});

function againstBareTarget(url: string, changed: Partial<LoadOptions>): LoadOptions {
  const event = { eventId: 'e', venueHash: '', opensAtMs: 0, slotMs: 1_000, seatLimit: 4, sectionIds: ['A'] };
  return {
    scenario: 'seatmap',
    run: 'bare',
    url: new URL(url),
    target: { event, venue: loadVenue(hall, nodeHashing), seats: { total: 0, available: 0 } },
    stages: steady(100, 2_000),
    workers: 1,
    connections: 16,
    timeoutMs: 5_000,
    finishMs: 5_000,
    seed: 1,
    thinkMs: 1_050,
    passes: undefined,
    locks: { shoppers: 0, seatsPerHold: 1, contention: 0, dwellMs: 0, prepareMs: 0 },
    history: undefined,
    errorRateMax: 0.5,
    workerFile: new URL('../../../src/cli/load/worker/main.ts', import.meta.url),
    clock: systemClock,
    signal: new AbortController().signal,
    watch: () => {},
    ...changed,
  };
}

async function listening(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
