import {
  type Axis,
  figure,
  type Line,
  linePlot,
  type Markup,
  type Point,
  timeTicks,
} from '../../page/index.ts';
import { brief, briefSpan, count, percent, span, figure as written } from '../../words.ts';
import type { SimulationReport } from '../simulation-report.ts';

/** The sale from moment to moment: shoppers, admissions, and the speed of the sale clock. */
export function courseFigures(report: SimulationReport): Markup[] {
  return [
    shoppers(report),
    admissions(report),
    clockSpeed(report),
    seatsLeft(report),
    crowd(report),
    ...others(report),
  ];
}

function shoppers({ series, controller }: SimulationReport): Markup {
  const inHouse = series.live.map((live, i) => live + (series.passes[i] ?? 0));
  const settled =
    controller.settledAtSeconds === null
      ? 'never settled'
      : `settled after ${span(controller.settledAtSeconds)}`;
  return figure({
    id: 'shoppers',
    title: 'Shoppers at once',
    says: `Target ${count(controller.target)}; ${settled}; at most ${percent(controller.overshoot)} above it.`,
    drawing: linePlot({
      x: timeAxis(series.at),
      y: countAxis([...inHouse, ...series.target], 'shoppers'),
      lines: [
        { name: 'target', look: 'line s2 dashed', points: points(series.at, series.target), steps: true },
        { name: 'live sessions and waiting passes', look: 'line s1', points: points(series.at, inHouse) },
      ],
    }),
    legend: [
      { name: 'live sessions and waiting passes', look: 'line s1' },
      { name: 'target', look: 'line s2 dashed' },
    ],
    table: courseTable(series.at, [
      ['live sessions', series.live.map(count)],
      ['waiting passes', series.passes.map(count)],
      ['target', series.target.map(count)],
    ]),
  });
}

function admissions({ series, admitted }: SimulationReport): Markup {
  return figure({
    id: 'admissions',
    title: 'People let in per second',
    says: `${count(admitted)} sessions in all.`,
    drawing: linePlot({
      x: timeAxis(series.at),
      y: countAxis(series.admissions, 'a second'),
      lines: [{ name: 'let in', look: 'line s1', points: points(series.at, series.admissions), steps: true }],
    }),
    table: courseTable(series.at, [['let in per second', series.admissions.map(written)]]),
  });
}

/** Moments at which the clock stands have no τ to show. */
function clockSpeed({ series, settings }: SimulationReport): Markup {
  const running = points(series.at, series.tau).filter(([, tau]) => tau > 0);
  const taus = running.map(([, tau]) => tau);
  const [low, high] = [Math.min(...taus), Math.max(...taus)];
  const says =
    running.length === 0
      ? 'The clock never ran.'
      : `${typeof settings.tau === 'number' ? 'Fixed' : 'Tuned'}: between ${span(low)} and ${span(high)}. Smaller is faster.`;
  return figure({
    id: 'tau',
    title: 'τ, seconds for one unit of the sale clock',
    says,
    drawing: linePlot({
      x: timeAxis(series.at),
      y: { ...decades(taus), label: 'τ', format: brief },
      lines: [{ name: 'τ', look: 'line s3', points: running, steps: true }],
    }),
    table: courseTable(series.at, [['τ in seconds (0: closed)', series.tau.map(written)]]),
  });
}

function crowd({ series }: SimulationReport): Markup {
  const most = Math.max(0, ...series.waiting);
  return figure({
    id: 'waiting',
    title: 'People waiting',
    says: `At most ${count(most)} at once; ${count(series.waiting.at(-1) ?? 0)} when it ends.`,
    drawing: linePlot({
      x: timeAxis(series.at),
      y: countAxis(series.waiting, 'waiting'),
      lines: [{ name: 'waiting', look: 'line s1', points: points(series.at, series.waiting) }],
    }),
    table: courseTable(series.at, [['waiting', series.waiting.map(count)]]),
  });
}

/** What runs away is cut off here, so that the others can be told apart. */
const CUT_FACTOR = 2;

