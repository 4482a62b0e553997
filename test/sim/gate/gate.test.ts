import { describe, expect, test } from 'vitest';
import type { UserError } from '../../../src/core/errors/index.ts';
import { assess } from '../../../src/sim/fairness/index.ts';
import { judgeScenario, measurePaths, measuresOf, readConditions } from '../../../src/sim/gate/index.ts';
import { loadScenario, type SimulationResult } from '../../../src/sim/index.ts';
import { SALES, sell } from './sales.ts';

const scenario = loadScenario(SALES.usual);

function problemsOf(failIf: readonly string[]) {
  try {
    readConditions({ ...scenario, failIf: [...failIf] });
  } catch (error) {
    const { code, problems } = error as UserError;
    return { code, problems };
  }
  return undefined;
}

/** The usual sale judged by other conditions. */
async function judged(...failIf: string[]) {
  const result = await sell('usual');
  return judgeScenario({ ...result, scenario: { ...result.scenario, failIf } });
}

describe('conditions', () => {
  test('are read as measure, comparison and limit', () => {
    const failIf = [
      'controller.overshoot > 0.05',
      '  order.rule<=.85 ',
      'attackers.spammers.advantage >= 1e1',
    ];
    expect(readConditions({ ...scenario, failIf })).toMatchObject([
      { path: 'controller.overshoot', operator: '>', limit: 0.05 },
      { path: 'order.rule', operator: '<=', limit: 0.85 },
      { path: 'attackers.spammers.advantage', operator: '>=', limit: 10 },
    ]);
  });

  test('that cannot be read are all named at once, with the nearest measure for unknown ones', () => {
    expect(
      problemsOf([
        'controler.overshot > 0.05',
        'order.rule',
        'order.rule < nearly one',
        'draws.distance > 0.01',
        'attackers.spamers.advantage > 1.05',
      ]),
    ).toEqual({
      code: 'FAIL_IF_INVALID',
      problems: [
        {
          path: '/failIf/0',
          message: 'there is no measure "controler.overshot"; the nearest is controller.overshoot',
        },
        {
          path: '/failIf/1',
          message: 'must read like "errors.rate > 0.05": a measure, one of > >= < <=, a number',
        },
        { path: '/failIf/2', message: '"nearly one" is not a number' },
        {
          path: '/failIf/4',
          message:
            'there is no measure "attackers.spamers.advantage"; the nearest is attackers.spammers.advantage',
        },
      ],
    });
  });

  test('can only do what they say: no name reaches beyond the measures', () => {
    for (const path of ['__proto__', 'constructor.name', 'controller.overshoot.valueOf', 'process.exit()']) {
      expect(problemsOf([`${path} > 1`])?.code).toBe('FAIL_IF_INVALID');
    }
  });

  test('may name exactly what a sale measures', async () => {
    const result = await sell('usual');
    expect(Object.keys(measuresOf({ ...result, ...assess(result), falsePositives: null }))).toEqual(
      measurePaths(scenario),
    );
  });
});

describe('a check', () => {
  test('fails only on what chance does not explain', async () => {
    const { checks, ok } = await judged(
      'attackers.spammers.advantage > 0.95',
      'attackers.spammers.advantage > 0.5',
      'attackers.spammers.advantage > 2',
    );
    expect(checks.map(({ verdict }) => verdict)).toEqual(['unproven', 'failed', 'passed']);
    expect(ok).toBe(false);
  });

  test('looks at the other end of the interval when small is bad', async () => {
    const { checks } = await judged('order.rule < 0.5', 'order.rule < 0.99', 'order.rule <= 1');
    expect(checks.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'failed']);
  });

  test('of something without an interval takes the value', async () => {
    const { checks } = await judged('sale.seatsSold > 2999', 'sale.seatsSold > 3000');
    expect(checks.map(({ verdict }) => verdict)).toEqual(['failed', 'passed']);
  });

  test('of something that cannot be measured is no pass', async () => {
    const result = await sell('starter');
    const outcome = judgeScenario({
      ...result,
      scenario: { ...result.scenario, failIf: ['arrival.latecomerGain > 0.02'] },
    });
    expect(outcome).toMatchObject({ ok: false, checks: [{ verdict: 'unmeasured', measured: null }] });
  });

  test('gets wider intervals the more of them there are', async () => {
    const one = await judged('order.rule < 0.85');
    const five = await judged(...Array(5).fill('order.rule < 0.85'));
    expect(1 - five.confidence).toBeCloseTo((1 - one.confidence) / 5, 12);
    expect(five.checks[0]?.measured?.low).toBeLessThan(one.checks[0]?.measured?.low ?? 0);
  });

  test('without conditions, the usual ones stand in as far as they can be measured', async () => {
    const { ok, usual, checks } = await judged();
    expect({ ok, usual }).toEqual({ ok: true, usual: true });
    expect(checks.map(({ path }) => path)).toContain('attackers.rerollers.advantage');
    expect(checks.every(({ verdict }) => verdict !== 'unmeasured')).toBe(true);
  });
});

test('judging twice gives the same', async () => {
  const result: SimulationResult = await sell('usual');
  expect(judgeScenario(result)).toEqual(judgeScenario(structuredClone(result)));
});
