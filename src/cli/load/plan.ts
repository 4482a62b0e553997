import { type Problem, UserError } from '../../core/errors/index.ts';
import type { ScenarioName } from './messages.ts';
import { oneOr } from './one-or.ts';
import { parseStages, type Stage, steady } from './stages.ts';

export interface Wish {
  readonly stages: string | undefined;
  readonly rate: number | undefined;
  readonly durationMs: number | undefined;
  readonly buyers: number | undefined;
}

const DURATION_MS = 30_000;
const RATES: Readonly<Record<ScenarioName, number>> = {
  admission: 50,
  seatmap: 200,
  locks: 200,
  journey: 20,
};
const SHOPPERS = 100;

/**
 * How the load comes: stages as written, or one rate. In `locks` buyers are those who hold and release, whose number has nothing to do with
 * the rate; elsewhere they are those who arrive, and two of rate, duration and buyers give the third.
 *
 * @throws UserError `STAGES_INVALID`, `LOAD_AMBIGUOUS`.
 */
export function planLoad(
  scenario: ScenarioName,
  wish: Wish,
): { readonly stages: readonly Stage[]; readonly shoppers: number } {
  const shoppers = scenario === 'locks' ? (wish.buyers ?? SHOPPERS) : 0;
  const arriving = scenario === 'locks' ? undefined : wish.buyers;
  const { rate, durationMs } = wish;
  if (wish.stages !== undefined) {
    const others: Problem[] = [
      ...(rate === undefined ? [] : [{ path: '--rate', message: 'is part of the stages' }]),
      ...(durationMs === undefined ? [] : [{ path: '--duration', message: 'is part of the stages' }]),
      ...(arriving === undefined ? [] : [{ path: '--buyers', message: 'follows from the stages' }]),
    ];
    if (others.length > 0)
      throw new UserError('LOAD_AMBIGUOUS', oneOr(others, 'give --stages or the others, not both'), others);
    return { stages: parseStages(wish.stages), shoppers };
  }
  if (arriving === undefined)
    return { stages: steady(rate ?? RATES[scenario], durationMs ?? DURATION_MS), shoppers };
  if (rate !== undefined && durationMs !== undefined)
    throw new UserError(
      'LOAD_AMBIGUOUS',
      'give two of --rate, --duration and --buyers; the third follows from them',
    );
  const lastsMs = durationMs ?? (rate === undefined ? DURATION_MS : (arriving / rate) * 1000);
  return { stages: steady(arriving / (lastsMs / 1000), lastsMs), shoppers };
}
