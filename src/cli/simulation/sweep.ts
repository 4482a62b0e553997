import {
  overridesFor,
  type Scenario,
  type Sweep,
  type SweepPoint,
  type SweptSetting,
  sweepPoint,
  TRADES,
  usualValues,
} from '../../sim/index.ts';
import { type Context, formatCount, table, type View } from '../framework/index.ts';
import { bar } from './charts.ts';
import { runSale } from './run.ts';
import { type ScenarioSource, scenarioFrom } from './scenario-source.ts';

export interface SweepRequest {
  readonly setting: SweptSetting;
  /** Undefined: the usual ones. */
  readonly values: readonly number[] | undefined;
  readonly threads: number | undefined;
}

/** Runs the scenario once per value; all of them are judged before the first is run. */
export async function runSweep(ctx: Context, source: ScenarioSource, request: SweepRequest): Promise<Sweep> {
  const base = scenarioFrom(source);
  const { setting } = request;
  const own = ownValue(base, setting);
  const values = [...new Set(request.values ?? usualValues(setting, own))].sort((a, b) => a - b);
  const scenarios = values.map((value) => scenarioFrom(source, overridesFor(setting, value)));
  const points: SweepPoint[] = [];
  for (const [i, scenario] of scenarios.entries()) {
    const value = values[i] ?? own;
    const label = `${setting} ${value} (${i + 1} of ${values.length})`;
    const { result } = await runSale(ctx, scenario, { threads: request.threads, label });
    points.push(sweepPoint(value, result));
  }
  const tokens = base.attackers.reduce((sum, { accounts }) => sum + accounts, base.people);
  return { format: 'tix-sweep-1', name: base.name, setting, own, seed: base.seed, tokens, points };
}

function ownValue({ sale }: Scenario, setting: SweptSetting): number {
  return { k: sale.k, target: sale.target, slot: sale.slotSeconds }[setting];
}

const HEADINGS: Readonly<Record<string, string>> = {
  order: 'first first',
  median: 'wait: half',
  long: '9 of 10',
  overshoot: 'overshoot',
  use: 'use',
  'sell-out': 'sold out',
  load: 'requests/s',
};

/** What a setting is mostly varied for: the columns that fit a terminal, and the one that is drawn. */
const SHOWN: Readonly<Record<SweptSetting, { readonly drawn: string; readonly columns: readonly string[] }>> =
  {
    k: { drawn: 'order', columns: ['median', 'long', 'overshoot'] },
    target: { drawn: 'sell-out', columns: ['median', 'overshoot', 'use'] },
    slot: { drawn: 'load', columns: ['median', 'long', 'overshoot'] },
  };

/** The trade-off as a table with a bar for what the setting is mostly varied for. */
export function renderSweep({ name, setting, own, seed, tokens, points }: Sweep, { paint }: View): string {
  const { drawn, columns } = SHOWN[setting];
  const trades = [drawn, ...columns].flatMap((id) => TRADES.find((trade) => trade.id === id) ?? []);
  const [main] = trades;
  const highest = Math.max(...points.map((point) => main?.of(point) ?? 0));
  const right = 'right' as const;
  const rows = points.map((point) => [
    `${point.value}${point.value === own ? ' (own)' : ''}`,
    highest > 0 ? bar((main?.of(point) ?? 0) / highest) : '',
    ...trades.map(({ of, format }) => {
      const value = of(point);
      return value === null ? 'none' : format(value);
    }),
  ]);
  return [
    `${paint.bold(name)}  ${formatCount(tokens)} tokens, seed ${seed}: what ${setting} trades`,
    '',
    table(
      [
        { heading: setting },
        { heading: main?.title ?? '' },
        ...trades.map(({ id }) => ({ heading: HEADINGS[id] ?? id, align: right })),
      ],
      rows,
    ),
  ].join('\n');
}
