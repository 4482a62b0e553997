import { Text } from 'ink';
import { formatCount } from '../../framework/index.ts';
import { percent } from '../draw/index.ts';
import {
  type DashboardState,
  orderedSections,
  type Screen,
  type Section,
  takenShare,
} from '../model/index.ts';
import { type Area, Line, Panel } from './ink.tsx';
import { SeatBar } from './seats.tsx';

const NUMBER_COLUMNS = 66;
const BAR_COLUMNS_MAX = 60;

/** Every section in numbers, one of them chosen. */
export function Sections({
  state,
  screen,
  area,
}: {
  readonly state: DashboardState;
  readonly screen: Extract<Screen, { name: 'sections' }>;
  readonly area: Area;
}) {
  const sections = orderedSections(state.snapshot, screen.order);
  const at = Math.max(
    0,
    sections.findIndex(({ sectionId }) => sectionId === screen.sectionId),
  );
  const shown = area.rows - 2;
  const first = Math.max(0, Math.min(sections.length - shown, at - Math.floor(shown / 2)));
  const cells = Math.min(BAR_COLUMNS_MAX, area.columns - NUMBER_COLUMNS - 2);
  return (
    <Panel
      title="Sections"
      aside={`${screen.order === 'venue' ? 'as in the venue' : 'fullest first'}, ${formatCount(at + 1)} of ${formatCount(sections.length)}`}
      area={area}
    >
      <Line>
        <Text bold>{`   ${row(['section', 'seats', 'free', 'held', 'checkout', 'sold', 'taken'])}`}</Text>
      </Line>
      {sections.slice(first, first + shown).map((section) => (
        <SectionLine
          key={section.sectionId}
          section={section}
          cells={cells}
          isChosen={section.sectionId === screen.sectionId}
        />
      ))}
    </Panel>
  );
}

function SectionLine({
  section,
  cells,
  isChosen,
}: {
  readonly section: Section;
  readonly cells: number;
  readonly isChosen: boolean;
}) {
  const { sectionId, total, available, held, inCheckout, sold } = section;
  const numbers = [total, available, held, inCheckout, sold].map(formatCount);
  return (
    <Line>
      <Text bold={isChosen}>
        {isChosen ? ' › ' : '   '}
        {row([sectionId.slice(0, 8), ...numbers, percent(takenShare(section))])}
      </Text>
      {'  '}
      <SeatBar seats={section} cells={cells} />
    </Line>
  );
}

/** `A38         926      412       31         12      471   56 %` */
function row([name = '', ...numbers]: readonly string[]): string {
  return name.padEnd(9) + numbers.map((number) => number.padStart(9)).join('');
}
