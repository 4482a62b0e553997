import { type WaitEstimate, waitEstimate } from '../../core/admission/index.ts';
import type { ScenarioSale } from '../scenario/index.ts';
import type { EstimatesResult } from './result.ts';
import { OPENS_AT, type Steering } from './steering.ts';

interface Told {
  readonly at: number;
  readonly estimate: WaitEstimate;
  drawnAt: number | undefined;
}

const ODDS_BINS = 10;

/** Remembers what some people were told about their wait, and when they were drawn. */
export interface ToldWaits {
  /** Shows an estimate to a person who holds a token of this reading. */
  tell(number: number, reading: number, second: number): void;
  drawn(number: number, second: number): void;
  result(): EstimatesResult;
}

export function createToldWaits(sale: ScenarioSale, steering: Steering): ToldWaits {
  const told = new Map<number, Told>();
  return {
    tell(number, reading, second) {
      const estimate = waitEstimate(
        {
          ...{ opensAt: OPENS_AT, k: sale.k, curve: sale.curve, slotSeconds: sale.slotSeconds },
          ...steering.sale,
        },
        reading,
        OPENS_AT + second,
      );
      if (estimate !== null) told.set(number, { at: second, estimate, drawnAt: undefined });
    },
    drawn(number, second) {
      const person = told.get(number);
      if (person !== undefined) person.drawnAt = second;
    },
    result: () => scored([...told.values()]),
  };
}

function scored(told: readonly Told[]): EstimatesResult {
  let [within, early, late] = [0, 0, 0];
  for (const { at, estimate, drawnAt } of told) {
    if (drawnAt === undefined) continue;
    const waited = drawnAt - at;
    if (waited < estimate.fromSeconds) early += 1;
    else if (waited > estimate.toSeconds) late += 1;
    else within += 1;
  }
  return { shown: told.length, reached: within + early + late, within, early, late, odds: byOdds(told) };
}

/** Told people in tenths, from the worst odds to the best. */
function byOdds(told: readonly Told[]): EstimatesResult['odds'] {
  const said = (person: Told): number => 1 / (person.estimate.odds?.oneIn ?? 1);
  const sorted = told.toSorted((a, b) => said(a) - said(b));
  return Array.from({ length: ODDS_BINS }, (_, i) => {
    const part = sorted.slice(
      Math.round((i * sorted.length) / ODDS_BINS),
      Math.round(((i + 1) * sorted.length) / ODDS_BINS),
    );
    return {
      saidChance: part.reduce((sum, person) => sum + said(person), 0) / part.length,
      shown: part.length,
      reached: part.filter(({ drawnAt }) => drawnAt !== undefined).length,
    };
  }).filter(({ shown }) => shown > 0);
}
