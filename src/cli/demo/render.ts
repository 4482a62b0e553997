import { formatCount, formatDuration, pairs, plural, table, type View } from '../framework/index.ts';
import type { DemoReport } from './report.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  bought: 'bought seats',
  refunded: 'paid too late and got their money back',
  gaveUpWaiting: 'gave up waiting',
  doorsClosed: 'were still waiting when the doors closed',
  leftWhileChoosing: 'left without a word while choosing',
  cancelled: 'cancelled',
  leftAtPayment: 'left at the payment page',
  notPaid: 'did not pay in the end',
  noSeats: 'found no seats together to their liking',
  outOfTime: 'ran out of time',
  refusedAdmission: 'were refused a second session',
};

/** The end of a demo, for people. */
export function renderDemo(report: DemoReport, { paint }: View): string {
  const { waits, scripts } = report;
  return [
    report.ok ? paint.green('the sale is clean') : paint.red('something went wrong'),
    '',
    pairs([
      ['seats', formatCount(report.seats)],
      ['buyers', `${formatCount(report.buyers)}, ${formatCount(report.admitted)} let in`],
      ['seats sold', formatCount(report.sold)],
      ['sold twice', formatCount(report.doubleSold)],
      ['payments lost', formatCount(report.lostPayments)],
      ['refunds', formatCount(report.refunds)],
      ['requests', `${formatCount(report.requests)} in ${formatDuration(report.elapsedMs)} all told`],
      ['wait', `half were in within ${waits.p50Seconds} s, 95 % within ${waits.p95Seconds} s`],
      ['seat maps', mapsLine(report.maps)],
      ['greedy scripts', scriptsLine(scripts)],
      ['seed', String(report.seed)],
    ]),
    '',
    ...Object.entries(report.endings)
      .sort(([, a], [, b]) => b - a)
      .map(([ending, count]) => `${formatCount(count).padStart(8)} ${ENDINGS[ending] ?? ending}`),
    '',
    latencyTable(report),
    ...problemLines(report, paint),
    ...(report.kept === null
      ? []
      : ['', `kept in ${report.kept}; look with: tix audit --store lmdb:${report.kept}/store`]),
  ].join('\n');
}

function mapsLine(maps: DemoReport['maps']): string {
  if (maps === null) return 'the server did not say';
  const { changes, clicks } = maps;
  const ghosts = `${formatCount(clicks.ghosts)} of ${formatCount(clicks.seats)} clicked seats were gone`;
  return `99 % of changes shown within ${changes.lagMs.p99} ms; ${ghosts}`;
}

function scriptsLine({ people, admitted, advantage, advantageError }: DemoReport['scripts']): string {
  const count = `${plural(people, 'script')}, ${formatCount(admitted)} let in`;
  return advantage === null
    ? count
    : `${count}: ${advantage.toFixed(2)} ± ${(advantageError ?? 0).toFixed(2)} times the chance of an honest buyer`;
}

function latencyTable({ steps }: DemoReport): string {
  const right = 'right' as const;
  const ms = (value: number) => value.toFixed(1);
  return table(
    [
      { heading: 'step' },
      { heading: 'requests', align: right },
      { heading: 'p50 ms', align: right },
      { heading: 'p95 ms', align: right },
      { heading: 'p99 ms', align: right },
    ],
    Object.entries(steps).map(([step, { count, p50Ms, p95Ms, p99Ms }]) => [
      step,
      formatCount(count),
      ms(p50Ms),
      ms(p95Ms),
      ms(p99Ms),
    ]),
  );
}

const VIOLATIONS_SHOWN = 20;

function problemLines({ unexpected, violations }: DemoReport, paint: View['paint']): string[] {
  const lines = [
    ...Object.entries(unexpected).map(([what, count]) => `${formatCount(count)} × unexpected ${what}`),
    ...violations
      .slice(0, VIOLATIONS_SHOWN)
      .map(({ code, message, ids }) => `${code}: ${message} (${ids.join(', ')})`),
    ...(violations.length > VIOLATIONS_SHOWN ? [`and ${violations.length - VIOLATIONS_SHOWN} more`] : []),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map(paint.red)];
}
