import {
  answers,
  fairnessRows,
  figure,
  percent,
  type SimulationReport,
  span,
  times,
  VERDICTS,
} from '../../sim/index.ts';
import { formatCount, formatDuration, table, type View } from '../framework/index.ts';
import { bar, chart, interval } from './charts.ts';
import { wrapped } from './wrapped.ts';

/** The end of a simulation, for people: three answers, the course of the sale, and the tables behind them. */
export function renderSummary(report: SimulationReport, view: View): string {
  return [
    head(report, view),
    answersOf(report, view),
    shoppers(report, view),
    admissions(report, view),
    dial(report, view),
    classes(report, view),
    ...attackers(report, view),
    ladder(report, view),
    fairness(report, view),
    gate(report, view),
  ].join('\n\n');
}

function head(report: SimulationReport, { paint }: View): string {
  const { settings, elapsedMs, tokens } = report;
  const rate = elapsedMs > 0 ? `, ${formatCount((tokens * 1000) / elapsedMs)}/s` : '';
  return [
    `${paint.bold(report.name)}  ${formatCount(tokens)} tokens, ${formatCount(report.seats)} seats`,
    `k ${settings.k}, slot ${settings.slotSeconds} s, target ${formatCount(settings.target)}, seed ${report.seed}${
      report.design === 'tix' ? '' : `, design ${paint.yellow(report.design)}`
    }; ${formatDuration(elapsedMs)}${rate}, ${formatCount(report.peakRssBytes / 1e6)} MB`,
  ].join('\n');
}

const INDENT = '  ';

function answersOf(report: SimulationReport, { paint, columns }: View): string {
  const tones = { good: paint.green, bad: paint.red, plain: paint.bold } as const;
  return answers(report)
    .map(({ question, short, tone, details }) =>
      [
        paint.dim(question),
        ...wrapped(short, columns, '').map(tones[tone]),
        ...details.flatMap((detail) => wrapped(detail, columns, INDENT)),
      ].join('\n'),
    )
    .join('\n\n');
}

function shoppers({ series, controller }: SimulationReport, view: View): string {
  return chart(
    {
      title: `shoppers at once (target ${formatCount(controller.target)}, at most ${percent(controller.overshoot)} above)`,
      values: series.live.map((live, i) => live + (series.passes[i] ?? 0)),
      reference: series.target,
      ...ends(series.at),
      format: formatCount,
    },
    view,
  );
}

function admissions({ series, admitted }: SimulationReport, view: View): string {
  return chart(
    {
      title: `let in per second (${formatCount(admitted)} sessions in all)`,
      values: series.admissions,
      ...ends(series.at),
      format: figure,
    },
    view,
  );
}

function ends(at: readonly number[]): { from: string; to: string } {
  return { from: span(at[0] ?? 0), to: span(at.at(-1) ?? 0) };
}

function dial({ fairness: { luckToFifo }, settings }: SimulationReport, { paint }: View): string {
  const rows = luckToFifo
    .filter(({ k }) => [1, 2, 4, 8, 32].includes(k) || k === settings.k)
    .map(({ k, orderKept, firstTenth, lastTenth }) => {
      const share = orderKept === null ? null : (1 + orderKept) / 2;
      const shown = `${k}${k === settings.k ? ' (this)' : ''}`;
      return [
        shown,
        share === null ? '' : `${bar(2 * share - 1)} ${percent(share)}`,
        percent(firstTenth),
        percent(lastTenth),
      ];
    });
  const title = paint.bold('from luck to first come: how often the first of two is let in first');
  return `${title}\n${table(
    [
      { heading: 'k' },
      { heading: '50 % (luck) to 100 % (queue)' },
      { heading: 'first tenth', align: 'right' },
      { heading: 'last tenth', align: 'right' },
    ],
    rows,
  )}`;
}

const NAME_COLUMNS = 20;

