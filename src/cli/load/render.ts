import { formatCount, formatDuration, pairs, plural, table, type View } from '../framework/index.ts';
import type { LoadReport } from './report.ts';
import type { Check } from './thresholds.ts';

export interface CheckedLoad extends LoadReport {
  readonly checks: readonly Check[];
}

/** Whether a run must count as failed: a condition was met, it was given up, or its conditions were not seen through to the end. */
export function loadFailed({ checks, stopped }: CheckedLoad): boolean {
  if (checks.some(({ verdict }) => verdict !== 'passed')) return true;
  return stopped !== null && (stopped !== 'interrupted' || checks.length > 0);
}

/** The end of a run, for people. */
export function renderLoad(report: CheckedLoad, { paint }: View): string {
  const { arrivals, generator, errors } = report;
  const failed = loadFailed(report);
  const head = failed
    ? paint.red('failed')
    : errors.count > 0
      ? paint.yellow('done, with errors')
      : paint.green('done');
  return [
    `${head}  ${report.scenario} against ${report.target}, event ${report.eventId}`,
    ...(report.stopped === null ? [] : [paint.yellow(`stopped early: ${report.stopped}`)]),
    '',
    pairs([
      [
        'requests',
        `${formatCount(report.requests)} in ${formatDuration(report.elapsedSeconds * 1000)}, ${formatCount(report.ratePerSecond)} a second`,
      ],
      ['arrivals', arrivalsLine(arrivals)],
      ['errors', codes(errors)],
      ['refusals', codes(report.refusals)],
      ...(report.ghostSeatRate === null
        ? []
        : [
            [
              'ghost seats',
              `${percent(report.ghostSeatRate)} of the seats clicked on a map were gone`,
            ] as const,
          ]),
      [
        'generator',
        `${plural(generator.workers, 'worker')}, ${generator.cpuCores} cores, 99 % of requests begun within ${ms(generator.latenessP99Ms)} of their time`,
      ],
      ...(report.history === undefined
        ? []
        : [
            [
              'history',
              `${formatCount(report.history.operations)} operations in ${report.history.file}`,
            ] as const,
          ]),
    ]),
    ...(generator.bottleneck === null
      ? []
      : [
          '',
          paint.yellow(
            `the generator itself was the bottleneck: ${generator.bottleneck}; use more --workers or another machine`,
          ),
        ]),
    '',
    latencies(report),
    ...countLines('ending', report.endings),
    ...countLines('unexpected', report.unexpected).map(paint.red),
    ...checkLines(report, paint),
  ].join('\n');
}

function arrivalsLine({ planned, begun, unfinished }: LoadReport['arrivals']): string {
  const cut = unfinished === 0 ? '' : `, ${formatCount(unfinished)} not done at the end`;
  return begun === planned
    ? `${formatCount(begun)}${cut}`
    : `${formatCount(begun)} of ${formatCount(planned)}${cut}`;
}

function codes({ count, rate, byCode }: LoadReport['errors']): string {
  if (count === 0) return 'none';
  const each = Object.entries(byCode)
    .sort(([, a], [, b]) => b - a)
    .map(([code, number]) => `${formatCount(number)} ${code}`);
  return `${formatCount(count)} (${percent(rate)}): ${each.join(', ')}`;
}

function latencies(report: LoadReport): string {
  const right = 'right' as const;
  const row = (
    name: string,
    of: Pick<LoadReport, 'requests' | 'ratePerSecond' | 'latency' | 'uncorrected'>,
  ) => {
    const { p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs } = of.latency;
    return [
      name,
      formatCount(of.requests),
      of.ratePerSecond.toFixed(1),
      ...[p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, of.uncorrected.p50Ms, of.uncorrected.p99Ms].map(figure),
    ];
  };
  return [
    'latency in ms, from when each request was due; raw: from when it was sent',
    table(
      [
        { heading: 'step' },
        ...['requests', '/s', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max', 'raw p50', 'raw p99'].map(
          (heading) => ({ heading, align: right }),
        ),
      ],
      [
        ...Object.entries(report.steps).map(([step, of]) => row(step, of)),
        ...(Object.keys(report.steps).length > 1 ? [row('all', report)] : []),
      ],
    ),
  ].join('\n');
}

function countLines(what: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return [];
  return ['', ...entries.map(([name, count]) => `${formatCount(count).padStart(9)}  ${what} ${name}`)];
}

function checkLines({ checks }: CheckedLoad, paint: View['paint']): string[] {
  if (checks.length === 0) return [];
  return [
    '',
    ...checks.map(({ condition, measured, verdict }) => {
      const word = verdict === 'passed' ? paint.green('passed') : paint.red(verdict);
      return `${word}  fail if ${condition}: ${measured === null ? 'nothing was measured' : `it is ${Number(measured.toPrecision(4))}`}`;
    }),
  ];
}

function figure(value: number | null): string {
  if (value === null) return '–';
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : formatDuration(value);
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
