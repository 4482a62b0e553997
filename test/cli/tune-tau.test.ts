import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';
import { finished, repoRoot, startTix, tempFolder } from '../support/run-tix.ts';
import { type Served, seedHall, serve } from '../support/serve.ts';

const tix = (words: string, env: NodeJS.ProcessEnv = {}) => runHere(words.split(' '), { cwd: repoRoot, env });
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a plan', () => {
  test('says what Little’s law makes of a sale, and nothing else', async () => {
    // λ = 1,000 / 300 s. A session sells 2 × 0.5 = 1 seat and 10 % of the people are let in: as in test/core/plan/littles-law.test.ts.
    const numbers = '--target 1000 --session 5m --people 1000000 --seats 100000';
    const { stdout } = await tix(`tune-tau --plan ${numbers} --show-up 1 --order 2 --buying 0.5 --json`);
    expect(JSON.parse(stdout)).toEqual({
      admissionsPerSecond: 3.33333,
      tau: 92_423.5,
      saleSeconds: 30_000,
      waits: { p10: 3_000, p25: 7_500, p50: 15_000, p75: 22_500, p90: 27_000 },
    });
  });

  test('names every number it needs', async () => {
    const { exitCode, stderr } = await tix('tune-tau --plan --people 5');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--plan needs --target, --seats/);
  });
});

describe('beside a running sale', () => {
  const folder = tempFolder();
  const state = `${folder.path}/state`;
  let server: Served;
  beforeAll(async () => {
    await seedHall(folder.path);
    server = await serve(folder.path);
  });
  afterAll(async () => {
    await server.stop();
    folder[Symbol.dispose]();
  });
  const tune = (flags: string) => tix(`tune-tau recital --state ${state} ${flags}`);

  test('it asks the service, publishes, and logs the decision for its owner alone', async () => {
    const { stdout, exitCode } = await tune('--target 20 --json');
    expect(exitCode).toBe(0);
    const [turn, end] = lines(stdout);
    expect(turn).toMatchObject({ type: 'turn', outcome: 'published', target: 20, seen: { live: 0 } });
    expect(end).toMatchObject({ type: 'end', turns: 1, held: 0, tau: turn.tauAfter });
    const log = `${state}/tuner/recital.ndjson`;
    expect(lines(readFileSync(log, 'utf8'))).toEqual([turn]);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    const { stdout: status } = await tix(`sale status recital --kvs file:${state}/kvs --json`);
    expect(JSON.parse(status).schedule.at(-1)).toMatchObject({ tau: turn.tauAfter });
  });

  test('a rehearsal looks at the store itself, and changes nothing', async () => {
    const before = await tix(`sale status recital --kvs file:${state}/kvs --json`);
    const { stdout } = await tune(`--dry-run --store lmdb:${folder.path}/store --json`);
    expect(lines(stdout)[0]).toMatchObject({ epoch: 0, seen: { live: 0, seats: { sold: 0 } } });
    const after = await tix(`sale status recital --kvs file:${state}/kvs --json`);
    expect(JSON.parse(after.stdout).schedule).toEqual(JSON.parse(before.stdout).schedule);
  });

  test('a second one is refused, may freeze the first, and ^C leaves τ as it is', async () => {
    const first = startTix(['tune-tau', 'recital', '--state', state, '--watch', '--json']);
    const ended = finished(first);
    await new Promise((resolve) => createInterface({ input: first.stdout }).once('line', resolve));

    const second = await tune('--watch');
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toMatch(new RegExp(`^error: \\S+:${first.pid} tunes recital already`));
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    const frozen = await tune('--freeze');
    expect(frozen.stdout).toMatch(/from its next turn on τ is left as it is/);

    first.kill('SIGINT');
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(0);
    expect(lines(stdout).at(-1)).toMatchObject({ type: 'end', watched: true });
    const third = await tune('--thaw --json');
    expect(lines(third.stdout)[0]).toMatchObject({ type: 'turn', epoch: 3 });
  });

  test('one that was killed is replaced at once', async () => {
    const killed = startTix(['tune-tau', 'recital', '--state', state, '--watch', '--json']);
    const ended = finished(killed);
    await new Promise((resolve) => createInterface({ input: killed.stdout }).once('line', resolve));
    killed.kill('SIGKILL');
    await ended;
    const next = await tune('--json');
    expect(lines(next.stdout)[0]).toMatchObject({ type: 'turn', epoch: 5 });
  });

  test('what cannot work is said in one line, with its exit code', async () => {
    const cases: [string, number, RegExp][] = [
      ['tune-tau', 2, /name an event/],
      [`tune-tau opera --state ${state}`, 2, /opera|no event|no such event/i],
      [`tune-tau recital --state ${state} --freeze --thaw`, 2, /--freeze or --thaw/],
      [`tune-tau recital --state ${state} --min 5 --max 4`, 2, /--min must not be more/],
      [`tune-tau recital --state ${state} --every 9s`, 2, /at least 10s/],
      [`tune-tau recital --state ${state} --ops http://127.0.0.1:9`, 2, /set TIX_OPS_TOKEN/],
      [
        `tune-tau recital --state ${folder.path}/none --kvs file:${state}/kvs`,
        3,
        /no server has left its address/,
      ],
    ];
    for (const [words, code, says] of cases) {
      const { exitCode, stderr } = await tix(words);
      expect([words, exitCode]).toEqual([words, code]);
      expect(stderr).toMatch(says);
    }
    const wrongToken = await tix(`tune-tau recital --state ${state}`, { TIX_OPS_TOKEN: 'x'.repeat(40) });
    expect(wrongToken.exitCode).toBe(2);
    expect(wrongToken.stderr).toMatch(/does not know this token/);
    const unreachable = await tix(`tune-tau recital --state ${state} --ops http://127.0.0.1:9`, {
      TIX_OPS_TOKEN: 'x'.repeat(40),
    });
    expect(unreachable.exitCode).toBe(3);
  });

  test('a damaged memory is no reason to stop', async () => {
    writeFileSync(`${state}/tuner/recital.json`, '{');
    expect(lines((await tune('--dry-run --json')).stdout)[0]).toMatchObject({ outcome: 'dryRun' });
  });
});
