import { beforeAll, describe, expect, test } from 'vitest';
import {
  courseOf,
  loadScenario,
  otherControllers,
  reportOn,
  reportPage,
  type SimulationReport,
  simulate,
} from '../../../src/sim/index.ts';
import { SALES, sell } from '../gate/sales.ts';

const COST = { elapsedMs: 1_234, peakRssBytes: 200e6 };

let report: SimulationReport;
let page: string;
beforeAll(async () => {
  const result = await sell('usual');
  const courses = await Promise.all(
    otherControllers(result).map(async ({ name, scenario }) => courseOf(name, await simulate(scenario))),
  );
  report = reportOn(result, COST, courses);
  page = reportPage(report);
});

describe('the report', () => {
  test('is plain JSON that holds at least what programs were promised', () => {
    const keys = [
      'tokens',
      'admitted',
      'seed',
      'elapsedMs',
      'peakRssBytes',
      'fairness',
      'controller',
      'classes',
      'attackers',
    ];
    expect(Object.keys(report)).toEqual(expect.arrayContaining(keys));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(JSON.stringify(report).length).toBeLessThan(500_000);
  });

  test('says what the abuse ladder does, to each group, and by rules that are given', async () => {
    const names = (groups: readonly { name: string }[]) => groups.map(({ name }) => name);
    expect(names(report.ladder.classes)).toEqual(names(report.classes));
    expect(names(report.ladder.attackers)).toEqual(names(report.attackers));
    expect(report.measures['ladder.falsePositives']?.value).toBe(0);
    expect(page).toMatch(/<th scope="row">spammers<\/th>[^/]*<\/td><td[^>]*>\d/);
    const lenient = reportOn(await sell('usual'), COST, [], []);
    expect(lenient.ladder.attackers.map(({ warned }) => warned.value)).toEqual([0, 0]);
    expect(report.ladder.attackers[0]?.warned.value).toBeGreaterThan(0.8);
  });

  test('compares the tuner with its fallback and with one τ for the whole sale', () => {
    expect(report.controllers.map(({ name }) => name)).toEqual([
      'tuned',
      'proportional-integral fallback',
      'fixed τ',
    ]);
    const [tuned, , fixed] = report.controllers;
    expect(tuned?.overshoot).toBeLessThan(fixed?.overshoot ?? 0);
  });

  test('does not compare what was not tuned', async () => {
    const result = await sell('starter');
    expect(otherControllers(result)).toEqual([]);
  });
});

describe('the page', () => {
  test('asks for nothing from anywhere, and runs nothing', () => {
    expect(page).not.toMatch(/\b(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/<script|@import|url\(|https?:\/\//);
    expect(page).toContain("default-src 'none'");
  });

  test('answers its three questions first', () => {
    const questions = [...page.matchAll(/<h2>([^<]*\?)<\/h2>/g)].map(([, question]) => question);
    expect(questions).toEqual(['Is it fair?', 'How long do people wait?', 'What do cheats gain?']);
    expect(page.indexOf('What do cheats gain?')).toBeLessThan(page.indexOf('<figure'));
    expect(page).toMatch(/Yes: \d+ of \d+ checks pass/);
    expect(page).toMatch(/Half of those let in wait \d+ min or less/);
    expect(page).toContain('spammers: ×');
  });

  test('has every plot that was promised, each with words for it and a table behind it', () => {
    const figures = page.split('<figure').slice(1);
    const titles = figures.map((one) => /<h3[^>]*>([^<]*)</.exec(one)?.[1]);
    expect(titles).toEqual([
      'Wait by time of arrival',
      'Chance of a seat by class, of those who stay',
      'What cheats gain',
      'Shoppers at once',
      'People let in per second',
      'τ, seconds for one unit of the sale clock',
      'Seats',
      'People waiting',
      'Other ways to set τ',
      'From luck to first come, first served',
      'What coming first is worth',
      'Odds told and odds true',
    ]);
    for (const one of figures) {
      expect(one).toMatch(/<svg viewBox="[^"]*" role="img" aria-label="[^"]{20,}"/);
      expect(one).toMatch(/<details><summary>[\s\S]*<table>[\s\S]*<th scope="col"[\s\S]*<th scope="row"/);
    }
  });

  test('draws nothing that is not a number', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  });

  test('steps down its headings one at a time, and has one main part', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, i) => i === 0 || level - (levels[i - 1] ?? 0) <= 1)).toBe(true);
    expect(page.match(/<main/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en">');
    const ids = [...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('lets no name from the scenario become markup', async () => {
    const evil = '<script>alert(1)</script>"&';
    const [fibre, ...others] = SALES.usual.classes;
    const scenario = loadScenario({
      ...SALES.usual,
      name: evil,
      description: evil,
      sources: [evil],
      people: 2_000,
      classes: [{ ...fibre, name: evil, region: evil }, ...others],
      failIf: [],
    });
    const hostile = reportPage(reportOn(await simulate(scenario), COST));
    expect(hostile).not.toContain('<script');
    expect(hostile).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;');
  });

  test('says so when a check fails, and which', async () => {
    const failing = reportPage(reportOn(await sell('usual', 'rerollable'), COST));
    expect(failing).toMatch(/class="bad"><h2>Is it fair\?<\/h2><p class="short">No: \d+ of \d+ checks fail/);
    expect(failing).toContain('attackers.rerollers.advantage &gt; 1.05');
    expect(failing).toMatch(/rerollers gains?/);
    expect(failing).toContain('Not the design of tix but “rerollable”');
  });

  test('is the same for the same sale', () => {
    expect(reportPage(structuredClone(report))).toBe(page);
  });

  test('can be made of a sale in which nobody got in', async () => {
    const scenario = loadScenario({
      name: 'nobody',
      people: 50,
      horizonSeconds: 60,
      arrivals: [{ kind: 'poisson', fromSeconds: 50, toSeconds: 55 }],
      sale: { seats: 10, target: 5, tau: 1e9 },
    });
    const empty = reportOn(await simulate(scenario), COST);
    expect(empty.admitted).toBe(0);
    const made = reportPage(empty);
    expect(made).toContain('Nobody was let in');
    expect(made).not.toMatch(/NaN|Infinity|undefined/);
  });
});
