import {
  type Axis,
  dataTable,
  figure,
  linePlot,
  type Markup,
  markup,
  type Point,
  pageOf,
  timeTicks,
} from '../page/index.ts';
import { brief, briefSpan, count, span, figure as written } from '../words.ts';
import {
  type ComparableCourse,
  type ComparableReport,
  type ComparedMeasure,
  compareReports,
} from './compare.ts';

interface Picture {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly of: (course: ComparableCourse) => readonly number[];
}

/** What of two sales is drawn into one plot. */
const PICTURES: readonly Picture[] = [
  {
    id: 'shoppers',
    title: 'Shoppers at once',
    label: 'live sessions and passes',
    of: ({ live, passes }) => live.map((sessions, i) => sessions + (passes[i] ?? 0)),
  },
  { id: 'admissions', title: 'People let in per second', label: 'a second', of: (c) => c.admissions },
  { id: 'waiting', title: 'People waiting', label: 'people', of: (c) => c.waiting },
  { id: 'seats', title: 'Seats available', label: 'seats', of: (c) => c.available },
];

const LOOKS = ['line s1', 'line s2 dashed'] as const;

/** Moments that a table behind a plot shows. */
const ROWS = 30;

/** Two results side by side as one HTML page: their courses drawn into the same plots, and every measure with its change. */
export function comparisonPage(first: ComparableReport, second: ComparableReport): string {
  const { measures } = compareReports(first, second);
  const real = measures.filter(({ isReal }) => isReal === true);
  return pageOf(
    `${first.name} and ${second.name}`,
    markup`<header><h1>Two sales, side by side</h1>
<p class="lead">A: ${headOf(first)}. B: ${headOf(second)}. ${settingsApart(first, second)}</p></header>
<main id="content"><h2 id="changes">What changed beyond chance</h2>
${
  real.length === 0
    ? markup`<p>Nothing: all intervals meet. Measures without an interval are in the table below.</p>`
    : dataTable('Measures whose 95 % intervals do not meet', tableOf(real))
}
<h2 id="courses">Both sales over time</h2>
<div class="plots">${PICTURES.map((picture) => drawn(picture, first, second))}</div>
<h2 id="numbers">All measures</h2>
${dataTable('All measures of both sales', tableOf(measures))}</main>`,
  );
}

function headOf({ name, design, seed, tokens }: ComparableReport): string {
  return `${name}, ${count(tokens)} places in the queue, seed ${seed}${design === 'tix' ? '' : `, design ${design}`}`;
}

function settingsApart(first: ComparableReport, second: ComparableReport): string {
  const apart = Object.keys({ ...first.settings, ...second.settings })
    .filter((name) => first.settings[name] !== second.settings[name])
    .map(
      (name) =>
        `${name} is ${first.settings[name] ?? 'not set'} in A and ${second.settings[name] ?? 'not set'} in B`,
    );
  return apart.length === 0 ? 'Settings are the same.' : `${apart.join('; ')}.`;
}

function drawn({ id, title, label, of }: Picture, first: ComparableReport, second: ComparableReport): Markup {
  const sales = [first, second].map(({ series }) => ({ at: series.at, values: of(series) }));
  const highest = sales.map(({ values }) => Math.max(0, ...values));
  const end = Math.max(1, ...sales.map(({ at }) => at.at(-1) ?? 0));
  const x: Axis = {
    label: 'time since the opening',
    domain: [0, end],
    ticks: timeTicks(0, end),
    format: briefSpan,
  };
  const top = Math.max(...highest);
  const y: Axis = { label, domain: [0, top === 0 ? 1 : top * 1.05], format: brief };
  const names = ['A', 'B'];
  return figure({
    id,
    title,
    says: `At most ${written(highest[0] ?? 0)} in A, ${written(highest[1] ?? 0)} in B.`,
    drawing: linePlot({
      x,
      y,
      lines: sales.map(({ at, values }, i) => ({
        name: names[i] ?? '',
        look: LOOKS[i] ?? '',
        points: at.map((second, j): Point => [second, values[j] ?? 0]),
      })),
    }),
    legend: names.map((name, i) => ({ name, look: LOOKS[i] ?? '' })),
    table: {
      columns: ['time', ...names],
      rows: Array.from({ length: ROWS + 1 }, (_, row) => {
        const moment = Math.round((row * end) / ROWS);
        return [span(moment), ...sales.map(({ at, values }) => valueAt(at, values, moment))];
      }),
    },
  });
}

/** The last value known at a moment; none after the end. */
function valueAt(at: readonly number[], values: readonly number[], moment: number): string {
  if (moment > (at.at(-1) ?? -1)) return '';
  return written(values[at.findLastIndex((second) => second <= moment)] ?? 0);
}

function tableOf(measures: readonly ComparedMeasure[]) {
  return {
    columns: ['measure', 'A', 'B', 'change', 'beyond chance'],
    words: ['beyond chance'],
    rows: measures.map(({ path, first, second, change, isReal }) => [
      path,
      first === null ? '' : written(first.value),
      second === null ? '' : written(second.value),
      change === null ? '' : `${change > 0 ? '+' : ''}${written(change)}`,
      isReal === null ? '' : isReal ? 'yes' : 'no',
    ]),
  };
}