/** Other ways to set τ, where they were run. */
function others({ controllers, controller: { target } }: SimulationReport): Markup[] {
  if (controllers.length === 0) return [];
  const looks = ['line s1', 'line s2 dashed', 'line s3 dotted'];
  const lines = controllers.map(
    ({ name, at, inHouse }, i): Line => ({
      name,
      look: looks[i] ?? 'line s3',
      points: points(
        at,
        inHouse.map((live) => Math.min(live, CUT_FACTOR * target)),
      ),
    }),
  );
  const longest = controllers.reduce(
    (a, b) => (b.at.length * (b.at[1] ?? 0) > a.length * (a[1] ?? 0) ? b.at : a),
    [0] as readonly number[],
  );
  const worst = controllers.map(({ name, overshoot }) => `${name} ${percent(overshoot)}`).join(', ');
  return [
    figure({
      id: 'controllers',
      title: 'Other ways to set τ',
      says: `Shoppers at once, drawn up to ${CUT_FACTOR} times the target. Highest above it: ${worst}.`,
      drawing: linePlot({
        x: timeAxis(longest),
        y: countAxis(
          lines.flatMap((each) => each.points.map(([, live]) => live)),
          'shoppers',
        ),
        lines,
      }),
      legend: lines.map(({ name, look }) => ({ name, look })),
      table: {
        columns: [
          'τ',
          'overshoot',
          'settled after',
          'mean error',
          'utilisation',
          'seats sold',
          'sold out after',
        ],
        rows: controllers.map((each) => [
          each.name,
          percent(each.overshoot),
          each.settledAtSeconds === null ? 'never' : span(each.settledAtSeconds),
          each.meanError === null ? '' : percent(each.meanError),
          each.utilisation === null ? '' : percent(each.utilisation),
          count(each.seatsSold),
          each.soldOutAtSeconds === null ? 'never' : span(each.soldOutAtSeconds),
        ]),
      },
    }),
  ];
}

function seatsLeft({ series, seats, seatsSold, soldOutAtSeconds }: SimulationReport): Markup {
  const lines: Line[] = [
    { name: 'sold', look: 'line s1', points: points(series.at, series.sold) },
    { name: 'held', look: 'line s2', points: points(series.at, series.held) },
    { name: 'available', look: 'line s3 dashed', points: points(series.at, series.available) },
  ];
  return figure({
    id: 'seats',
    title: 'Seats',
    says:
      soldOutAtSeconds === null
        ? `${count(seatsSold)} of ${count(seats)} sold when the sale closes.`
        : `All ${count(seats)} sold after ${span(soldOutAtSeconds)}.`,
    drawing: linePlot({ x: timeAxis(series.at), y: countAxis([seats], 'seats'), lines }),
    legend: lines.map(({ name, look }) => ({ name, look })),
    table: courseTable(series.at, [
      ['sold', series.sold.map(count)],
      ['held', series.held.map(count)],
      ['available', series.available.map(count)],
    ]),
  });
}

function points(xs: readonly number[], ys: readonly number[]): Point[] {
  return xs.map((x, i) => [x, ys[i] ?? 0]);
}

export function timeAxis(at: readonly number[]): Axis {
  const [from, to] = [at[0] ?? 0, at.at(-1) ?? 1];
  return {
    label: 'time since the opening',
    domain: [from, to],
    ticks: timeTicks(from, to),
    format: briefSpan,
  };
}

function countAxis(values: readonly number[], label: string): Axis {
  const highest = Math.max(0, ...values);
  return { label, domain: [0, highest === 0 ? 1 : highest * 1.05], format: brief };
}

/** Whole decades around the values, on a log scale. */
function decades(values: readonly number[]): Pick<Axis, 'domain' | 'log'> {
  if (values.length === 0) return { domain: [1, 10], log: true };
  const from = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const to = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return { domain: [from, to > from ? to : from * 10], log: true };
}

/** A course has about a thousand moments; a person reads these many. */
const ROWS_MAX = 30;

function courseTable(
  at: readonly number[],
  columns: readonly (readonly [name: string, cells: readonly string[]])[],
) {
  const step = Math.max(1, Math.ceil(at.length / ROWS_MAX));
  const rows = at.flatMap((t, i) =>
    i % step === 0 || i === at.length - 1 ? [[span(t), ...columns.map(([, cells]) => cells[i] ?? '')]] : [],
  );
  return { columns: ['time', ...columns.map(([name]) => name)], rows };
}
