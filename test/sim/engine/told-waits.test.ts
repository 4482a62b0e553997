import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/sim/index.ts';
import { scenarioOf } from './scenario.ts';

describe('what people are told when they get their token', () => {
  test('the odds are about right, for those told good odds and for those told bad', async () => {
    const { estimates } = await simulate(
      scenarioOf({ people: 150_000, seed: 6, sale: { seats: 15_000, target: 1_000 } }),
    );
    expect(estimates.shown).toBeGreaterThan(15_000);
    const saidToGetIn = estimates.odds.map(({ saidChance, shown }) => saidChance * shown);
    const said = saidToGetIn.reduce((sum, each) => sum + each, 0);
    expect(estimates.reached / said).toBeGreaterThan(0.8);
    expect(estimates.reached / said).toBeLessThan(1.25);
    const [worst, best] = [estimates.odds.at(0), estimates.odds.at(-1)];
    expect((best?.reached ?? 0) / (best?.shown ?? 1)).toBeGreaterThan(
      2 * ((worst?.reached ?? 0) / (worst?.shown ?? 1)),
    );
  });

  test('each is counted once; where nobody has to wait, nobody is told how long', async () => {
    const { estimates, admitted } = await simulate(scenarioOf({ people: 10_000, sale: { target: 500 } }));
    expect(estimates.within + estimates.early + estimates.late).toBe(estimates.reached);
    expect(estimates.shown).toBeGreaterThan(9_000);
    expect(estimates.shown).toBeLessThan(10_000);
    expect(estimates.reached).toBeLessThanOrEqual(admitted);
    expect(estimates.reached).toBeGreaterThan(0.9 * admitted);
  });
});
