import { describe, expect, test } from 'vitest';
import { openSchedule, type ScheduleEntry, waitEstimate } from '../../../src/core/admission/index.ts';
import { OPENS_AT } from '../../../src/sim/engine/steering.ts';
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

  test.each([
    ['where a tenth gets in, by luck', 2, { seats: 6_000, target: 1_000, k: 1 }],
    ['where a tenth gets in, nearly in order', 3, { seats: 6_000, target: 500, k: 4 }],
    ['where seats last', 4, { seats: 1_000_000, target: 4_000 }],
  ])('the range comes true for about half, as many being early as late, %s', async (_, seed, sale) => {
    const { estimates } = await simulate(scenarioOf({ people: 80_000, seed, sale }));
    const { within, early, late, reached } = estimates;
    expect(within / reached).toBeGreaterThan(0.45);
    expect(within / reached).toBeLessThan(0.7);
    expect(Math.abs(early - late) / reached).toBeLessThan(0.15);
  });

  test('what somebody there from the start reads moves on calmly from turn to turn, though sessions suddenly double', async () => {
    const scenario = scenarioOf({
      ...{ people: 150_000, seed: 9, sale: { seats: 30_000, target: 1_000 } },
      disturbances: [{ kind: 'sessionsTimes', factor: 2, atSeconds: 900 }],
    });
    const { k, curve, slotSeconds, initialTau, turnSeconds } = scenario.sale;
    let schedule: readonly ScheduleEntry[] = openSchedule(OPENS_AT, initialTau);
    const read: number[] = [];
    const { controller } = await simulate(scenario, {
      watch: {
        published(longer) {
          schedule = longer;
        },
        decided({ forecast }, second) {
          if (second < 0) return;
          const sale = {
            opensAt: OPENS_AT,
            k,
            curve,
            slotSeconds,
            schedule,
            phase: 'open',
            forecast,
          } as const;
          read.push(waitEstimate(sale, 0, OPENS_AT + second)?.toSeconds ?? 0);
        },
      },
    });
    const turns = controller.heldToSeconds / turnSeconds;
    expect(turns).toBeGreaterThan(120);
    const moves = read
      .slice(1, turns)
      .map((now, i) => Math.abs(Math.log(now / Math.max(turnSeconds, (read[i] ?? 0) - turnSeconds))));
    expect(Math.max(...moves)).toBeLessThan(0.2);
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
