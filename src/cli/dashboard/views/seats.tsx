import { Text } from 'ink';
import { formatCount } from '../../framework/index.ts';
import { cellsFor, heatMark, percent, shareOf } from '../draw/index.ts';
import { type DashboardState, type Section, takenShare } from '../model/index.ts';
import { type Area, In, Line, Panel, type Tone } from './ink.tsx';

/** From gone to free, as the bar shows them; each has a shade of its own beside its colour. */
const KINDS = [
  { name: 'sold', glyph: '█', words: 'sold' },
  { name: 'inCheckout', glyph: '▓', words: 'in checkout' },
  { name: 'held', glyph: '▒', words: 'held' },
  { name: 'available', glyph: '░', words: 'free' },
] as const satisfies readonly { name: Tone & keyof Section; glyph: string; words: string }[];

/** The seats of the house by what has become of them, and the heat of each section. */
export function Seats({ state, area }: { readonly state: DashboardState; readonly area: Area }) {
  const { seats } = state.snapshot;
  const inner = area.columns - 2;
  return (
    <Panel
      title="Seats"
      aside={`${formatCount(seats.total)} in ${formatCount(seats.sections.length)} sections`}
      area={area}
    >
      <Legend seats={seats} />
      <Line>
        {' '}
        <SeatBar seats={seats} cells={inner} />
      </Line>
      <Heat sections={seats.sections} area={{ columns: inner, rows: area.rows - 3 }} />
    </Panel>
  );
}

function Legend({ seats }: { readonly seats: Omit<Section, 'sectionId'> }) {
  return (
    <Line>
      {KINDS.map(({ name, glyph, words }, i) => (
        <Text key={name}>
          {i === 0 ? ' ' : '  '}
          <In tone={name}>{glyph}</In>
          {` ${formatCount(seats[name])} ${words} ${percent(shareOf(seats[name], seats.total)).replace(' ', '')}`}
        </Text>
      ))}
    </Line>
  );
}

/** Sold, in checkout, held and free seats as parts of one bar. */
export function SeatBar({
  seats,
  cells,
}: {
  readonly seats: Omit<Section, 'sectionId'>;
  readonly cells: number;
}) {
  const parts = cellsFor(
    KINDS.map(({ name }) => seats[name]),
    cells,
  );
  return KINDS.map(({ name, glyph }, i) => (
    <In key={name} tone={name}>
      {glyph.repeat(parts[i] ?? 0)}
    </In>
  ));
}

/** `A38 ▇ 87 %`, and two blanks. */
const CELL_COLUMNS = 12;

/** Rows in which so many sections all have their names, and one that stays free. */
export function seatsRows(sections: number, columns: number): number {
  return 5 + Math.ceil(sections / perRowOf(columns - 2));
}

function perRowOf(columns: number): number {
  return Math.max(1, Math.floor(columns / CELL_COLUMNS));
}

function Heat({ sections, area }: { readonly sections: readonly Section[]; readonly area: Area }) {
  const perRow = perRowOf(area.columns);
  const isNamed = Math.ceil(sections.length / perRow) < area.rows;
  return isNamed ? (
    <>
      <Line>{' taken by section: · nothing, ▁ to ▇ part, █ all sold'}</Line>
      {rowsOf(sections, perRow).map((row) => (
        <Line key={row[0]?.sectionId}>
          {' '}
          {row.map((section) => (
            <NamedHeat key={section.sectionId} section={section} />
          ))}
        </Line>
      ))}
    </>
  ) : (
    rowsOf(sections, area.columns).map((row) => (
      <Line key={row[0]?.sectionId}>
        {' '}
        {row.map((section) => (
          <In key={section.sectionId} tone={heatTone(section)}>
            {heatMark(section)}
          </In>
        ))}
      </Line>
    ))
  );
}

function NamedHeat({ section }: { readonly section: Section }) {
  return (
    <Text>
      {section.sectionId.slice(0, 5).padEnd(5)}
      <In tone={heatTone(section)}>{heatMark(section)}</In>
      {percent(takenShare(section)).replace(' ', '').padStart(5)}{' '}
    </Text>
  );
}

function heatTone(section: Section): Tone {
  const taken = takenShare(section);
  return section.sold >= section.total ? 'sold' : taken > 0.85 ? 'held' : 'live';
}

function rowsOf(sections: readonly Section[], perRow: number): (readonly Section[])[] {
  return Array.from({ length: Math.ceil(sections.length / perRow) }, (_, row) =>
    sections.slice(row * perRow, (row + 1) * perRow),
  );
}
