import type { Problem } from '../../errors/index.ts';

export type Column =
  | 'level'
  | 'section'
  | 'block'
  | 'row'
  | 'seat'
  | 'tier'
  | 'price'
  | 'kind'
  | 'capacity'
  | 'attributes'
  | 'x'
  | 'y';

export const COLUMNS: readonly Column[] = [
  'level',
  'section',
  'block',
  'row',
  'seat',
  'tier',
  'price',
  'kind',
  'capacity',
  'attributes',
  'x',
  'y',
];

const REQUIRED: readonly Column[] = ['section', 'row', 'seat', 'price'];

/** Other names that box offices use, written as `plain` writes them. */
const ALIASES: Readonly<Record<Column, readonly string[]>> = {
  level: ['floor', 'levelid'],
  section: ['sectionid', 'sec', 'area', 'sector', 'stand'],
  block: ['blockid', 'bay'],
  row: ['rowid', 'rowname', 'rowlabel'],
  seat: ['seatid', 'seatnumber', 'seatno', 'seatlabel', 'number', 'place'],
  tier: ['tierid', 'pricetier', 'pricelevel', 'pricecategory', 'priceband', 'category'],
  price: ['amount', 'facevalue', 'ticketprice'],
  kind: ['type', 'unittype'],
  capacity: ['admits', 'people'],
  attributes: ['attribute', 'accessibility', 'features'],
  x: ['posx', 'xm'],
  y: ['posy', 'ym'],
};

const COLUMN_BY_NAME = new Map(
  COLUMNS.flatMap((column) => [column, ...ALIASES[column]].map((name): [string, Column] => [name, column])),
);

/** Lower case without spaces, hyphens, underscores or dots: `Seat No.` and `seat_no` are one. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._-]/g, '');
}

/** Position of each column in a line. A column nobody knows is an error: a misspelt `attributes` must not lose wheelchair places. */
export function readHeader(
  header: readonly string[],
  line: number,
  problems: Problem[],
): ReadonlyMap<Column, number> {
  const positions = new Map<Column, number>();
  const path = `line ${line}`;
  header.forEach((title, position) => {
    const column = COLUMN_BY_NAME.get(plain(title));
    if (column === undefined) {
      const shown =
        title === '' ? `column ${position + 1} has no title` : `there is no column "${title.slice(0, 40)}"`;
      problems.push({ path, message: `${shown}; known are ${COLUMNS.join(', ')}` });
    } else if (positions.has(column)) {
      problems.push({ path, message: `column ${column} is there twice` });
    } else {
      positions.set(column, position);
    }
  });
  for (const column of REQUIRED) {
    if (!positions.has(column)) problems.push({ path, message: `column ${column} is missing` });
  }
  return positions;
}
