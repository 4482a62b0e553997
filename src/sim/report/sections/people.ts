import {
  dataTable,
  domainOf,
  figure,
  type IntervalRow,
  intervalHeight,
  intervalPlot,
  linePlot,
  type Markup,
  markup,
  type Point,
  timeTicks,
} from '../../page/index.ts';
import { briefPercent, briefSpan, count, percent, span, times, figure as written } from '../../words.ts';
import type { ArrivalRow, SimulationReport } from '../simulation-report.ts';
import { timeAxis } from './course.ts';

/** Quantiles of fewer people than this are noise, and not drawn. */
const ADMITTED_MIN = 30;

/** How long people waited, by when they came. Everybody there before the opening is one bin, drawn at 0. */
export function waitFigure({ arrivals }: SimulationReport): Markup {
  const known = arrivals.flatMap(({ fromSeconds, admitted, p10, p50, p90 }, i) => {
    const until = arrivals[i + 1]?.fromSeconds ?? fromSeconds;
    const at = fromSeconds === null ? 0 : (fromSeconds + (until ?? fromSeconds)) / 2;
    return admitted < ADMITTED_MIN || p10 === null || p50 === null || p90 === null
      ? []
      : [{ at, p10, p50, p90 }];
  });
  const first = known[0];
  const last = known.at(-1);
  const says =
    first === undefined || last === undefined
      ? 'Nobody was let in.'
      : `Half of those who came first and got in waited ${span(first.p50)} or less; of those who came last, ${span(last.p50)}.`;
  const highest = Math.max(60, ...known.map(({ p90 }) => p90));
  return figure({
    id: 'waits',
    title: 'Wait by time of arrival',
    says,
    drawing: linePlot({
      x: {
        ...timeAxis([0, Math.max(60, ...known.map(({ at }) => at))]),
        label: 'arrival, time since the opening',
      },
      y: {
        label: 'wait',
        domain: [0, highest * 1.05],
        ticks: timeTicks(0, highest * 1.05),
        format: briefSpan,
      },
      band: { look: 'band', points: known.map(({ at, p10, p90 }) => [at, p10, p90]) },
      lines: [
        { name: 'median', look: 'line s1', points: known.map(({ at, p50 }): Point => [at, p50]), dots: true },
      ],
    }),
    legend: [
      { name: 'half waited less', look: 'line s1' },
      { name: 'eight of ten', look: 'swatch' },
    ],
    table: {
      columns: [
        'came from',
        'people',
        'let in',
        'bought',
        'one in ten waited less than',
        'half',
        'nine in ten',
      ],
      rows: arrivals.map(arrivalCells),
    },
  });
}

function arrivalCells({ fromSeconds, people, admitted, buyers, p10, p50, p90 }: ArrivalRow): string[] {
  const wait = (seconds: number | null) => (seconds === null ? 'nobody' : span(seconds));
  const from = fromSeconds === null ? 'before the opening' : span(fromSeconds);
  return [from, count(people), count(admitted), count(buyers), wait(p10), wait(p50), wait(p90)];
}

/** Chance of a seat by class, of those who stay: who gives up is no matter of fairness. */
export function chanceFigure({ classes, fairness }: SimulationReport): Markup {
  const rows = classes.map(({ name, chanceOfSteadfast }): IntervalRow => ({ name, ...chanceOfSteadfast }));
  const apart = (['latency', 'device', 'region'] as const).flatMap((factor) => {
    const found = fairness[factor]?.riskRatio ?? null;
    return found === null
      ? []
      : [`${factor} ${percent(found.value - 1)} (at most ${percent(found.high - 1)})`];
  });
  const says =
    apart.length === 0
      ? 'One class of people, so nothing to compare.'
      : `Among those who came at the same time the luckier have, by ${apart.join(', ')}, a larger chance.`;
  return figure({
    id: 'chances',
    title: 'Chance of a seat by class, of those who stay',
    says,
    height: intervalHeight(rows.length),
    drawing: intervalPlot(
      rows,
      { label: 'share that bought, with 95 % interval', domain: domainOf(rows, null), format: briefPercent },
      null,
    ),
    table: {
      columns: [
        'class',
        'people',
        'let in',
        'bought',
        'chance of all',
        'of those who stay',
        'from',
        'to',
        'over others',
        'median wait',
        'nine in ten',
      ],
      rows: classes.map(({ name, tokens, admitted, buyers, chance, chanceOfSteadfast, advantage, waits }) => [
        name,
        count(tokens),
        count(admitted),
        count(buyers),
        percent(chance.value),
        percent(chanceOfSteadfast.value),
        percent(chanceOfSteadfast.low),
        percent(chanceOfSteadfast.high),
        advantage === null ? '' : times(advantage.value),
        waits.p50 === null ? '' : span(waits.p50),
        waits.p90 === null ? '' : span(waits.p90),
      ]),
    },
  });
}

/** What each attack gains per account. */
export function attackFigure({ attackers }: SimulationReport): Markup {
  const rows = attackers.flatMap(({ name, advantage }): IntervalRow[] =>
    advantage === null ? [] : [{ name, value: advantage.value, low: advantage.low, high: advantage.high }],
  );
  if (rows.length === 0) {
    return markup`<figure><h3>What cheats gain</h3><p class="says">There are no cheats in this scenario, or nothing to hold them against.</p></figure>`;
  }
  return figure({
    id: 'attacks',
    title: 'What cheats gain',
    says: 'Chance of a seat per account, over that of honest people who came at the same time. ×1 is no gain.',
    height: intervalHeight(rows.length),
    drawing: intervalPlot(
      rows,
      {
        label: 'advantage, with 95 % interval',
        domain: domainOf(rows, 1),
        format: (value) => `×${written(value)}`,
      },
      1,
    ),
    table: {
      columns: [
        'attacker',
        'kind',
        'accounts',
        'persons',
        'bought',
        'advantage',
        'from',
        'to',
        'head start',
        'gain per person',
      ],
      rows: attackers.map((each) => [
        each.name,
        each.attack,
        count(each.tokens),
        count(each.humans),
        count(each.buyers),
        ...(each.advantage === null
          ? ['', '', '']
          : [times(each.advantage.value), times(each.advantage.low), times(each.advantage.high)]),
        each.headStartSeconds === null ? '' : `${written(each.headStartSeconds.value)} s`,
        each.gainPerHuman === null ? '' : times(each.gainPerHuman),
      ]),
    },
  });
}

/** What one seat costs, honestly and otherwise. */
export function priceTable({ attackers, honestPrice }: SimulationReport): Markup {
  const cell = (value: number | null) => (value === null ? 'no seat bought' : written(value));
  const rows = [{ name: 'honest people', price: honestPrice }, ...attackers].map(({ name, price }) => [
    name,
    cell(price.accounts),
    cell(price.thousandHashes),
    cell(price.requests),
  ]);
  return markup`<h3 class="table">What one seat costs</h3>
${dataTable('What one seat costs', { columns: ['who', 'accounts', '1,000 hashes', 'requests'], rows })}`;
}
