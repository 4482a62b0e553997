import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { finished, runTix, startTix, tempFolder } from '../support/run-tix.ts';

const SCENARIO = {
  name: 'village hall',
  people: 3_000,
  horizonSeconds: 1_800,
  arrivals: [{ kind: 'rush', beforeShare: 0.5, beforeSeconds: 600, halfLifeSeconds: 200 }],
  classes: [
    { name: 'fibre', share: 2, latencyMs: { median: 20, p95: 60 } },
    { name: 'mobile', share: 1, latencyMs: { median: 200, p95: 900 }, showUp: 0.8 },
  ],
  attackers: [{ name: 'rerollers', kind: 'reroll', accounts: 500, humans: 500, mintsPerAccount: 40 }],
  sale: { seats: 800, target: 120, slotSeconds: 20, samplingRate: 0.5, session: { meanSeconds: 90 } },
  failIf: ['attackers.rerollers.advantage > 1.05', 'draws.distance > 0.05', 'order.rule < 0.8'],
};

/** A folder with scenario.json in it. */
function workplace(scenario: object = SCENARIO): ReturnType<typeof tempFolder> {
  const folder = tempFolder();
  writeFileSync(join(folder.path, 'scenario.json'), JSON.stringify(scenario));
  return folder;
}

describe('tix simulate', () => {
  test('answers in text that fits a terminal of 80 columns, without colour when none is wanted', async () => {
    using folder = workplace();
    const { exitCode, stdout } = await runTix(['simulate', 'scenario.json'], {
      cwd: folder.path,
      env: { NO_COLOR: '1' },
    });
    expect(exitCode).toBe(0);
    for (const part of ['Is it fair?', 'How long do people wait?', 'What do cheats gain?']) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toMatch(/^shoppers at once \(target 120/m);
    expect(stdout).toMatch(/^pass +draws\.distance > 0\.05/m);
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('prints one JSON object for programs, and the same one for the same seed', async () => {
    using folder = workplace();
    const words = ['simulate', 'scenario.json', '--seed', '7', '--json'];
    const [one, two] = await Promise.all([
      runTix([...words, '--threads', '1'], { cwd: folder.path }),
      runTix([...words, '--threads', '3'], { cwd: folder.path }),
    ]);
    const [first, second] = [JSON.parse(one.stdout), JSON.parse(two.stdout)];
    expect({ exitCode: one.exitCode, stderr: one.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(first).toMatchObject({ tokens: 3_500, people: 3_000, seed: 7, seats: 800 });
    expect(first.peakRssBytes).toBeGreaterThan(10e6);
    expect(first.elapsedMs).toBeGreaterThan(0);
    const cost = { elapsedMs: 0, peakRssBytes: 0 };
    expect({ ...second, ...cost }).toEqual({ ...first, ...cost });
  });

  test('lets the command line change the scenario', async () => {
    using folder = workplace();
    const { stdout } = await runTix(
      [
        'simulate',
        'scenario.json',
        '--tokens',
        '2000',
        '--k',
        '4',
        '--target',
        '90',
        '--slot',
        '10s',
        '--json',
      ],
      { cwd: folder.path },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      tokens: 2_000,
      people: 1_500,
      settings: { k: 4, target: 90, slotSeconds: 10 },
    });
  });

  test('reads a scenario from standard input, and a venue for its seats', async () => {
    const { seats: _, ...sale } = SCENARIO.sale;
    const input = JSON.stringify({ ...SCENARIO, sale: { ...sale, venue: 'hall-small' } });
    const { exitCode, stdout } = await runTix(['simulate', '-', '--json'], { input });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).seats).toBe(163);
  });

  test('writes a page that stands alone', async () => {
    using folder = workplace();
    const { exitCode, stdout } = await runTix(['simulate', 'scenario.json', '--html', 'report.html'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/report: report\.html\n$/);
    const page = readFileSync(join(folder.path, 'report.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Other ways to set τ');
    expect(page).not.toMatch(/https?:/);
  });
});

describe('tix simulate --check', () => {
  test('passes the design as built with exit code 0', async () => {
    using folder = workplace();
    const { exitCode, stdout } = await runTix(['simulate', 'scenario.json', '--check', '--json'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(0);
    const { gate } = JSON.parse(stdout);
    expect(gate).toMatchObject({ ok: true, usual: false });
    expect(gate.checks.map(({ condition }: { condition: string }) => condition)).toEqual(SCENARIO.failIf);
  });

  test('fails with exit code 1 when a rule is broken, and shows what was measured', async () => {
    using folder = workplace();
    const words = ['simulate', 'scenario.json', '--design', 'rerollable'];
    const checked = await runTix([...words, '--check'], { cwd: folder.path });
    expect(checked.exitCode).toBe(1);
    expect(checked.stdout).toMatch(/^fail +attackers\.rerollers\.advantage > 1\.05 +\d/m);
    const looked = await runTix(words, { cwd: folder.path });
    expect(looked.exitCode).toBe(0);
  });

  test('refuses conditions that cannot be read before it runs anything', async () => {
    using folder = workplace({ ...SCENARIO, failIf: ['drawn.distance > 0.01', 'order.rule > about 1'] });
    const { exitCode, stderr, stdout } = await runTix(['simulate', 'scenario.json', '--check'], {
      cwd: folder.path,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      [
        'error: some conditions cannot be checked',
        '  /failIf/0 there is no measure "drawn.distance"; the nearest is draws.distance',
        '  /failIf/1 "about 1" is not a number',
        '',
      ].join('\n'),
    );
  });
});

describe('wrong input', () => {
  test('every problem of a scenario is listed with its place', async () => {
    using folder = workplace({
      ...SCENARIO,
      people: -1,
      arrivals: [{ kind: 'recorded', file: 'gone.ndjson' }],
      sale: { seats: 10, venue: 'nowhere', kk: 2 },
    });
    const { exitCode, stderr } = await runTix(['simulate', 'scenario.json', '--json'], { cwd: folder.path });
    expect(exitCode).toBe(2);
    const { code, problems } = JSON.parse(stderr).error;
    expect(code).toBe('SCENARIO_INVALID');
    expect(problems.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['/people', '/sale/kk']),
    );
  });

  test('one problem is told in one line', async () => {
    using folder = workplace({ ...SCENARIO, arrivals: [{ kind: 'recorded', file: 'gone.ndjson' }] });
    const { exitCode, stderr } = await runTix(['simulate', 'scenario.json'], { cwd: folder.path });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: scenario.json cannot be simulated: /arrivals/0/file there is no file "gone.ndjson"\n',
    });
  });

  test.each([
    [['simulate'], 'SCENARIO is missing'],
    [['simulate', 'no-such-sale'], 'no-such-sale is neither a file nor a shipped scenario'],
    [['simulate', 'gone.json'], 'gone.json cannot be read: there is no such file or folder'],
    [['simulate', '-', '--replay', 'gone.ndjson'], 'gone.ndjson cannot be read'],
    [['simulate', '-', '--compare', 'gone.json'], 'gone.json cannot be read'],
    [['simulate', 'sweep', '-', '--values', '1;2'], '--values must be numbers with commas between'],
  ])('%j', async (words, message) => {
    using folder = tempFolder();
    const { exitCode, stderr } = await runTix(words, { cwd: folder.path, input: JSON.stringify(SCENARIO) });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error: ${message}`);
  });
});

describe('tix simulate --compare', () => {
  test('sets two results side by side', async () => {
    using folder = workplace();
    for (const [k, file] of [
      ['1', 'a.json'],
      ['8', 'b.json'],
    ] as const) {
      const { stdout } = await runTix(['simulate', 'scenario.json', '--k', k, '--json'], {
        cwd: folder.path,
      });
      writeFileSync(join(folder.path, file), stdout);
    }
    const { exitCode, stdout } = await runTix(['simulate', '--compare', 'a.json', 'b.json'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^A {2}village hall {2}3,500 tokens, seed 1\nB {2}village hall/);
    expect(stdout).toMatch(/^sale\.seatsSold +\d+ +\d+/m);

    const run = await runTix(['simulate', 'scenario.json', '--k', '8', '--compare', 'a.json', '--json'], {
      cwd: folder.path,
    });
    const together = await runTix(['simulate', '--compare', 'a.json', 'b.json', '--json'], {
      cwd: folder.path,
    });
    expect(JSON.parse(run.stdout).comparison).toEqual(JSON.parse(together.stdout));
  });

  test('refuses a file that is no result', async () => {
    using folder = workplace();
    const { exitCode, stderr } = await runTix(['simulate', 'scenario.json', '--compare', 'scenario.json'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('scenario.json is not what tix simulate --json prints');
  });
});

describe('tix simulate sweep', () => {
  test('shows what a setting trades, value by value', async () => {
    using folder = workplace();
    const words = ['simulate', 'sweep', 'scenario.json', '--values', '1,4', '--html', 'sweep.html', '--json'];
    const { exitCode, stdout } = await runTix(words, { cwd: folder.path });
    expect(exitCode).toBe(0);
    const { setting, own, points } = JSON.parse(stdout);
    expect({ setting, own }).toEqual({ setting: 'k', own: 2 });
    expect(points.map(({ value }: { value: number }) => value)).toEqual([1, 4]);
    expect(points[1].firstFirst).toBeGreaterThan(points[0].firstFirst);
    expect(readFileSync(join(folder.path, 'sweep.html'), 'utf8')).toContain('First come, let in first');
  });

  test('varies the target, as text of 80 columns', async () => {
    using folder = workplace();
    const { exitCode, stdout } = await runTix(['simulate', 'sweep', 'scenario.json', '--vary', 'target'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^120 \(own\) +█+░* +\d+ min/m);
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test('judges every value before it runs the first', async () => {
    using folder = workplace();
    const words = ['simulate', 'sweep', 'scenario.json', '--vary', 'slot', '--values', '10,500'];
    const { exitCode, stderr } = await runTix(words, { cwd: folder.path });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: scenario\.json cannot be simulated: \/sale\/slotSeconds /);
  });
});

describe('tix simulate --replay', () => {
  const log = [
    {
      type: 'sale',
      eventId: 'gala',
      opensAt: 1_830_000_000,
      samplingRate: 1,
      seats: 200,
      target: 60,
      k: 2,
      slotSeconds: 10,
    },
    ...Array.from({ length: 1_000 }, (_, i) => ({
      type: 'arrived',
      at: 1_830_000_000 - 300 + i / 2,
      person: `p${i}`,
    })),
  ];

  test('runs a recorded sale again with other settings, without a scenario', async () => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, 'gala.ndjson'), log.map((line) => JSON.stringify(line)).join('\n'));
    const { exitCode, stdout } = await runTix(['simulate', '--replay', 'gala.ndjson', '--k', '8', '--json'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'gala, replayed',
      people: 1_000,
      seats: 200,
      settings: { k: 8, target: 60, slotSeconds: 10 },
    });
  });
});

test('a ^C ends a long run at once and leaves nothing behind', async () => {
  using folder = workplace({ ...SCENARIO, people: 30_000_000 });
  const child = startTix(['simulate', 'scenario.json', '--html', 'report.html'], { cwd: folder.path });
  await new Promise((resolve) => child.stderr.once('data', resolve));
  child.kill('SIGINT');
  const { exitCode, stdout, stderr } = await finished(child);
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
  expect(stderr).toContain('stopped by SIGINT');
  expect(existsSync(join(folder.path, 'report.html'))).toBe(false);
});
