import type { CheckVerdict } from '../../gate/index.ts';
import { dataTable, type Markup, markup } from '../../page/index.ts';
import { count, figure as written } from '../../words.ts';
import { fairnessRows } from '../fairness-rows.ts';
import type { SimulationReport } from '../simulation-report.ts';

export const VERDICTS: Readonly<Record<CheckVerdict, string>> = {
  passed: 'pass',
  unproven: 'pass (may be chance)',
  failed: 'fail',
  unmeasured: 'fail (nothing to measure)',
};

/** The conditions and what came of them. */
export function gateSection({ gate }: SimulationReport): Markup {
  const whose = gate.usual
    ? 'The scenario has no conditions of its own; these are the usual ones.'
    : 'The conditions of the scenario’s failIf.';
  return markup`<p>${whose} Intervals here hold all at once: a fair sale fails less than once in a thousand runs.</p>
${dataTable('Checks', {
  columns: ['must not be', 'result', 'measured', 'from', 'to'],
  words: ['result'],
  rows: gate.checks.map(({ condition, verdict, measured }) => [
    condition,
    VERDICTS[verdict],
    measured === null ? '' : written(measured.value),
    measured?.low == null ? '' : written(measured.low),
    measured?.high == null ? '' : written(measured.high),
  ]),
})}`;
}

export function fairnessSection(report: SimulationReport): Markup {
  return dataTable('Fairness measures', {
    columns: ['measure', 'what it says', 'effect', '95 % interval', 'p'],
    words: ['what it says'],
    rows: fairnessRows(report).map(({ path, meaning, effect, interval, pValue }) => [
      path,
      meaning,
      effect,
      interval,
      pValue,
    ]),
  });
}

export function settingsSection(report: SimulationReport): Markup {
  const { settings, seed, design, totals } = report;
  const rows = [
    ['people', count(report.people)],
    ['attackers’ accounts', count(report.accounts)],
    ['seats', count(report.seats)],
    ['target of shoppers', count(settings.target)],
    ['k', written(settings.k)],
    ['slot', `${settings.slotSeconds} s`],
    ['τ', typeof settings.tau === 'number' ? `fixed, ${settings.tau} s` : settings.tau],
    ['sampling rate', written(settings.samplingRate)],
    ['proof of work', `${settings.powBits} bits`],
    ['design', design],
    ['seed', String(seed)],
    ['tokens minted', count(totals.mints)],
    ['requests for admission', count(totals.polls)],
  ];
  return dataTable('Settings', { columns: ['setting', 'value'], words: ['value'], rows });
}
