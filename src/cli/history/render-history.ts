import type { HistoryReport } from '../../core/history/index.ts';
import { formatCount, type Paint, plural } from '../framework/index.ts';

const SHOWN = 20;

/** What the check of a history found, for people. */
export function renderHistory(report: HistoryReport, paint: Paint): string {
  const { contradictions, undecided, operations, unknown, sessions, seats } = report;
  const head = report.ok
    ? paint.green('all that buyers were told is true')
    : paint.red(plural(contradictions.length, 'contradiction'));
  const scope = `${plural(operations, 'operation')} of ${plural(sessions, 'session')} on ${plural(seats, 'seat')}`;
  const more = contradictions.length - SHOWN;
  return [
    `${head}  ${report.run}: ${scope}${unknown === 0 ? '' : `, ${formatCount(unknown)} of them without an answer`}`,
    ...(report.refusalsNotJudged === null
      ? []
      : [paint.yellow(`refusals were not judged: ${report.refusalsNotJudged}`)]),
    ...(undecided.length === 0
      ? []
      : [
          paint.yellow(
            `${plural(undecided.length, 'seat')} undecided, too many orders to try: ${undecided.slice(0, SHOWN).join(' ')}`,
          ),
        ]),
    ...contradictions
      .slice(0, SHOWN)
      .flatMap(({ code, message, detail }) => ['', `${paint.bold(code)}  ${message}`, `  ${detail}`]),
    ...(more > 0 ? ['', `… and ${formatCount(more)} more`] : []),
  ].join('\n');
}
