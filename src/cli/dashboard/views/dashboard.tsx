import { Box, Text } from 'ink';
import type { DashboardState } from '../model/index.ts';
import { Question } from './dialogs.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { type Area, LookContext } from './ink.tsx';
import { Overview } from './overview.tsx';
import { Section } from './section.tsx';
import { Sections } from './sections.tsx';
import { Shoppers } from './shoppers.tsx';

/** Less than this cannot show a sale. */
const LEAST: Area = { columns: 80, rows: 24 };

export interface DashboardProps {
  readonly state: DashboardState;
  readonly size: Area;
  readonly colour: boolean;
}

/** The whole screen as a function of the state: always as many rows as the terminal has. */
export function Dashboard({ state, size, colour }: DashboardProps) {
  const look = { colour, stale: state.connection.state === 'lost' };
  const isTooSmall = size.columns < LEAST.columns || size.rows < LEAST.rows;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      {isTooSmall ? (
        <Text>
          The dashboard needs {LEAST.columns} × {LEAST.rows}; this terminal has {size.columns} × {size.rows}.
          q quits.
        </Text>
      ) : (
        <LookContext value={look}>
          <Header state={state} columns={size.columns} />
          <Body state={state} area={{ columns: size.columns, rows: size.rows - 2 }} />
          <Footer state={state} columns={size.columns} />
        </LookContext>
      )}
    </Box>
  );
}

const SHOPPERS_ROWS = 6;

function Body({ state, area }: { readonly state: DashboardState; readonly area: Area }) {
  const { dialog, screen } = state;
  if (dialog !== null)
    return (
      <>
        <Shoppers state={state} area={{ ...area, rows: SHOPPERS_ROWS }} />
        <Question state={state} dialog={dialog} area={{ ...area, rows: area.rows - SHOPPERS_ROWS }} />
      </>
    );
  if (state.isHelping) return <Help area={area} />;
  if (screen.name === 'sections') return <Sections state={state} screen={screen} area={area} />;
  if (screen.name === 'section') return <Section state={state} sectionId={screen.sectionId} area={area} />;
  return <Overview state={state} area={area} />;
}
