import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { loadVenue, parseVenueText } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { judgeScenario, readConditions } from '../../../src/sim/gate/index.ts';
import { loadScenario, overrideScenario, scenarioJsonSchema, simulate } from '../../../src/sim/index.ts';

const folder = fileURLToPath(new URL('../../../fixtures/scenarios/', import.meta.url));
const presets = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.includes('schema'));
const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}`, 'utf8'));
const schema = scenarioJsonSchema();
const accepts = new Ajv2020({ strict: true }).compile(schema);

const resources = {
  seatsOfVenue(name: string): number {
    const file = fileURLToPath(new URL(`../../../venues/${name}.json`, import.meta.url));
    return loadVenue(parseVenueText(readFileSync(file, 'utf8')), nodeHashing).seatCount;
  },
};

test('the published schema is the one that validates', async () => {
  await expect(`${JSON.stringify(schema, null, 1)}\n`).toMatchFileSnapshot(`${folder}scenario.schema.json`);
});

describe.each(presets)('the preset %s', (name) => {
  test('is sound, by the schema too, and says where its numbers come from', () => {
    const json = read(name);
    expect(accepts(json), JSON.stringify(accepts.errors)).toBe(true);
    expect(loadScenario(json, resources).sources.length).toBeGreaterThan(0);
  });

  test('has a gate of its own', () => {
    expect(readConditions(loadScenario(read(name), resources)).length).toBeGreaterThan(10);
  });

  test('runs, at a size for tests', async () => {
    const whole = loadScenario(read(name), resources);
    const scale = Math.min(1, 20_000 / (whole.people + whole.attackers.reduce((n, a) => n + a.accounts, 0)));
    const scaled = (count: number) => Math.max(1, Math.round(count * scale));
    const scenario = {
      ...whole,
      people: scaled(whole.people),
      attackers: whole.attackers.map((each) => ({ ...each, accounts: scaled(each.accounts) })),
    };
    const result = await simulate(
      loadScenario(
        overrideScenario(
          { ...(read(name) as object), people: scenario.people, attackers: scenario.attackers },
          { seats: scaled(whole.sale.seats), target: scaled(whole.sale.target), samplingRate: 1 },
        ),
      ),
    );
    expect(result.buyers).toBeGreaterThan(0);
    expect(result.seatsSold).toBeLessThanOrEqual(result.seats);
    // Where more people come than there are seats for, they are all sold.
    if (whole.people > 2 * whole.sale.seats) expect(result.seatsSold).toBe(result.seats);
  });
});

test.each(['demand-meets-supply.json', 'show-up-40.json', 'broker-1270-accounts.json'])(
  'the preset %s passes its gate, whole',
  async (name) => {
    const { checks } = judgeScenario(await simulate(loadScenario(read(name), resources)));
    expect(checks.filter(({ verdict }) => verdict === 'failed' || verdict === 'unmeasured')).toEqual([]);
  },
);
