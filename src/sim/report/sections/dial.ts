import { figure, linePlot, type Markup, markup, type Point } from '../../page/index.ts';
import { briefPercent, percent, span, figure as written } from '../../words.ts';
import type { SimulationReport } from '../simulation-report.ts';

/** What another setting of k would have made of the same arrivals. */
export function dialFigures({ fairness, settings }: SimulationReport): Markup[] {
  const curve = fairness.luckToFifo;
  const ks = curve.map(({ k }) => k);
  const x = {
    label: `k, from luck to first come, first served (this sale: ${settings.k})`,
    domain: [Math.min(1, ...ks), Math.max(2, ...ks)] as const,
    log: true,
    ticks: [1, 2, 4, 8, 16, 32],
    format: String,
  };
  const own = curve.find(({ k }) => k === settings.k);
  const table = {
    columns: ['k', 'order kept', 'first tenth let in', 'last tenth let in', 'median wait', 'nine in ten'],
    rows: curve.map((point) => [
      written(point.k),
      point.orderKept === null ? '' : written(point.orderKept),
      percent(point.firstTenth),
      percent(point.lastTenth),
      point.medianWaitSeconds === null ? '' : span(point.medianWaitSeconds),
      point.p90WaitSeconds === null ? '' : span(point.p90WaitSeconds),
    ]),
  };
  const kept = curve.flatMap(({ k, orderKept }): Point[] => (orderKept === null ? [] : [[k, orderKept]]));
  return [
    figure({
      id: 'dial-order',
      title: 'From luck to first come, first served',
      says:
        own === undefined || own.orderKept === null
          ? 'Too few people were let in to tell.'
          : `Of two people who came at different times, the earlier one is let in first ${percent((1 + own.orderKept) / 2)} of the time. 50 % is a lottery, 100 % a queue.`,
      drawing: linePlot({
        x,
        y: { label: 'order kept', domain: [Math.min(0, ...kept.map(([, y]) => y)), 1], format: written },
        lines: [{ name: 'order kept', look: 'line s1', points: kept, dots: true }, ...ownLine(settings.k)],
      }),
      table,
    }),
    figure({
      id: 'dial-chance',
      title: 'What coming first is worth',
      says:
        own === undefined
          ? 'Nobody came.'
          : `Of the tenth that came first ${percent(own.firstTenth)} are let in, of the last tenth ${percent(own.lastTenth)}.`,
      drawing: linePlot({
        x,
        y: {
          label: 'let in',
          domain: [0, Math.max(0.01, ...curve.flatMap((p) => [p.firstTenth, p.lastTenth])) * 1.05],
          format: briefPercent,
        },
        lines: [
          {
            name: 'first tenth',
            look: 'line s1',
            points: curve.map((p): Point => [p.k, p.firstTenth]),
            dots: true,
          },
          {
            name: 'last tenth',
            look: 'line s2 dashed',
            points: curve.map((p): Point => [p.k, p.lastTenth]),
            dots: true,
          },
        ],
      }),
      legend: [
        { name: 'the tenth that came first', look: 'line s1' },
        { name: 'the tenth that came last', look: 'line s2 dashed' },
      ],
      table,
    }),
  ];

  function ownLine(k: number) {
    return [{ name: 'this sale', look: 'reference', points: [[k, 0] as Point, [k, 1] as Point] }];
  }
}

/** How true the odds were that people were told. */
export function oddsFigure({ fairness: { estimates } }: SimulationReport): Markup {
  if (estimates === null || estimates.odds === null) {
    return markup`<figure><h3>Odds told and odds true</h3><p class="says">No odds were shown: the seats were expected to last, or nobody was told a wait.</p></figure>`;
  }
  const { bands, meanError } = estimates.odds;
  const told = bands.map(({ said, actual }): Point => [said, actual]);
  const most = Math.min(1, 1.1 * Math.max(0.001, ...told.flat()));
  const [coverage, early, late] = [estimates.coverage, estimates.early, estimates.late].map(({ value }) =>
    percent(value),
  );
  return figure({
    id: 'odds',
    title: 'Odds told and odds true',
    says: `${coverage} were let in within the wait they were shown, ${early} sooner, ${late} later. Odds were off by ${percent(meanError)} on average.`,
    drawing: linePlot({
      x: { label: 'chance people were told', domain: [0, most], format: briefPercent },
      y: { label: 'share let in', domain: [0, most], format: briefPercent },
      lines: [
        {
          name: 'perfect',
          look: 'reference',
          points: [
            [0, 0],
            [most, most],
          ],
        },
        { name: 'measured', look: 'line s1', points: told, dots: 'only' },
      ],
      whiskers: bands.map(({ said, low, high }) => [said, low, Math.min(most, high)]),
    }),
    table: {
      columns: ['told', 'people', 'let in', 'from', 'to'],
      rows: bands.map(({ said, shown, actual, low, high }) => [
        percent(said),
        written(shown),
        percent(actual),
        percent(low),
        percent(high),
      ]),
    },
  });
}
