import type { SteadyPlan } from '../../core/plan/index.ts';
import type { TurnReport } from '../../service/tuning/index.ts';
import { formatCount, formatDuration, type Paint, pairs } from '../framework/index.ts';

/** A turn in two lines: what was seen and done, and why. */
export function turnLines(report: TurnReport, paint: Paint): string {
  const { at, seen, target, tauBefore, outcome, since, reason } = report;
  const time = new Date(at * 1000).toISOString().slice(11, 19);
  const live = seen === null ? 'nothing seen' : `${formatCount(seen.live)} of ${formatCount(target)} in`;
  const came =
    since === null || since.expected === null
      ? ''
      : `  ${formatCount(since.real)} let in in ${since.seconds} s, ${formatCount(since.expected)} expected`;
  return [
    `${time}  ${paint.bold(live)}  τ ${tauText(tauBefore)}${change(report)}  ${outcomeText(outcome, paint)}${came}`,
    `          ${paint.dim(reason)}`,
  ].join('\n');
}

function change({ outcome, entry }: TurnReport): string {
  if (entry === null) return '';
  return outcome === 'published' ? ` → ${tauText(entry.tau)}` : ` (would be ${tauText(entry.tau)})`;
}

const OUTCOMES: Readonly<Record<TurnReport['outcome'], string>> = {
  published: 'published',
  unchanged: 'unchanged',
  held: 'held',
  frozen: 'frozen',
  dryRun: 'dry run',
  doorsShut: 'doors shut',
};

function outcomeText(outcome: TurnReport['outcome'], paint: Paint): string {
  const word = OUTCOMES[outcome];
  if (outcome === 'published') return paint.green(word);
  return outcome === 'unchanged' ? word : paint.yellow(word);
}

export function tauText(tau: number | null): string {
  if (tau === null) return 'unknown';
  return tau === 0 ? 'closed' : `${formatCount(Number(tau.toPrecision(4)))} s`;
}

export function planLines({ admissionsPerSecond, tau, saleSeconds, waits }: SteadyPlan): string {
  const time = (seconds: number) => formatDuration(seconds * 1000);
  return pairs([
    [
      'admissions',
      `${Number(admissionsPerSecond.toPrecision(3))} a second (Little’s law: shoppers over session time)`,
    ],
    ['τ', `${formatCount(tau)} s on average`],
    ['the sale lasts', time(saleSeconds)],
    [
      'waits',
      `half of those who get in wait ${time(waits.p25)} to ${time(waits.p75)}, one in ten more than ${time(waits.p90)}`,
    ],
  ]);
}
