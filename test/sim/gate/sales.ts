import { type DesignName, loadScenario, type SimulationResult, simulate } from '../../../src/sim/index.ts';

const SALE = {
  seats: 3_000,
  target: 400,
  slotSeconds: 30,
  samplingRate: 0.2,
  session: { meanSeconds: 90, cv: 0.5, maxSeconds: 240 },
  checkout: { share: 0.9, meanSeconds: 30, paymentFailure: 0.05 },
};

const CLASSES = [
  { name: 'fibre', share: 3, region: 'city', device: 'laptop', latencyMs: { median: 20, p95: 60 } },
  {
    name: 'mobile',
    share: 3,
    region: 'city',
    device: 'phone',
    latencyMs: { median: 90, p95: 400 },
    showUp: 0.8,
  },
  { name: 'satellite', share: 2, region: 'country', device: 'phone', latencyMs: { median: 600, p95: 1_800 } },
];

/** What must not be found in any of these sales. */
const FAIL_IF = [
  'draws.distance > 0.01',
  'draws.acrossGroups > 0.03',
  'latency.riskDifference > 0.02',
  'device.riskDifference > 0.02',
  'region.riskDifference > 0.02',
  'arrival.latecomerGain > 0.02',
  'order.rule < 0.85',
  'attackers.spammers.advantage > 1.05',
  'attackers.spammers.headStartSeconds > 5',
  'attackers.rerollers.advantage > 1.05',
];

const HELD = 'controller.overshoot > 0.25';

/** For sales in which everybody comes at once, so that nobody is later than others. */
function withoutArrival(condition: string): boolean {
  return !condition.startsWith('arrival');
}

const BASE = {
  seed: 1,
  people: 12_000,
  horizonSeconds: 3_600,
  classes: CLASSES,
  attackers: [
    { name: 'spammers', kind: 'pollSpam', accounts: 1_500, humans: 1_500, pollsPerSlot: 30 },
    { name: 'rerollers', kind: 'reroll', accounts: 500, humans: 500, mintsPerAccount: 50 },
  ],
  sale: SALE,
};

/** Sales in which a broken rule shows. */
export const SALES = {
  /** People before and after the opening, and cheats among them. */
  usual: {
    ...BASE,
    name: 'usual',
    arrivals: [{ kind: 'rush', beforeShare: 0.5, beforeSeconds: 1_800, halfLifeSeconds: 300 }],
    failIf: [...FAIL_IF, HELD],
  },
  /** Everybody clicks as the doors open: connections could decide. */
  starter: {
    ...BASE,
    name: 'starter',
    arrivals: [{ kind: 'poisson', fromSeconds: 0, toSeconds: 3 }],
    sale: { ...SALE, tau: 1_600 },
    failIf: FAIL_IF.filter(withoutArrival),
  },
  /** A rush, and a larger one in mid-sale. k = 1: who has waited has no edge. */
  secondRush: {
    ...BASE,
    name: 'secondRush',
    arrivals: [
      { kind: 'rush', share: 1, beforeShare: 1, beforeSeconds: 1_800 },
      { kind: 'ramp', share: 4, fromSeconds: 600, toSeconds: 660, startWeight: 1 },
    ],
    sale: { ...SALE, k: 1, seats: 6_000 },
    failIf: FAIL_IF,
  },
  /** People come throughout the hour before the opening, and the clock is not slow at first. */
  earlyBirds: {
    ...BASE,
    name: 'earlyBirds',
    arrivals: [{ kind: 'poisson', fromSeconds: -3_600, toSeconds: 0 }],
    sale: { ...SALE, initialTau: 20_000 },
    failIf: [...FAIL_IF.filter(withoutArrival), HELD, 'order.beforeOpening > 0.01'],
  },
} as const;

export type SaleName = keyof typeof SALES;

const ran = new Map<string, Promise<SimulationResult>>();

/** Runs a sale once for all tests that look at it. */
export function sell(name: SaleName, design: DesignName = 'tix', seed = 1): Promise<SimulationResult> {
  const key = `${name} ${design} ${seed}`;
  const known = ran.get(key);
  if (known !== undefined) return known;
  const made = simulate(loadScenario({ ...SALES[name], seed }), { design });
  ran.set(key, made);
  return made;
}
