import { describe, expect, test } from 'vitest';
import { openSchedule } from '../../../src/core/admission/index.ts';
import { initialState, type TunerSettings, tune } from '../../../src/core/tuner/index.ts';
import { loadScenario, type PresentSale, simulate, whatIf } from '../../../src/sim/index.ts';

const OPENS_AT = 1_800_000_000;

const settings: TunerSettings = {
  ...{ opensAt: OPENS_AT, k: 2, curve: 'weibull', slotSeconds: 30, target: 500, turnSeconds: 10 },
  ...{ leadSeconds: 10, samplingRate: 0.1, method: 'arrivals', tauMin: 1, tauMax: 1e9, speedUpMax: 4 },
  expected: { sessionSeconds: 200, seatsPerBuyer: 2, buyingShare: 0.8 },
};

/** A sale a minute before its opening: 60,000 people wait for 6,000 seats. */
function presale(changes: Partial<PresentSale> = {}, of: TunerSettings = settings): PresentSale {
  const now = OPENS_AT - 60;
  const observation = {
    ...{ now, readAt: now, live: 0, admitted: 0, buyers: 0, schedule: openSchedule(OPENS_AT, 3_000) },
    arrivals: [[now - 10, 6_000]] as [number, number][],
    seats: { available: 6_000, held: 0, inCheckout: 0, sold: 0 },
  };
  const { state } = tune(of, initialState(of), observation);
  return {
    ...{ settings: of, state: { ...state, arrivalRate: 0 }, softCap: 600, hardCap: 700 },
    observation: { ...observation, arrivals: [] },
    doorsOpen: (second) => second >= OPENS_AT,
    ...changes,
  };
}

describe('playing a sale on', () => {
  test('comes to what the simulator of single people comes to', async () => {
    // The same sale, person by person.
    const scenario = loadScenario({
      ...{ name: 'whatif', seed: 7, people: 60_000, horizonSeconds: 20_000 },
      arrivals: [{ kind: 'ramp', fromSeconds: -120, toSeconds: -60 }],
      sale: {
        ...{ seats: 6_000, target: 500, k: 2, slotSeconds: 30, initialTau: 3_000, samplingRate: 0.1 },
        seatsPerOrder: [{ seats: 2, share: 1 }],
        session: { meanSeconds: 140, cv: 0.7, maxSeconds: 900 },
        checkout: { share: 0.8, meanSeconds: 75, paymentFailure: 0 },
      },
    });
    const one = await simulate(scenario);
    const waits = one.groups[0]?.waits;
    const played = whatIf(presale());
    const near = (value: number | null | undefined, other: number | null | undefined) =>
      Math.abs((value ?? 0) / (other ?? 1) - 1);
    const { at, sold } = one.series;
    const mostSoldAt = at[sold.findIndex((seats) => seats >= 0.95 * 6_000)] ?? 0;
    expect(mostSoldAt).toBeGreaterThan(600);
    expect(near((played.mostSoldInSeconds ?? 0) - 60, mostSoldAt)).toBeLessThan(0.15);
    expect(near((played.waits?.p50 ?? 0) - 60, waits?.p50)).toBeLessThan(0.2);
    expect(near(60_000 / (played.oddsOneIn ?? 0), one.admitted)).toBeLessThan(0.15);
    expect(played.overshoot).toBeLessThan(0.15);
  });

  test('takes less than two seconds for a sale of hours, and gives the same answer again', () => {
    const long = presale({}, { ...settings, target: 60 });
    const beganMs = performance.now();
    const played = whatIf(long);
    expect(performance.now() - beganMs).toBeLessThan(2_000);
    expect(played.mostSoldInSeconds ?? 0).toBeGreaterThan(5_000);
    expect(whatIf(long)).toEqual(played);
  });

  test('a larger target sells out sooner', () => {
    const [small, large] = [250, 500].map((target) => whatIf(presale({}, { ...settings, target })));
    const ratio = (small?.mostSoldInSeconds ?? 0) / (large?.mostSoldInSeconds ?? 1);
    expect(ratio).toBeGreaterThan(1.5);
    expect(small?.liveMax).toBeLessThan(300);
  });

  test('shut doors let nobody in, and sell nothing', () => {
    const shut = whatIf(presale({ doorsOpen: () => false }));
    expect(shut).toMatchObject({
      admissionsPerSecond: 0,
      soldOutInSeconds: null,
      waits: null,
      oddsOneIn: null,
    });
  });

  test('a pause costs its own time', () => {
    const paused = presale({
      doorsOpen: (second) => second >= OPENS_AT && !(second >= OPENS_AT + 600 && second < OPENS_AT + 1_200),
    });
    const longer = (whatIf(paused).mostSoldInSeconds ?? 0) - (whatIf(presale()).mostSoldInSeconds ?? 0);
    expect(longer).toBeGreaterThan(450);
    expect(longer).toBeLessThan(900);
  });

  test('nobody who comes now has a better chance than those who came first', () => {
    const { fairness } = whatIf(running());
    expect(fairness?.first).toBeGreaterThan((fairness?.now ?? 1) * 1.2);
  });

  test('those inside go on where they are, and their seats come back or are sold', () => {
    const played = whatIf({ ...running(), doorsOpen: () => false });
    expect(played).toMatchObject({ admissionsPerSecond: 0, soldOutInSeconds: null });
    expect(played.liveMax).toBeLessThanOrEqual(500);
  });
});

/** The same sale five minutes later, with its target reached. */
function running(): PresentSale {
  const sale = presale();
  const now = OPENS_AT + 300;
  const schedule = [[OPENS_AT, 3_000, 0]] as const;
  const seats = { available: 5_000, held: 400, inCheckout: 100, sold: 500 };
  const observed = { now, readAt: now, live: 500, admitted: 800, buyers: 250, schedule, seats };
  const { state } = tune(settings, sale.state, { ...observed, arrivals: [] });
  return { ...sale, state, observation: { ...observed, arrivals: [] } };
}
