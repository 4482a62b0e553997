import {
  type Axis,
  dataTable,
  figure,
  linePlot,
  type Markup,
  markup,
  type Point,
  pageOf,
} from '../page/index.ts';
import { brief, count, percent, span, figure as written } from '../words.ts';
import type { Sweep, SweepPoint } from './sweep.ts';

const SETTINGS = {
  k: 'k, from luck (1) to first come, first served',
  target: 'shoppers at once',
  slot: 'slot, seconds',
} as const;

interface Trade {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly of: (point: SweepPoint) => number | null;
  readonly format: (value: number) => string;
}

/** What a setting trades against what. */
export const TRADES: readonly Trade[] = [
  {
    id: 'order',
    title: 'First come, let in first',
    label: 'share of pairs',
    of: (p) => p.firstFirst,
    format: percent,
  },
  { id: 'median', title: 'Median wait', label: 'wait', of: (p) => p.waitMedianSeconds, format: span },
  { id: 'long', title: 'Wait of nine in ten', label: 'wait', of: (p) => p.waitP90Seconds, format: span },
  { id: 'overshoot', title: 'Overshoot', label: 'above target', of: (p) => p.overshoot, format: percent },
  { id: 'use', title: 'Use of the house', label: 'live / target', of: (p) => p.utilisation, format: percent },
  { id: 'sell-out', title: 'Time to sell out', label: 'time', of: (p) => p.soldOutAtSeconds, format: span },
  {
    id: 'load',
    title: 'Requests to the edge',
    label: 'a second',
    of: (p) => p.requestsPerSecond,
    format: brief,
  },
];

/** The trade-off as one HTML page: a plot per measure, a table of all. */
export function sweepPage(sweep: Sweep): string {
  const { name, setting, own, points, tokens, seed } = sweep;
  return pageOf(
    `${name}: ${setting}`,
    markup`<header><h1>${name}: what ${setting} trades</h1>
<p class="lead">${count(tokens)} places in the queue, seed ${seed}. The scenario has ${setting} = ${written(own)}; every other setting stays as it is.</p></header>
<main id="content"><h2 id="trades">Trade-offs</h2>
<div class="plots">${TRADES.map((trade) => tradeFigure(trade, sweep))}</div>
<h2 id="numbers">All numbers</h2>
${dataTable(`What ${setting} trades`, {
  columns: [setting, ...TRADES.map(({ title }) => title), 'seats sold'],
  rows: points.map((point) => [
    written(point.value),
    ...TRADES.map((trade) => cell(trade, point)),
    count(point.seatsSold),
  ]),
})}</main>`,
  );
}

function tradeFigure(trade: Trade, { setting, own, points }: Sweep): Markup {
  const known = points.flatMap((point): Point[] => {
    const value = trade.of(point);
    return value === null ? [] : [[point.value, value]];
  });
  const values = points.map(({ value }) => value);
  const x: Axis = {
    label: SETTINGS[setting],
    domain: [Math.min(...values), Math.max(...values)],
    ticks: values,
    format: brief,
  };
  const highest = Math.max(0, ...known.map(([, value]) => value));
  const [first, last] = [points[0], points.at(-1)];
  const says =
    first === undefined || last === undefined
      ? 'Nothing was run.'
      : `${cell(trade, first)} at ${written(first.value)}, ${cell(trade, last)} at ${written(last.value)}.`;
  return figure({
    id: trade.id,
    title: trade.title,
    says,
    drawing: linePlot({
      x,
      y: { label: trade.label, domain: [0, highest === 0 ? 1 : highest * 1.05], format: trade.format },
      lines: [
        { name: trade.title, look: 'line s1', points: known, dots: true },
        ...(values.includes(own)
          ? [
              {
                name: 'the scenario',
                look: 'reference',
                points: [
                  [own, 0],
                  [own, highest],
                ] as Point[],
              },
            ]
          : []),
      ],
    }),
    table: {
      columns: [setting, trade.title],
      rows: points.map((point) => [written(point.value), cell(trade, point)]),
    },
  });
}

function cell({ of, format }: Trade, point: SweepPoint): string {
  const value = of(point);
  return value === null ? 'none' : format(value);
}
