import { availableParallelism } from 'node:os';
import { median } from 'simple-statistics';
import { lotOf, lotteryNumberOf, slotPhaseOf } from '../src/core/admission/index.ts';
import { nodeHashing } from '../src/service/adapters/system/index.ts';
import {
  compileKernel,
  createDrawer,
  drawKeysOf,
  SIMULATED_EVENT,
  simulatedSub,
} from '../src/sim/draw/index.ts';
import { loadScenario, type SimulationResult, simulate } from '../src/sim/index.ts';
import type { Bench, BenchRow } from './bench.ts';

const MEGABYTE = 1024 * 1024;
const MILLION = 1_000_000;

/** Times and memory that were promised for two cores; the largest takes minutes and gigabytes, so it is run on request. */
const SIZES = [
  { people: MILLION, secondsMax: 3, megabytesMax: 250 },
  { people: 10 * MILLION, secondsMax: 10, megabytesMax: 500 },
  ...(process.env.TIX_BENCH_HUGE === '1'
    ? [{ people: 100 * MILLION, secondsMax: 100, megabytesMax: 5_000 }]
    : []),
];

/** A token of the largest sale may take this much longer than one of the smallest. */
const LINEARITY_MAX = 1.3;

const ROUNDS = 5;
const DRAWS = 20_000;

/** Whole sales of two hours with every draw hashed and the tuner in the loop. */
export const bench: Bench = {
  name: 'sim',
  summary:
    'sales of 1 and 10 million tokens (TIX_BENCH_HUGE=1: and 100), and draws against those of Node’s crypto',
  async run() {
    const rows = [drawing()];
    const microseconds: number[] = [];
    // Peak memory never falls, so the small come first.
    for (const { people, secondsMax, megabytesMax } of SIZES) {
      const before = performance.now();
      const cpuBefore = process.cpuUsage();
      const result = await sale(people);
      const seconds = (performance.now() - before) / 1_000;
      const { user, system } = process.cpuUsage(cpuBefore);
      const megabytes = process.resourceUsage().maxRSS / 1_024;
      microseconds.push((user + system) / people);
      rows.push(
        {
          ...named(people, 'time'),
          ...{ value: seconds, unit: 's', bar: { atMost: secondsMax } },
          detail: `${((seconds * MILLION) / people).toFixed(2)} µs a token on ${availableParallelism()} cores, ${((user + system) / people).toFixed(2)} µs of computing`,
        },
        {
          ...named(people, 'memory'),
          ...{ value: megabytes, unit: 'MB', bar: { atMost: megabytesMax } },
          detail: `${Math.round((megabytes * MEGABYTE) / people)} bytes a token`,
        },
        ...steering(people, result),
      );
    }
    const [first = 1] = microseconds;
    rows.push({
      name: 'computing that a token takes in the largest sale / in the smallest',
      value: (microseconds.at(-1) ?? Number.POSITIVE_INFINITY) / first,
      unit: '×',
      bar: { atMost: LINEARITY_MAX },
      detail: `${microseconds.map((each) => each.toFixed(2)).join(', ')} µs`,
    });
    return rows;
  },
};

function named(people: number, what: string): { name: string } {
  return { name: `${people / MILLION} million tokens, a sale of two hours: ${what}` };
}

function sale(people: number): Promise<SimulationResult> {
  const scenario = loadScenario({
    ...{ name: 'bench', people, horizonSeconds: 7_200 },
    classes: [{ name: 'everybody', showUp: 0.7 }],
    sale: { seats: 1_000_000, target: 2_000, k: 2, slotSeconds: 30, samplingRate: 0.01 },
  });
  return simulate(scenario, { threads: availableParallelism() });
}

/** The bars of the controller, at full size. */
function steering(people: number, { controller }: SimulationResult): BenchRow[] {
  return [
    {
      ...named(people, 'most shoppers / target'),
      ...{ value: 1 + controller.overshoot, unit: '×', bar: { atMost: 1.05 } },
      detail: `settled after ${controller.settledSessions?.toFixed(1)} mean sessions`,
    },
    {
      ...named(people, 'mean error / target'),
      ...{ value: controller.meanError ?? Number.POSITIVE_INFINITY, unit: '×', bar: { atMost: 0.02 } },
      detail: `utilisation ${controller.utilisation?.toFixed(3)}`,
    },
  ];
}

/** Draws of the simulator against the same by core with Node's crypto, in turns, on one thread. */
function drawing(): BenchRow {
  const drawer = createDrawer(compileKernel(), 1, 30);
  const keys = drawKeysOf(1);
  const v = new Float64Array(DRAWS);
  const phases = new Uint8Array(DRAWS);
  const perSecond = (draw: () => void): number => {
    const before = performance.now();
    draw();
    return (DRAWS * 1_000) / (performance.now() - before);
  };
  const rates = Array.from({ length: ROUNDS + 1 }, () => ({
    simulator: perSecond(() => drawer.fill(0, DRAWS, v, phases, 0)),
    core: perSecond(() => {
      for (let i = 0; i < DRAWS; i++) {
        const sub = simulatedSub(i);
        lotteryNumberOf(nodeHashing, keys, lotOf(nodeHashing, keys.lot, SIMULATED_EVENT, sub));
        slotPhaseOf(nodeHashing, keys.lot, SIMULATED_EVENT, sub, 30);
      }
    }),
  })).slice(1);
  const simulator = median(rates.map((rate) => rate.simulator));
  const core = median(rates.map((rate) => rate.core));
  return {
    name: 'draws (number and phase) a second, simulator / core with Node’s crypto',
    value: simulator / core,
    unit: '×',
    bar: { atLeast: 5 },
    detail: `${Math.round(simulator)} against ${Math.round(core)}`,
  };
}
