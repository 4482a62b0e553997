import { expect, test } from 'vitest';
import type { UserError } from '../../../src/core/errors/index.ts';
import { compareReports, comparisonPage, readReport, reportOn } from '../../../src/sim/index.ts';
import { sell } from '../gate/sales.ts';

const COST = { elapsedMs: 1, peakRssBytes: 1 };

/** A report as a file keeps it. */
async function kept(design: 'tix' | 'rerollable'): Promise<unknown> {
  return JSON.parse(JSON.stringify(reportOn(await sell('usual', design), COST)));
}

test('two results are set side by side, and what chance does not explain is marked', async () => {
  const before = readReport(await kept('tix'), 'a.json');
  const after = readReport(await kept('rerollable'), 'b.json');
  const { first, second, measures } = compareReports(before, after);
  expect([first.design, second.design]).toEqual(['tix', 'rerollable']);
  const byPath = new Map(measures.map((measure) => [measure.path, measure]));
  const rerollers = byPath.get('attackers.rerollers.advantage');
  expect(rerollers?.isReal).toBe(true);
  expect(rerollers?.change).toBeCloseTo((rerollers?.second?.value ?? 0) - (rerollers?.first?.value ?? 0), 12);
  expect(byPath.get('latency.riskRatio')?.isReal).toBe(false);
  expect(byPath.get('sale.seatsSold')).toMatchObject({ change: 0, isReal: null });
});

test('a result compared with itself shows no change', async () => {
  const report = readReport(await kept('tix'), 'a.json');
  const changed = compareReports(report, report).measures.filter(
    ({ change, isReal }) => change !== 0 || isReal,
  );
  expect(changed).toEqual([]);
});

test('a file that is no result is refused, with what is wrong in it', () => {
  const problemsOf = (json: unknown) => {
    try {
      readReport(json, 'a.json');
    } catch (error) {
      const { code, message, problems } = error as UserError;
      return { code, message, paths: problems.map(({ path }) => path) };
    }
    return undefined;
  };
  expect(problemsOf({ format: 'tix-simulation-1', name: 'x', measures: { a: { value: 'much' } } })).toEqual({
    code: 'REPORT_INVALID',
    message: 'a.json is not what tix simulate --json prints',
    paths: expect.arrayContaining(['/design', '/seed', '/tokens', '/measures/a/value']),
  });
  expect(problemsOf([])?.code).toBe('REPORT_INVALID');
});

test('the page of two results has both in every plot, a table behind each, and the change of every measure', async () => {
  const before = readReport(await kept('tix'), 'a.json');
  const after = readReport(await kept('rerollable'), 'b.json');
  const page = comparisonPage(before, after);
  expect(page).toContain('Settings are the same.');
  const faster = { ...after, settings: { ...after.settings, k: 7 } };
  expect(comparisonPage(before, faster)).toContain('k is 2 in A and 7 in B.');
  expect(page.match(/<figure/g)).toHaveLength(4);
  expect(page.match(/<details>/g)).toHaveLength(4);
  for (const { path } of compareReports(before, after).measures) expect(page).toContain(path);
  const beyondChance = page.slice(page.indexOf('id="changes"'), page.indexOf('id="courses"'));
  expect(beyondChance).toContain('attackers.rerollers.advantage');
  expect(beyondChance).not.toContain('latency.riskRatio');
});
