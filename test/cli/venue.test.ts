import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repoRoot, runTix, tempFolder } from '../support/run-tix.ts';

/** Two sections of a club, with the columns a box office exports. */
const manifest = [
  'section,row,seat,price,tier',
  ...['1', '2', '3', '4'].flatMap((seat) => [
    `A,1,${seat},45.00,Front`,
    `A,2,${seat},45.00,Front`,
    `B,1,${seat},30.00,Rear`,
  ]),
].join('\n');

const hall = readFileSync(join(repoRoot, 'venues', 'hall-small.json'), 'utf8');

describe('tix venue validate', () => {
  test.each(['hall-small', 'theatre-2k', 'arena-20k', 'stadium-100k'])(
    'finds nothing wrong with %s',
    async (name) => {
      const { exitCode, stdout } = await runTix(['venue', 'validate', name, '--json']);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ valid: true, file: name, problems: [] });
    },
  );

  test('reads standard input', async () => {
    expect(await runTix(['venue', 'validate', '-'], { input: hall })).toMatchObject({
      exitCode: 0,
      stdout: 'valid -\n',
    });
  });

  test('lists every problem with its place, and fails', async () => {
    const broken = { ...JSON.parse(hall), name: 7, currency: 'euros' };
    const asJson = await runTix(['venue', 'validate', '-', '--json'], { input: JSON.stringify(broken) });
    expect(asJson.exitCode).toBe(1);
    const { valid, problems } = JSON.parse(asJson.stdout);
    expect(valid).toBe(false);
    expect(problems.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['/name', '/currency']),
    );

    const asText = await runTix(['venue', 'validate', '-'], { input: JSON.stringify(broken) });
    expect(asText.exitCode).toBe(1);
    expect(asText.stdout).toMatch(/^invalid -: \d+ problems\n {2}\/\w/);
  });

  test('says of a file that is no JSON what is wrong with it', async () => {
    const { exitCode, stdout } = await runTix(['venue', 'validate', '-', '--json'], { input: '{"id": ' });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).problems).toHaveLength(1);
  });
});

describe('tix venue show', () => {
  test('tells of levels, sections, seats and prices', async () => {
    const { stdout } = await runTix(['venue', 'show', 'stadium-100k', '--json']);
    const shown = JSON.parse(stdout);
    expect(Math.abs(shown.seatCount - 100_000)).toBeLessThanOrEqual(100);
    const sections = shown.levels.flatMap((level: { sections: { seatCount: number }[] }) => level.sections);
    expect(sections.length).toBeGreaterThanOrEqual(50);
    expect(sections.reduce((sum: number, section: { seatCount: number }) => sum + section.seatCount, 0)).toBe(
      shown.seatCount,
    );
  });

  test('fits a terminal of 80 columns', async () => {
    for (const name of ['hall-small', 'stadium-100k']) {
      const { stdout } = await runTix(['venue', 'show', name]);
      const wide = stdout.split('\n').filter((line) => line.length > 80);
      expect(wide).toEqual([]);
    }
  });

  test('draws the seat map into a file, or one section of it', async () => {
    using folder = tempFolder();
    const { exitCode } = await runTix(['venue', 'show', 'hall-small', '--svg', 'map.svg'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder.path, 'map.svg'), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
  });
});

describe('tix venue import', () => {
  test('makes a venue file that the other commands take', async () => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, 'seats.csv'), manifest);
    const words = [
      'venue',
      'import',
      'seats.csv',
      '--id',
      'club',
      '--name',
      'The Club',
      '--out',
      'club.json',
    ];
    const imported = await runTix([...words, '--json'], { cwd: folder.path });
    expect(imported.exitCode).toBe(0);
    const { seats } = JSON.parse(imported.stdout);
    const shown = await runTix(['venue', 'show', 'club.json', '--json'], { cwd: folder.path });
    expect(JSON.parse(shown.stdout)).toMatchObject({ title: 'The Club', seatCount: seats });
  });

  test('prints the venue file when no place to write is named, so that it can be piped', async () => {
    const imported = await runTix(['venue', 'import', '-', '--id', 'club'], { input: manifest });
    expect(await runTix(['venue', 'validate', '-'], { input: imported.stdout })).toMatchObject({
      exitCode: 0,
    });
  });

  test('names every bad line at once and writes nothing', async () => {
    using folder = tempFolder();
    const bad = 'section,block,row,seat,price\nA,1,1,1,ten\nA,1,1,1,20\nA#,1,1,2,20\n';
    const words = ['venue', 'import', '-', '--id', 'club', '--out', 'club.json', '--json'];
    const { exitCode, stderr } = await runTix(words, { cwd: folder.path, input: bad });
    expect(exitCode).toBe(2);
    const { code, problems } = JSON.parse(stderr).error;
    expect(code).toBe('MANIFEST_INVALID');
    expect(problems.length).toBeGreaterThan(0);
    expect(() => readFileSync(join(folder.path, 'club.json'))).toThrow();
  });
});
