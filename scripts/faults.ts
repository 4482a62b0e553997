// Plays simulated sales in which everything goes wrong: `npm run faults -- [--steps N] [--seed N] [--json]`, or one sale again with what a
// failure printed. Exit code 1 when a promise was broken, 2 for a wrong option.

import { parseArgs } from 'node:util';
import {
  explainFailure,
  PLANTED,
  type PlantedBug,
  playSale,
  replayCommand,
  type SaleOutcome,
  type SimulationResult,
  simulateFaults,
} from '../test/faults/simulation/index.ts';

const STEPS = 1_000_000;
const SAY_EVERY_MS = 5_000;

const options = read();
const replaying = options.buyers !== undefined || options.faults !== undefined;
const { failure, summary } = replaying ? await replay() : await simulate();
process.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : textOf(failure, summary));
process.exitCode = failure === undefined ? 0 : 1;

async function simulate() {
  const { seed, steps, planted } = options;
  process.stderr.write(`sales from seed ${seed} on, ${steps} steps\n`);
  const startedAt = Date.now();
  let saidAt = startedAt;
  const onSale = ({ sales, steps: taken }: SimulationResult) => {
    if (Date.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = Date.now();
    process.stderr.write(`${sales} sales, ${taken} steps\n`);
  };
  const { failure, ...counts } = await simulateFaults({ seed, steps, planted, onSale });
  const seconds = (Date.now() - startedAt) / 1000;
  return { failure, summary: { ok: failure === undefined, seed, ...counts, seconds, ...found(failure) } };
}

async function replay() {
  const { seed, planted, buyers, faults } = options;
  const outcome = await playSale({
    ...{ seed, planted },
    ...(buyers === undefined ? {} : { buyers }),
    ...(faults === undefined ? {} : { faults }),
  });
  const failure = outcome.violation === undefined ? undefined : outcome;
  const { steps, writes, digest } = outcome;
  return { failure, summary: { ok: failure === undefined, seed, steps, writes, digest, ...found(failure) } };
}

function found(failure: SaleOutcome | undefined) {
  return failure === undefined ? {} : { violation: failure.violation, replay: replayCommand(failure) };
}

function textOf(failure: SaleOutcome | undefined, summary: object): string {
  if (failure !== undefined) return `${explainFailure(failure)}\n`;
  const parts = Object.entries(summary).filter(([name]) => name !== 'ok');
  return `Every promise was kept. ${parts.map(([name, value]) => `${name} ${value}`).join(', ')}\n`;
}

function read() {
  try {
    const { values } = parseArgs({
      options: {
        steps: { type: 'string' },
        seed: { type: 'string' },
        planted: { type: 'string' },
        buyers: { type: 'string' },
        faults: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    return {
      steps: whole('steps', values.steps) ?? STEPS,
      seed: whole('seed', values.seed) ?? Math.floor(Math.random() * 1_000_000_000),
      planted: plantedBug(values.planted),
      buyers: numbers('buyers', values.buyers),
      faults: numbers('faults', values.faults),
      json: values.json,
    };
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text))
    throw new Error(`--${name} takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

function numbers(name: string, text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  return text === 'none' ? [] : text.split(',').map((part) => whole(name, part) ?? 0);
}

function plantedBug(name: string | undefined): PlantedBug | undefined {
  if (name === undefined) return undefined;
  const known = Object.keys(PLANTED).find((bug) => bug === name);
  if (known === undefined) throw new Error(`--planted is one of ${Object.keys(PLANTED).join(', ')}`);
  return known as PlantedBug;
}
