import { UserError } from '../../core/errors/index.ts';
import { type KeyValueStore, StoreUnavailableError } from '../../service/ports/index.ts';
import type { WhatIf } from '../../sim/index.ts';
import {
  type Context,
  formatCount,
  formatDuration,
  TargetUnreachableError,
  table,
} from '../framework/index.ts';
import { type Compared, type ForecastInput, forecast, type Wish } from './forecast.ts';

/** Two forecasts beside each other, as people read them. */
export function comparedTable({ today, wished }: Compared, heading = 'then'): string {
  return table(
    [{ heading: 'from now on' }, { heading: 'as it is', align: 'right' }, { heading, align: 'right' }],
    ROWS.map(([label, cell]) => [label, cell(today), cell(wished)]),
  );
}

/** What decides about a target, for where there is little room. */
export function comparedBriefly({ today, wished }: Compared): {
  readonly what: string;
  readonly today: string;
  readonly proposed: string;
}[] {
  return ROWS.filter(([, , isBrief]) => isBrief).map(([what, cell]) => ({
    what,
    today: cell(today),
    proposed: cell(wished),
  }));
}

const NONE = '–';

const time = (seconds: number | null | undefined) =>
  seconds === null || seconds === undefined ? NONE : formatDuration(seconds * 1000);
const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;

const ROWS: readonly (readonly [label: string, cell: (sale: WhatIf) => string, isBrief?: true])[] = [
  ['shoppers to hold', ({ target }) => formatCount(target)],
  ['luck dial k, slot', ({ k, slotSeconds }) => `${k}, ${slotSeconds} s`],
  ['19 of 20 seats left are sold in', ({ mostSoldInSeconds }) => time(mostSoldInSeconds), true],
  ['sold out in', ({ soldOutInSeconds }) => time(soldOutInSeconds)],
  ['let in a second', ({ admissionsPerSecond }) => String(admissionsPerSecond), true],
  ['who waits now and gets in: half within', ({ waits }) => time(waits?.p50), true],
  ['nine in ten within', ({ waits }) => time(waits?.p90)],
  [
    'of those who wait now, gets in',
    ({ oddsOneIn }) => (oddsOneIn === null ? NONE : `1 in ${oddsOneIn}`),
    true,
  ],
  ['chance of who came first', ({ fairness }) => (fairness === null ? NONE : percent(fairness.first))],
  ['chance of who comes now', ({ fairness }) => (fairness === null ? NONE : percent(fairness.now))],
  ['most shoppers at once', ({ liveMax }) => formatCount(liveMax), true],
  ['too many by', ({ overshoot }) => percent(overshoot), true],
  ['let in to an empty map', ({ emptyStarts }) => formatCount(emptyStarts)],
];

/** The comparison for somebody who is about to be asked; where the sale cannot be looked at, one line that says why. */
export async function forecastLines(
  ctx: Context,
  kvs: KeyValueStore,
  input: ForecastInput,
  wish: Wish,
): Promise<string[]> {
  try {
    return ['', ...comparedTable(await forecast(ctx, kvs, input, wish)).split('\n'), ''];
  } catch (error) {
    if (
      !(
        error instanceof UserError ||
        error instanceof TargetUnreachableError ||
        error instanceof StoreUnavailableError
      )
    )
      throw error;
    return [`There is no forecast: ${error.message}.`];
  }
}
