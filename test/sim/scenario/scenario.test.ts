import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import {
  loadScenario,
  overrideScenario,
  parseScenarioText,
  type ScenarioResources,
  scenarioJsonSchema,
  validateScenario,
} from '../../../src/sim/index.ts';

const least = { name: 'least', people: 100, sale: { seats: 10 } };

function problemsOf(json: unknown, resources: ScenarioResources = {}): string[] {
  const validation = validateScenario(json, resources);
  return validation.ok ? [] : validation.problems.map(({ path, message }) => `${path} ${message}`);
}

test('three fields are a scenario; the rest has defaults', () => {
  const scenario = loadScenario(least);
  expect(scenario).toMatchObject({ seed: 1, horizonSeconds: 7_200, attackers: [], failIf: [] });
  expect(scenario.classes).toHaveLength(1);
  expect(scenario.sale).toMatchObject({ k: 2, slotSeconds: 30, tau: 'tuned', venue: null, softCap: 2_200 });
});

describe('what is wrong is said', () => {
  test('all at once, each with its place, what the schema sees and what it cannot', () => {
    const json = {
      ...{ name: '', people: -1, guests: 5 },
      sale: { seats: 5, venue: 'hall', k: 99, softCap: 10, hardCap: 5 },
      classes: [{ name: 'a', share: -1 }],
      attackers: [
        { name: 'same', kind: 'early', accounts: 2 },
        { name: 'same', kind: 'early', accounts: 2, latencyMs: { median: 5, p95: 1 } },
      ],
    };
    expect(problemsOf(json).map((problem) => problem.split(' ')[0])).toEqual([
      '/name',
      '/people',
      '/classes/0/share',
      '/sale/k',
      '/guests',
      '/sale/venue',
      '/sale/softCap',
      '/attackers/1/name',
      '/attackers/1/latencyMs/p95',
    ]);
  });

  test.each<[string, object, RegExp]>([
    ['neither seats nor a venue', { sale: {} }, /^\/sale\/seats give a number of seats, or a venue/],
    ['an unknown venue', { sale: { venue: 'moon' } }, /^\/sale\/venue there is no venue "moon"/],
    [
      'a wave that ends before it begins',
      { arrivals: [{ kind: 'poisson', fromSeconds: 10, toSeconds: 5 }] },
      /^\/arrivals\/0\/toSeconds must be after fromSeconds/,
    ],
    [
      'people who come when all is over',
      { arrivals: [{ kind: 'poisson', fromSeconds: 7_200, toSeconds: 7_300 }] },
      /^\/arrivals\/0\/fromSeconds nobody would come/,
    ],
    [
      'a ramp without weight',
      { arrivals: [{ kind: 'ramp', fromSeconds: 0, toSeconds: 9, endWeight: 0 }] },
      /^\/arrivals\/0\/endWeight/,
    ],
    [
      'orders of nothing',
      { sale: { seats: 1, seatsPerOrder: [{ seats: 2, share: 0 }] } },
      /^\/sale\/seatsPerOrder/,
    ],
    [
      'too many for one machine',
      { attackers: [{ name: 'a', kind: 'sybil', accounts: 1e8 }], people: 1e9 },
      /^\/people/,
    ],
    [
      'a missing record',
      { arrivals: [{ kind: 'recorded', file: 'lost.ndjson' }] },
      /^\/arrivals\/0\/file there is no/,
    ],
    ['an empty record', { arrivals: [{ kind: 'recorded', counts: [[0, 0]] }] }, /^\/arrivals\/0\/counts/],
    [
      'arrivals of a class that make no sense',
      { classes: [{ name: 'a', arrivals: [{ kind: 'ramp', fromSeconds: 5, toSeconds: 5 }] }] },
      /^\/classes\/0\/arrivals\/0\/toSeconds/,
    ],
  ])('%s', (_, parts, expected) => {
    const problems = problemsOf({ ...least, ...parts });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test('a text that is not JSON', () => {
    expect(() => parseScenarioText('{"name": }')).toThrow(/not JSON/);
  });

  test('something that is no scenario at all', () => {
    for (const json of [null, 3, 'sale', [], undefined]) expect(problemsOf(json)).toHaveLength(1);
  });
});

describe('recorded arrivals', () => {
  const recorded = { ...least, arrivals: [{ kind: 'recorded', file: 'log', opensAt: 1_000 }] };
  const withFile = (text: string) => ({ readFile: () => text });

  test('are read from a file, in any order, relative to the opening', () => {
    const text = '{"at": 1003, "count": 2}\n990\n{"at": 1003.7}\n\n{"at":1001,"count":5,"from":"x"}\n';
    const scenario = loadScenario(recorded, withFile(text));
    expect(scenario.arrivals[0]).toMatchObject({
      opensAt: 0,
      counts: [
        [-10, 1],
        [1, 5],
        [3, 3],
      ],
    });
  });

  test('name the lines that cannot be read', () => {
    expect(problemsOf(recorded, withFile('1001\nnonsense\n{"count":3}\n9e9'))).toEqual([
      '/arrivals/0/file log: line 2 is not {"at": second, "count": n} or a second',
      '/arrivals/0/file log: line 3 is not {"at": second, "count": n} or a second',
      '/arrivals/0/file log: line 4 is more than a week from the opening: is opensAt right?',
    ]);
    expect(problemsOf(recorded, withFile('\n'))).toEqual(['/arrivals/0/file log: holds no arrival']);
  });
});

describe('settings changed on the command line', () => {
  test('go where they belong, and caps follow the target', () => {
    const json = { ...least, sale: { venue: 'hall', softCap: 3, hardCap: 4 } };
    const changed = overrideScenario(json, { people: 7, seed: 3, k: 4, target: 100, seats: 50, tau: 'pi' });
    expect(loadScenario(changed)).toMatchObject({
      ...{ people: 7, seed: 3 },
      sale: { seats: 50, venue: null, k: 4, target: 100, softCap: 110, hardCap: 120, tau: 'pi' },
    });
    expect(json.sale.softCap).toBe(3);
  });

  test('are checked like the file', () => {
    expect(problemsOf(overrideScenario(least, { k: 0 }))).toEqual([expect.stringMatching(/^\/sale\/k /)]);
    expect(overrideScenario('no scenario', { k: 3 })).toBe('no scenario');
  });
});

test('another validator (ajv) accepts and refuses by the published schema as tix does', () => {
  const accepts = new Ajv2020({ strict: true }).compile(scenarioJsonSchema());
  expect(accepts(least)).toBe(true);
  for (const parts of [
    { people: 0 },
    { sale: { seats: 1, k: 0.5 } },
    { extra: 1 },
    { arrivals: [] },
    { seed: -1 },
  ]) {
    expect(accepts({ ...least, ...parts }), JSON.stringify(parts)).toBe(false);
    expect(validateScenario({ ...least, ...parts }).ok, JSON.stringify(parts)).toBe(false);
  }
});
