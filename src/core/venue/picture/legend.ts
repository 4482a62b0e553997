import type { Bounds } from '../geometry/index.ts';
import type { Section, Venue } from '../plan/index.ts';
import { formatPrice } from '../price.ts';
import { element, textElement } from './markup.ts';
import { COLOURS } from './palette.ts';

const COLUMNS = 3;

export interface LegendEntry {
  readonly text: string;
  readonly fill: string;
  readonly round: boolean;
}

/** Price tiers that occur, dearest first, then what the looks of seats mean. */
export function legendEntries(
  venue: Venue,
  sections: readonly Section[],
  colours: ReadonlyMap<string, string>,
  withSeats: boolean,
  shading: { readonly isFree?: unknown; readonly availability?: unknown },
): readonly LegendEntry[] {
  const occurring = new Set(sections.flatMap((section) => section.tierIds));
  const tiers = venue.tiers
    .filter((tier) => occurring.has(tier.id))
    .sort((a, b) => b.priceMinor - a.priceMinor)
    .map((tier) => ({
      text: `${tier.name}  ${formatPrice(tier.priceMinor, venue.currency)}`,
      fill: colours.get(tier.id) ?? COLOURS.outline,
      round: withSeats,
    }));
  const hasWheelchairPlaces =
    withSeats &&
    sections.some((section) => venue.seatsOf(section).some((seat) => seat.attributes.includes('wheelchair')));
  const shaded = shading.isFree !== undefined || shading.availability !== undefined;
  return [
    ...tiers,
    ...(hasWheelchairPlaces
      ? [{ text: 'Wheelchair place (square)', fill: COLOURS.outline, round: false }]
      : []),
    ...(shaded ? [{ text: 'Not available', fill: COLOURS.gone, round: withSeats }] : []),
  ];
}

/** The legend below the plan. `unit` is a hundredth of the picture's width, in metres. */
export function legend(
  entries: readonly LegendEntry[],
  view: Bounds,
  unit: number,
): { readonly markup: string; readonly height: number } {
  const line = 3.2 * unit;
  const height = (Math.ceil(entries.length / COLUMNS) + 0.5) * line;
  const background = element('rect', {
    x: view.minX,
    y: view.maxY,
    width: view.maxX - view.minX,
    height,
    fill: COLOURS.paper,
  });
  const drawn = entries.map(({ text, fill, round }, index) => {
    const x = view.minX + 3 * unit + (index % COLUMNS) * 32 * unit;
    const y = view.maxY + (Math.floor(index / COLUMNS) + 0.5) * line;
    const size = 1.8 * unit;
    return element(
      'g',
      {},
      element('rect', { x, y, width: size, height: size, rx: round ? size / 2 : 0.2 * unit, fill }),
      textElement({ x: x + 2.6 * unit, y: y + 1.5 * unit, 'font-size': 1.6 * unit, fill: COLOURS.ink }, text),
    );
  });
  return { markup: element('g', {}, background, ...drawn), height };
}