function classes({ classes: all }: SimulationReport, { paint }: View): string {
  const rows = all.map(({ name, tokens, buyers, chance, waits, advantage }) => [
    clip(name),
    formatCount(tokens),
    formatCount(buyers),
    percent(chance.value),
    waits.p50 === null ? '' : span(waits.p50),
    waits.p90 === null ? '' : span(waits.p90),
    advantage === null ? '' : times(advantage.value),
  ]);
  const right = 'right' as const;
  return `${paint.bold('classes')}\n${table(
    [
      { heading: 'name' },
      { heading: 'people', align: right },
      { heading: 'bought', align: right },
      { heading: 'chance', align: right },
      { heading: 'wait: half', align: right },
      { heading: '9 of 10', align: right },
      { heading: 'over others', align: right },
    ],
    rows,
  )}`;
}

function attackers({ attackers: all }: SimulationReport, { paint }: View): string[] {
  if (all.length === 0) return [];
  const measured = all.flatMap(({ advantage }) => advantage ?? []);
  const scale = {
    low: Math.min(0.9, ...measured.map(({ low }) => low)),
    high: Math.max(1.1, ...measured.map(({ high }) => high)),
    reference: 1,
  };
  const rows = all.map(({ name, tokens, advantage, gainPerHuman, price }) => [
    clip(name),
    formatCount(tokens),
    advantage === null ? '' : times(advantage.value),
    advantage === null ? '' : interval(advantage, scale),
    gainPerHuman === null ? '' : times(gainPerHuman),
    price.accounts === null ? 'none' : figure(price.accounts),
  ]);
  const right = 'right' as const;
  return [
    `${paint.bold('cheats: chance of a seat per account over that of honest people (┆ is ×1)')}\n${table(
      [
        { heading: 'name' },
        { heading: 'accounts', align: right },
        { heading: 'gain', align: right },
        { heading: '95 % interval' },
        { heading: 'per person', align: right },
        { heading: 'acc./seat', align: right },
      ],
      rows,
    )}`,
  ];
}

function ladder(
  { ladder: { classes: honest, attackers: cheats } }: SimulationReport,
  { paint }: View,
): string {
  const right = 'right' as const;
  return `${paint.bold('abuse ladder: who is warned, and who is locked out for a while (docs/abuse.md)')}\n${table(
    [
      { heading: 'name' },
      { heading: 'warned', align: right },
      { heading: 'at most', align: right },
      { heading: 'locked out', align: right },
      { heading: 'at most', align: right },
      { heading: 'first signal' },
    ],
    [...honest, ...cheats].map(({ name, warned, lockedOut, firstSignal }) => [
      clip(name),
      percent(warned.value),
      percent(warned.high),
      percent(lockedOut.value),
      percent(lockedOut.high),
      firstSignal ?? '',
    ]),
  )}`;
}

function fairness(report: SimulationReport, { paint }: View): string {
  const right = 'right' as const;
  return `${paint.bold('fairness (docs/fairness.md defines the measures)')}\n${table(
    [
      { heading: 'measure' },
      { heading: 'effect', align: right },
      { heading: '95 % interval', align: right },
      { heading: 'p', align: right },
    ],
    fairnessRows(report).map(({ path, effect, interval: range, pValue }) => [path, effect, range, pValue]),
  )}`;
}

function gate({ gate: { checks, ok, usual } }: SimulationReport, { paint }: View): string {
  const right = 'right' as const;
  const colours = { passed: paint.green, unproven: paint.yellow, failed: paint.red, unmeasured: paint.red };
  const rows = checks.map(({ condition, verdict, measured }) => [
    colours[verdict](VERDICTS[verdict]),
    condition,
    measured === null ? '' : figure(measured.value),
  ]);
  const title = usual ? 'the usual checks (the scenario has none of its own)' : 'checks';
  return `${paint.bold(title)}: ${ok ? paint.green('pass') : paint.red('fail')}\n${table(
    [{ heading: 'result' }, { heading: 'must not be' }, { heading: 'measured', align: right }],
    rows,
  )}`;
}

function clip(name: string): string {
  return name.length <= NAME_COLUMNS ? name : `${name.slice(0, NAME_COLUMNS - 1)}…`;
}
