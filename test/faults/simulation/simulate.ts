import type { PlantedBug } from './planted.ts';
import { playSale, type SaleOutcome } from './sale.ts';
import { shrink } from './shrink.ts';

const SHRINK_TRIES = 200;

export interface SimulationOptions {
  /** Sales are played until this many steps have been taken. */
  readonly steps: number;
  /** Seed of the first sale; the next has the next. */
  readonly seed: number;
  readonly planted?: PlantedBug | undefined;
  /** Sales played at most to make a failure smaller; 200 unless given. */
  readonly shrinkTries?: number;
  /** Called after every sale with what has been done so far. */
  onSale?(sofar: SimulationResult): void;
}

export interface SimulationResult {
  readonly sales: number;
  readonly steps: number;
  readonly writes: number;
  readonly sold: number;
  readonly refunded: number;
  /** The first sale that failed, made as small as could be. */
  readonly failure: SaleOutcome | undefined;
}

/** Plays sale after sale until enough steps were taken or something went wrong. */
export async function simulateFaults(options: SimulationOptions): Promise<SimulationResult> {
  const { planted, shrinkTries = SHRINK_TRIES } = options;
  let sofar: SimulationResult = { sales: 0, steps: 0, writes: 0, sold: 0, refunded: 0, failure: undefined };
  while (sofar.steps < options.steps && sofar.failure === undefined) {
    const outcome = await playSale({ seed: options.seed + sofar.sales, planted });
    sofar = {
      sales: sofar.sales + 1,
      steps: sofar.steps + outcome.steps,
      writes: sofar.writes + outcome.writes,
      sold: sofar.sold + outcome.sold,
      refunded: sofar.refunded + outcome.refunded,
      failure: outcome.violation === undefined ? undefined : await shrink(outcome, shrinkTries),
    };
    options.onSale?.(sofar);
  }
  return sofar;
}

/** The failure as a person reads it: what went wrong, the steps that led to it, what it takes, and the command that replays it. */
export function explainFailure(failure: SaleOutcome): string {
  const { seed, violation, lines, steps, buyers, faults, plan } = failure;
  const kept = faults.map((index) => `  ${index}: ${JSON.stringify(plan[index])}`);
  return [
    `${violation?.code}: ${violation?.detail}`,
    `after ${steps} steps of sale ${seed}, with buyers ${buyers.join(', ')} and these faults:`,
    ...(kept.length === 0 ? ['  none'] : kept),
    'The last steps:',
    ...lines.map((line) => `  ${line}`),
    `Replay: ${replayCommand(failure)}`,
  ].join('\n');
}

export function replayCommand({ seed, planted, buyers, faults }: SaleOutcome): string {
  const bug = planted === undefined ? '' : ` --planted ${planted}`;
  return `npm run faults -- --seed ${seed}${bug} --buyers ${listed(buyers)} --faults ${listed(faults)}`;
}

function listed(numbers: readonly number[]): string {
  return numbers.join(',') || 'none';
}
