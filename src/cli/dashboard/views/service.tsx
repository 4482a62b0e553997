import type { ReactNode } from 'react';
import { formatCount } from '../../framework/index.ts';
import { latency, percent, plot, rate, roundTop, sparkline } from '../draw/index.ts';
import type { DashboardState } from '../model/index.ts';
import { type Area, In, Line, Panel } from './ink.tsx';

/** Beyond these a number is marked with `!`: something is wrong that an operator should look at. */
const LIMITS = { errorRate: 0.01, ghostRate: 0.05, mapAgeP99Ms: 15_000 };

const MINUTES = 30;
const TABLE_ROWS = 5;

/** Sales over time, and how the service does: holds, requests, maps, abuse. */
export function Service({ state, area }: { readonly state: DashboardState; readonly area: Area }) {
  const { holds, http, maps, flags } = state.snapshot;
  const chartRows = area.rows - 1 - TABLE_ROWS;
  const perMinute = minutesBack(state);
  return (
    <Panel title="Sales and service" aside={`seats sold a minute, last ${MINUTES} min`} area={area}>
      <Row
        name="sales"
        cells={[
          `${formatCount(perMinute.at(-2) ?? 0)} a minute`,
          `${formatCount(perMinute.at(-1) ?? 0)} in this one`,
        ]}
      >
        {chartRows < 3 ? <In tone="sold">{sparkline(perMinute)}</In> : null}
      </Row>
      {chartRows < 3 ? null : <Chart values={perMinute} rows={chartRows} columns={area.columns} />}
      <Row
        name="holds"
        cells={[
          `kept ${percent(holds.successRate, 1)}`,
          `ghost seats ${percent(holds.ghostRate, 2)}`,
          ...latencies(holds),
        ]}
        isWrong={[false, exceeds(holds.ghostRate, LIMITS.ghostRate)]}
      />
      <Row
        name="requests"
        cells={[
          `${rate(http.requestsPerSecond)} a second`,
          `errors ${percent(http.errorRate, 2)}`,
          ...latencies(http),
        ]}
        isWrong={[false, exceeds(http.errorRate, LIMITS.errorRate)]}
      />
      <Row
        name="maps"
        cells={[
          `cached ${percent(maps.cacheHitRate, 1)}`,
          'age',
          ...latencies({ p50Ms: maps.ageP50Ms, p99Ms: maps.ageP99Ms }),
        ]}
        isWrong={[false, false, false, exceeds(maps.ageP99Ms, LIMITS.mapAgeP99Ms)]}
      />
      <Row
        name="abuse"
        cells={[`${formatCount(flags.warned)} warned`, `${formatCount(flags.lockedOut)} locked out`]}
      />
    </Panel>
  );
}

const CELL_COLUMNS = [18, 22, 13, 14];

function Row({
  name,
  cells,
  isWrong = [],
  children,
}: {
  readonly name: string;
  readonly cells: readonly string[];
  readonly isWrong?: readonly boolean[];
  readonly children?: ReactNode;
}) {
  return (
    <Line>
      {` ${name.padEnd(9)}`}
      {cells.map((cell, i) => {
        const shown = (isWrong[i] === true ? `! ${cell}` : cell).padEnd(CELL_COLUMNS[i] ?? 0);
        return isWrong[i] === true ? (
          <In key={cell} tone="bad">
            {shown}
          </In>
        ) : (
          shown
        );
      })}
      {children}
    </Line>
  );
}

function Chart({
  values,
  rows,
  columns,
}: {
  readonly values: readonly (number | null)[];
  readonly rows: number;
  readonly columns: number;
}) {
  const top = roundTop(Math.max(...values.map((value) => value ?? 0)));
  const wide = Math.max(1, Math.floor((columns - 10) / values.length));
  const lines = plot({ values: values.flatMap((value) => Array(wide).fill(value)), rows, top, mark: null });
  return lines.map((line, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place
    <Line key={row}>
      {row === 0 ? `${formatCount(top).padStart(7)} ┤` : row === rows - 1 ? '      0 ┤' : '        │'}
      <In tone="sold">{line}</In>
    </Line>
  ));
}

function latencies({ p50Ms, p99Ms }: { readonly p50Ms: number | null; readonly p99Ms: number | null }) {
  return [`p50 ${latency(p50Ms)}`, `p99 ${latency(p99Ms)}`];
}

function exceeds(value: number | null, limit: number): boolean {
  return value !== null && value > limit;
}

/** Seats sold in each of the last minutes, oldest first; minutes in which nothing was sold are zero. */
function minutesBack({ snapshot: { sales, atMs } }: DashboardState): number[] {
  const byMinute = new Map(sales.perMinute);
  const thisMinute = Math.floor(atMs / 60_000) * 60;
  return Array.from({ length: MINUTES }, (_, i) => byMinute.get(thisMinute - (MINUTES - 1 - i) * 60) ?? 0);
}
