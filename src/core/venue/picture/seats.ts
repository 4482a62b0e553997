import type { Section, Venue, VenueSeat } from '../plan/index.ts';
import { element, escapeXml, round, textElement } from './markup.ts';
import { COLOURS } from './palette.ts';

const SEAT_M = 0.4;

/** All seats of a section, one path per look: dots in their tier's colour, squares for wheelchair places, rings for those gone. */
export function seatDots(
  seats: readonly VenueSeat[],
  section: Section,
  colours: ReadonlyMap<string, string>,
  isFree: ((seat: VenueSeat) => boolean) | undefined,
): string {
  if (section.kind === 'standing') return '';
  if (section.kind === 'units') return seats.map((seat) => unitShape(seat, colours, isFree)).join('');
  const looks = Map.groupBy(seats, (seat) => {
    const free = isFree === undefined || isFree(seat);
    const shape = seat.attributes.includes('wheelchair') ? 'square' : 'round';
    return `${free ? (colours.get(seat.tier) ?? COLOURS.outline) : COLOURS.gone} ${shape}`;
  });
  return [...looks]
    .map(([look, group]) => {
      const [stroke = COLOURS.outline, shape = 'round'] = look.split(' ');
      return element('path', {
        d: group.map(({ x, y }) => `M${round(x)} ${round(y)}h.001`).join(''),
        fill: 'none',
        stroke,
        'stroke-width': shape === 'square' ? 0.62 : SEAT_M,
        'stroke-linecap': shape,
      });
    })
    .join('');
}

function unitShape(
  unit: VenueSeat,
  colours: ReadonlyMap<string, string>,
  isFree: ((seat: VenueSeat) => boolean) | undefined,
): string {
  const free = isFree === undefined || isFree(unit);
  return element(
    'g',
    {},
    element('title', {}, escapeXml(`${unit.number}: admits ${unit.admits}`)),
    element('circle', {
      cx: unit.x,
      cy: unit.y,
      r: 0.7,
      fill: free ? (colours.get(unit.tier) ?? COLOURS.outline) : COLOURS.gone,
    }),
    textElement(
      {
        x: unit.x,
        y: unit.y + 0.2,
        'font-size': 0.55,
        'text-anchor': 'middle',
        'font-weight': 600,
        fill: COLOURS.paper,
      },
      unit.number,
    ),
  );
}

/** Row names beside the first seat of each row. */
export function rowLabels(venue: Venue, section: Section): string {
  if (section.kind !== 'seated') return '';
  const seats = venue.seatsOf(section);
  return section.blocks
    .flatMap((block) => block.rows)
    .flatMap((row) => {
      const first = seats[row.firstSeat];
      const second = seats[row.firstSeat + 1] ?? first;
      if (first === undefined || second === undefined) return [];
      const along = Math.hypot(second.x - first.x, second.y - first.y) || 1;
      const away = 0.45 / along;
      return textElement(
        {
          x: first.x - (second.x - first.x) * away,
          y: first.y - (second.y - first.y) * away + 0.1,
          'font-size': 0.28,
          'text-anchor': 'middle',
          fill: COLOURS.outline,
        },
        row.id,
      );
    })
    .join('');
}

/** Block names beyond the middle of each block's last row. */
export function blockLabels(venue: Venue, section: Section): string {
  const seats = venue.seatsOf(section);
  if (section.kind !== 'seated' || section.blocks.length < 2) return '';
  return section.blocks
    .flatMap((block) => {
      const ofBlock = seats.slice(block.firstSeat, block.firstSeat + block.seatCount);
      const x = ofBlock.reduce((sum, seat) => sum + seat.x, 0) / Math.max(1, ofBlock.length);
      const y = ofBlock.reduce((sum, seat) => sum + seat.y, 0) / Math.max(1, ofBlock.length);
      return textElement(
        {
          x,
          y,
          'font-size': 1.1,
          'text-anchor': 'middle',
          'font-weight': 600,
          fill: COLOURS.ink,
          stroke: COLOURS.paper,
          'stroke-width': 0.25,
          'paint-order': 'stroke',
        },
        block.name,
      );
    })
    .join('');
}
