import {
  type Axis,
  dataTable,
  type Line,
  linePlot,
  type Markup,
  markup,
  pageOf,
  plotFigure,
} from '../../sim/index.ts';
import { formatCount, formatDuration, plural } from '../framework/index.ts';
import { type CheckedLoad, loadFailed } from './render.ts';
import type { Second } from './series.ts';

/** A run as one HTML page that asks for nothing from anywhere. */
export function loadPage(report: CheckedLoad): string {
  const title = `tix load ${report.scenario}`;
  return pageOf(title, body(title, report), 'load');
}

function body(title: string, report: CheckedLoad): Markup {
  const { generator, series } = report;
  const failed = loadFailed(report);
  return markup`<header>
<h1>${title}</h1>
<p class="lead">${report.target}, event ${report.eventId}, run ${report.run}: ${formatCount(report.requests)} requests in ${formatDuration(report.elapsedSeconds * 1000)}.</p>
</header>
<main id="content">
<div class="answers">
${card('Did it pass?', failed ? 'bad' : 'good', failed ? 'No' : 'Yes', [
  ...(report.stopped === null ? [] : [`stopped early: ${report.stopped}`]),
  ...report.checks.map(
    ({ condition, measured, verdict }) =>
      `fail if ${condition}: ${verdict}${measured === null ? '' : `, it is ${Number(measured.toPrecision(4))}`}`,
  ),
  ...(report.checks.length === 0 ? ['no conditions were given'] : []),
])}
${card('How long did people wait?', '', `half within ${figure(report.latency.p50Ms)} ms, 99 % within ${figure(report.latency.p99Ms)} ms`, ['from when each request was due, so a target that stalls cannot hide it'])}
${card(
  'What went wrong?',
  report.errors.count === 0 ? 'good' : 'bad',
  report.errors.count === 0 ? 'nothing' : `${formatCount(report.errors.count)} errors`,
  Object.entries(report.errors.byCode).map(([code, count]) => `${formatCount(count)} ${code}`),
)}
${card(
  'Was it the target or the generator?',
  generator.bottleneck === null ? '' : 'bad',
  generator.bottleneck === null ? 'the target' : 'the generator',
  [
    generator.bottleneck ?? `99 % of requests were begun within ${generator.latenessP99Ms} ms of their time`,
    `${plural(generator.workers, 'worker')}, ${generator.cpuCores} cores`,
  ],
)}
</div>
<h2>Moment by moment</h2>
<div class="plots">${series.length === 0 ? '' : [latencyFigure(series), requestsFigure(series), wayFigure(series)]}</div>
<h2>Steps</h2>
${dataTable('Latency in ms by step', {
  columns: [
    'step',
    'requests',
    'ok',
    'refused',
    'errors',
    'p50',
    'p90',
    'p95',
    'p99',
    'p99.9',
    'max',
    'raw p50',
    'raw p99',
  ],
  rows: Object.entries(report.steps).map(([step, of]) => [
    step,
    ...[of.requests, of.ok, of.refused, of.errors].map(formatCount),
    ...[
      of.latency.p50Ms,
      of.latency.p90Ms,
      of.latency.p95Ms,
      of.latency.p99Ms,
      of.latency.p999Ms,
      of.latency.maxMs,
      of.uncorrected.p50Ms,
      of.uncorrected.p99Ms,
    ].map(figure),
  ]),
})}
<h2>Refusals and endings</h2>
${dataTable('Refusals the rules foresee, and how visits ended', {
  columns: ['what', 'count'],
  rows: [
    ...Object.entries(report.refusals.byCode),
    ...Object.entries(report.endings),
    ...Object.entries(report.unexpected),
  ].map(([name, count]) => [name, formatCount(count)]),
})}
</main>
<footer><p>Measured by tix load. Latencies run from the moment a request was due; the raw ones from the moment it was sent.</p></footer>`;
}

function card(question: string, tone: string, short: string, details: readonly string[]): Markup {
  return markup`<section class="${tone}"><h2>${question}</h2><p class="short">${short}</p>${
    details.length === 0 ? '' : markup`<ul>${details.map((detail) => markup`<li>${detail}</li>`)}</ul>`
  }</section>`;
}

function latencyFigure(series: readonly Second[]): Markup {
  const lines: Line[] = [
    line('half of the requests', 'line s1', series, ({ p50Ms }) => p50Ms),
    line('99 %', 'line s2 dashed', series, ({ p99Ms }) => p99Ms),
    line('the slowest', 'line s3 dotted', series, ({ maxMs }) => maxMs),
  ];
  const all = lines.flatMap(({ points }) => points.map(([, y]) => y));
  const [low, high] = [Math.max(0.1, Math.min(...all, 1)), Math.max(...all, 10)];
  return plot({
    id: 'latency',
    title: 'Latency',
    says: 'From when each request was due until its answer was there.',
    lines,
    y: {
      label: 'ms',
      domain: [low, high],
      log: true,
      format: (value) => String(Number(value.toPrecision(2))),
    },
    series,
  });
}

function requestsFigure(series: readonly Second[]): Markup {
  const lines = [
    line('arrivals', 'line s1', series, ({ arrived }) => arrived),
    line('answers', 'line s2 dashed', series, ({ requests }) => requests),
    line('errors', 'line s3 dotted', series, ({ errors }) => errors),
  ];
  return plot({
    id: 'requests',
    title: 'Arrivals and answers',
    says: 'Each second: who came, what was answered, what failed.',
    lines,
    y: upTo(lines, 'a second'),
    series,
  });
}

function wayFigure(series: readonly Second[]): Markup {
  const lines = [line('under way', 'line s1', series, ({ underWay }) => underWay)];
  return plot({
    id: 'under-way',
    title: 'Under way',
    says: 'Visits that had begun and were not over. A line that only rises is a target that does not keep up.',
    lines,
    y: upTo(lines, 'visits'),
    series,
  });
}

function plot({
  id,
  title,
  says,
  lines,
  y,
  series,
}: {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly lines: readonly Line[];
  readonly y: Axis;
  readonly series: readonly Second[];
}): Markup {
  const x: Axis = { label: 'seconds', domain: [0, Math.max(1, series.length)], format: String };
  return plotFigure({
    id,
    title,
    says,
    drawing: linePlot({ x, y, lines }),
    ...(lines.length > 1 ? { legend: lines.map(({ name, look }) => ({ name, look })) } : {}),
    table: {
      columns: ['second', ...lines.map(({ name }) => name)],
      rows: series.map(({ second }) => [
        String(second),
        ...lines.map(({ points }) => figure(points.find(([at]) => at === second)?.[1] ?? null)),
      ]),
    },
  });
}

function line(
  name: string,
  look: string,
  series: readonly Second[],
  read: (second: Second) => number | null,
): Line {
  const points = series.flatMap((each) => {
    const value = read(each);
    return value === null ? [] : [[each.second, value] as const];
  });
  return { name, look, points };
}

function upTo(lines: readonly Line[], label: string): Axis {
  const top = Math.max(1, ...lines.flatMap(({ points }) => points.map(([, y]) => y)));
  return { label, domain: [0, top], format: formatCount };
}

function figure(value: number | null): string {
  if (value === null) return '–';
  return value >= 100 || Number.isInteger(value) ? formatCount(value) : value.toFixed(1);
}
