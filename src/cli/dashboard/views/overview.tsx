import { Box } from 'ink';
import type { DashboardState } from '../model/index.ts';
import type { Area } from './ink.tsx';
import { Seats, seatsRows } from './seats.tsx';
import { Service } from './service.tsx';
import { Shoppers } from './shoppers.tsx';
import { Tuner } from './tuner.tsx';

const WIDE = { columns: 140, rows: 36 };

/** Rows of each panel where there is least room; they fill a screen of 24 rows together with its first and last line. */
const LEAST = { shoppers: 6, seats: 5, service: 6, tuner: 5 };

/** The whole sale on one screen: one column of panels, or two where there is room. */
export function Overview({ state, area }: { readonly state: DashboardState; readonly area: Area }) {
  return area.columns >= WIDE.columns && area.rows >= WIDE.rows ? (
    <TwoColumns state={state} area={area} />
  ) : (
    <OneColumn state={state} area={area} />
  );
}

function OneColumn({
  state,
  area: { columns, rows },
}: {
  readonly state: DashboardState;
  readonly area: Area;
}) {
  const spare = Math.max(0, rows - Object.values(LEAST).reduce((sum, each) => sum + each, 0));
  const more = { shoppers: Math.ceil(spare * 0.35), service: Math.floor(spare * 0.25) };
  const seats = LEAST.seats + spare - more.shoppers - more.service;
  return (
    <Box flexDirection="column">
      <Shoppers state={state} area={{ columns, rows: LEAST.shoppers + more.shoppers }} />
      <Seats state={state} area={{ columns, rows: seats }} />
      <Service state={state} area={{ columns, rows: LEAST.service + more.service }} />
      <Tuner state={state} area={{ columns, rows: LEAST.tuner }} />
    </Box>
  );
}

function TwoColumns({
  state,
  area: { columns, rows },
}: {
  readonly state: DashboardState;
  readonly area: Area;
}) {
  const left = Math.floor((columns - 2) / 2);
  const right = columns - 2 - left;
  const lower = Math.max(14, Math.floor(rows * 0.4));
  const seats = Math.min(rows - LEAST.tuner - 2, seatsRows(state.snapshot.seats.sections.length, right));
  return (
    <Box>
      <Box flexDirection="column" marginRight={2}>
        <Shoppers state={state} area={{ columns: left, rows: rows - lower }} />
        <Service state={state} area={{ columns: left, rows: lower }} />
      </Box>
      <Box flexDirection="column">
        <Seats state={state} area={{ columns: right, rows: seats }} />
        <Tuner state={state} area={{ columns: right, rows: rows - seats }} />
      </Box>
    </Box>
  );
}
