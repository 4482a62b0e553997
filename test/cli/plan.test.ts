import { expect, test } from 'vitest';
import { jsonHere, runHere } from '../support/in-process.ts';
import { repoRoot } from '../support/run-tix.ts';

const here = { cwd: repoRoot };

test('a stadium and ten million people fit on one page that ends with the bottleneck', async () => {
  const { exitCode, stdout } = await runHere(
    ['plan', 'stadium-100k', '--people', '10000000', '--opens-at', '2027-06-01T10:00:00Z'],
    here,
  );
  expect(exitCode).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines[0]).toMatch(/100,\d{3} seats, 10,000,000 people; k = 2, a try every 30 s/);
  expect(stdout).toMatch(/^polls +3\d\d,000 +[\d,]+$/m);
  expect(stdout).toMatch(/^CloudFront requests .* 250,000 +1\d\d % +by 2027-05-04$/m);
  expect(stdout).toMatch(/^total +AWS list prices of November 2026/m);
  expect(lines.at(-1)).toMatch(/^Bottleneck: CloudFront requests, .* ask AWS for [\d,]+ requests\/s/);
});

test('a program gets the numbers and what they rest on', async () => {
  const words = ['plan', 'arena-20k', '--people', '400000', '--target', '800', '--slot', '20s', '--k', '3'];
  const { data } = await jsonHere(words, here);
  expect(data).toMatchObject({
    venue: { id: 'arena-20k' },
    input: { people: 400_000, target: 800, slotSeconds: 20, k: 3, opensAt: null },
    bill: { prices: expect.stringContaining('2026') },
    assumptions: { mapEverySeconds: 2 },
  });
  expect(data.bottleneck).toEqual(data.limits[0]);
  expect(data.demand.peak.pollsPerSecond).toBeCloseTo(data.demand.peak.waiting / 20, 6);
});

test('what is wrong with the numbers is told at once', async () => {
  const words = ['plan', 'arena-20k', '--show-up', '2', '--k', '0.5', '--slot', '5m'];
  const { exitCode, data } = await jsonHere(words, here);
  expect(exitCode).toBe(2);
  expect(data.error.problems.map(({ path }: { path: string }) => path)).toEqual([
    '--people',
    '--k',
    '--slot',
    '--show-up',
  ]);
});
