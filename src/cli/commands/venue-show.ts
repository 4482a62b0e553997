import { UserError } from '../../core/errors/index.ts';
import { venueSvg, venueText } from '../../core/venue/index.ts';
import {
  defineCommand,
  formatCount,
  formatMoney,
  pairs,
  plural,
  table,
  text,
  writeText,
} from '../framework/index.ts';
import { readVenue, VENUE_SUMMARY } from '../venue-source.ts';

export default defineCommand({
  name: 'venue show',
  description: `
    Describes a venue: levels, sections, seats, prices. With --svg it draws the seat map into a file.`,
  args: { file: text({ summary: VENUE_SUMMARY, required: true }) },
  options: {
    section: text({ summary: 'only this section, with its blocks and rows', placeholder: 'ID' }),
    svg: text({ summary: 'write the picture here', placeholder: 'OUT' }),
  },
  examples: [
    { line: 'tix venue show stadium-100k', does: 'What a shipped venue holds' },
    { line: 'tix venue show theatre-2k --svg theatre.svg', does: 'Draw the seat map' },
  ],
  async run({ file, section: sectionId, svg }, ctx) {
    const venue = await readVenue(ctx, file);
    const section = sectionId === undefined ? undefined : venue.section(sectionId);
    if (sectionId !== undefined && section === undefined) {
      throw new UserError('SECTION_UNKNOWN', `${venue.name} has no section ${JSON.stringify(sectionId)}`);
    }
    if (svg !== undefined) {
      await writeText(ctx, svg, venueSvg(venue, sectionId === undefined ? {} : { sectionId }));
    }
    return {
      id: venue.id,
      ...venueText(venue),
      section: section && {
        id: section.id,
        name: section.name,
        seatCount: section.seatCount,
        blocks: section.blocks.map(({ id, name, seatCount, rows }) => ({
          id,
          name,
          seatCount,
          rows: rows.map((row) => ({ id: row.id, seatCount: row.seatCount })),
        })),
      },
      svg: svg ?? null,
    };
  },
  render(shown, { paint }) {
    const head = `${paint.bold(shown.title)}  ${formatCount(shown.seatCount)} seats  (${shown.id})`;
    const body = shown.section === undefined ? wholeVenue(shown) : oneSection(shown.section);
    const picture = shown.svg === null ? [] : [`\npicture: ${shown.svg}`];
    return [head, '', body, ...picture].join('\n');
  },
});

type Summary = ReturnType<typeof venueText>;

function wholeVenue({ levels, tiers, attributes, currency }: Summary): string {
  const byLevel = levels.map((level) => {
    const rows = level.sections.map((section) => [
      section.id,
      section.name === section.id ? '' : section.name,
      section.kind,
      String(section.blocks),
      String(section.rows),
      formatCount(section.seatCount),
      priceRange(section.minPriceMinor, section.maxPriceMinor, currency),
    ]);
    return `${level.name}, ${plural(level.seatCount, 'seat')}\n${table(SECTION_COLUMNS, rows)}`;
  });
  const tierRows = tiers.map((tier) => [
    tier.id,
    tier.name,
    formatMoney(tier.priceMinor, currency),
    formatCount(tier.seatCount),
  ]);
  const marked = attributes.map(
    ({ attribute, seatCount }) => [attribute, plural(seatCount, 'seat')] as const,
  );
  return [...byLevel, table(TIER_COLUMNS, tierRows), pairs(marked)]
    .filter((part) => part !== '')
    .join('\n\n');
}

const SECTION_COLUMNS = [
  { heading: 'section' },
  { heading: 'name' },
  { heading: 'kind' },
  { heading: 'blocks', align: 'right' },
  { heading: 'rows', align: 'right' },
  { heading: 'seats', align: 'right' },
  { heading: 'price', align: 'right' },
] as const;

const TIER_COLUMNS = [
  { heading: 'tier' },
  { heading: 'name' },
  { heading: 'price', align: 'right' },
  { heading: 'seats', align: 'right' },
] as const;

function priceRange(minMinor: number, maxMinor: number, currency: string): string {
  const max = formatMoney(maxMinor, currency);
  return minMinor === maxMinor
    ? max
    : `${formatMoney(minMinor, currency)} – ${max.slice(currency.length + 1)}`;
}

interface SectionDetail {
  readonly id: string;
  readonly name: string;
  readonly seatCount: number;
  readonly blocks: readonly {
    readonly id: string;
    readonly name: string;
    readonly seatCount: number;
    readonly rows: readonly { readonly id: string; readonly seatCount: number }[];
  }[];
}

function oneSection(section: SectionDetail): string {
  const rows = section.blocks.map((block) => [
    block.id,
    block.name,
    formatCount(block.seatCount),
    rowSpan(block.rows.map((row) => row.id)),
  ]);
  return [
    `section ${section.id}  ${section.name}  ${plural(section.seatCount, 'seat')}`,
    '',
    table(
      [{ heading: 'block' }, { heading: 'name' }, { heading: 'seats', align: 'right' }, { heading: 'rows' }],
      rows,
    ),
  ].join('\n');
}

function rowSpan(ids: readonly string[]): string {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return '';
  return ids.length === 1 ? first : `${first} to ${last} (${ids.length})`;
}
