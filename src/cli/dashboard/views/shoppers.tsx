import { Box } from 'ink';
import { formatCount, formatDuration } from '../../framework/index.ts';
import {
  about,
  markRowFromTop,
  percent,
  plot,
  rate,
  roundTop,
  shareOf,
  tauInWords,
  waitInWords,
} from '../draw/index.ts';
import { type DashboardState, seriesOf } from '../model/index.ts';
import { type Area, In, Line, Panel } from './ink.tsx';

const NUMBER_COLUMNS = 44;
const AXIS_COLUMNS = 8;
const NUMBER_ROWS = 5;

/** Above the target by more than this share, the number is marked. */
const OVERSHOOT = 0.05;

/** How many are in and how many should be, over time; and how fast people are let in. */
export function Shoppers({ state, area }: { readonly state: DashboardState; readonly area: Area }) {
  const { columns, rows } = area;
  const inner = rows - 1;
  const isTall = inner > NUMBER_ROWS + 4;
  const plotArea = isTall
    ? { columns: columns - 2, rows: inner - NUMBER_ROWS }
    : { columns: columns - NUMBER_COLUMNS - 1, rows: inner };
  const target = state.snapshot.tuner?.target ?? null;
  const { spanMs, values } = seriesOf(state.history, plotArea.columns - AXIS_COLUMNS, ({ live }) => live);
  return (
    <Panel title="Shoppers" aside={`live sessions, last ${formatDuration(spanMs)}`} area={area}>
      <Box flexDirection={isTall ? 'column' : 'row'}>
        <Box flexDirection="column" width={isTall ? columns : NUMBER_COLUMNS} flexShrink={0}>
          <Numbers state={state} />
        </Box>
        <Box flexDirection="column" marginLeft={1}>
          <Plotted values={values} target={target} rows={plotArea.rows} />
        </Box>
      </Box>
    </Panel>
  );
}

function Numbers({ state: { snapshot } }: { readonly state: DashboardState }) {
  const { sessions, sale, queue, admissionsPerSecond } = snapshot;
  const target = snapshot.tuner?.target ?? null;
  const isOver = target !== null && sessions.live > target * (1 + OVERSHOOT);
  const arriving = queue.arrivalsPerSecond === null ? '' : `, +${rate(queue.arrivalsPerSecond)}/s`;
  return (
    <>
      <Line>
        {' live     '}
        <In tone={isOver ? 'bad' : 'live'}>{`${isOver ? '! ' : ''}${formatCount(sessions.live)}`}</In>
        {target === null
          ? ` of at most ${formatCount(sessions.softCap)}`
          : ` of ${formatCount(target)} wanted (${percent(shareOf(sessions.live, target))})`}
      </Line>
      <Line>
        {` in       ${formatCount(sessions.inReservation)} choose, ${formatCount(sessions.inCheckout)} pay, ${formatCount(sessions.waitingPasses)} called`}
      </Line>
      <Line>
        {` let in   ${rate(admissionsPerSecond)}/s · τ ${tauInWords(sale?.tau ?? null)}${sale === null ? '' : ` · k ${sale.rules.k}`}`}
      </Line>
      <Line>{` waiting  ${about(queue.waitingPeople)}${arriving}`}</Line>
      <Line>{` told     ${waitInWords(sale?.wait ?? null)}`}</Line>
    </>
  );
}

function Plotted({
  values,
  target,
  rows,
}: {
  readonly values: readonly (number | null)[];
  readonly target: number | null;
  readonly rows: number;
}) {
  const top = roundTop(Math.max(target === null ? 0 : target * 1.1, ...values.map((value) => value ?? 0)));
  const markRow = markRowFromTop({ rows, top, mark: target });
  const lines = plot({ values, rows, top, mark: target });
  return lines.map((line, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
    <Line key={row}>
      {row === markRow ? (
        <In tone="mark">{axis(target)}</In>
      ) : (
        axis(row === 0 ? top : row === rows - 1 ? 0 : null)
      )}
      <In tone="live">{line}</In>
    </Line>
  ));
}

/** A number beside the plot: `  2,000 ┤`. */
function axis(value: number | null): string {
  if (value === null) return `${' '.repeat(AXIS_COLUMNS - 2)} │`;
  const shown = value < 10_000 ? formatCount(value) : `${Number((value / 1000).toPrecision(3))}k`;
  return `${shown.padStart(AXIS_COLUMNS - 2)} ┤`;
}
