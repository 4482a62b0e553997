import { UserError } from '../../errors/index.ts';
import { type Bounds, boundsOf } from '../geometry/index.ts';
import type { Section, Venue, VenueSeat } from '../plan/index.ts';
import { formatPrice } from '../price.ts';
import { featureShape, sectionLabel, sectionShape } from './areas.ts';
import { legend, legendEntries } from './legend.ts';
import { element, escapeXml, round } from './markup.ts';
import { COLOURS, tierColours } from './palette.ts';
import { blockLabels, rowLabels, seatDots } from './seats.ts';

export interface SectionAvailability {
  readonly available: number;
  readonly total: number;
}

export interface VenueSvgOptions {
  /** Draw every seat. Default: when the whole has at most 5,000, or one section is shown. */
  readonly seats?: boolean | 'auto';
  /** Show this section only, with its rows named. */
  readonly sectionId?: string;
  /** Default 1,200. */
  readonly widthPx?: number;
  /** Sections are shaded by the share that can still be had; unknown ones are drawn plain. */
  readonly availability?: (sectionId: string) => SectionAvailability | undefined;
  /** Seats that are gone are drawn hollow. */
  readonly isFree?: (seat: VenueSeat) => boolean;
}

const AUTO_SEATS_MAX = 5_000;

/**
 * The venue, or one section of it, as an SVG picture: sections in the colour of their price tier, named, with a legend and a spoken
 * description. Units of the drawing are metres.
 *
 * @throws UserError `SECTION_UNKNOWN` when `sectionId` is not of this venue.
 */
export function venueSvg(venue: Venue, options: VenueSvgOptions = {}): string {
  const shown = options.sectionId === undefined ? undefined : venue.section(options.sectionId);
  if (options.sectionId !== undefined && shown === undefined) {
    throw new UserError('SECTION_UNKNOWN', `There is no section ${options.sectionId} in this venue.`);
  }
  const colours = tierColours(venue);
  const view = viewOf(venue, shown);
  const unit = (view.maxX - view.minX) / 100;
  const sections = shown === undefined ? venue.sections : [shown];
  const withSeats = wantsSeats(venue, shown, options.seats ?? 'auto');
  const key = legend(legendEntries(venue, sections, colours, withSeats, options), view, unit);
  const width = options.widthPx ?? 1200;
  const viewWidth = view.maxX - view.minX;
  const viewHeight = view.maxY - view.minY + key.height;

  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: [view.minX, view.minY, viewWidth, viewHeight].map(round).join(' '),
      width,
      height: Math.round((width * viewHeight) / viewWidth),
      role: 'img',
      'aria-labelledby': 'venue-title venue-desc',
      'font-family': 'system-ui, "DejaVu Sans", sans-serif',
    },
    element(
      'title',
      { id: 'venue-title' },
      escapeXml(shown === undefined ? venue.name : `${venue.name}, section ${shown.name}`),
    ),
    element('desc', { id: 'venue-desc' }, escapeXml(describe(venue, sections))),
    element('rect', {
      x: view.minX,
      y: view.minY,
      width: viewWidth,
      height: viewHeight,
      fill: COLOURS.paper,
    }),
    ...(venue.document.features ?? []).map((feature) => featureShape(feature, unit)),
    ...venue.sections.map((section) =>
      sectionShape(section, {
        fill:
          shown === undefined || shown === section
            ? (colours.get(section.tier) ?? COLOURS.faint)
            : COLOURS.faint,
        price: priceRange(venue, section),
        availability: options.availability?.(section.id),
        pale: withSeats && (shown === undefined || shown === section),
        unit,
      }),
    ),
    ...(withSeats
      ? sections.map((section) => seatDots(venue.seatsOf(section), section, colours, options.isFree))
      : []),
    ...(shown === undefined
      ? sections.map((section) => sectionLabel(section, unit))
      : [rowLabels(venue, shown), blockLabels(venue, shown)]),
    key.markup,
  );
}

function wantsSeats(venue: Venue, shown: Section | undefined, seats: boolean | 'auto'): boolean {
  if (seats !== 'auto') return seats;
  return shown !== undefined || venue.seatCount <= AUTO_SEATS_MAX;
}

function viewOf(venue: Venue, shown: Section | undefined): Bounds {
  const points =
    shown === undefined
      ? [...venue.sections, ...(venue.document.features ?? [])].flatMap(({ polygon }) => polygon)
      : shown.polygon;
  const bounds = boundsOf(points);
  const margin = Math.max(bounds.maxX - bounds.minX, bounds.maxY - bounds.minY) * 0.04 + 0.5;
  return {
    minX: bounds.minX - margin,
    minY: bounds.minY - margin,
    maxX: bounds.maxX + margin,
    maxY: bounds.maxY + margin,
  };
}

function priceRange(venue: Venue, section: Section): string {
  const low = formatPrice(section.minPriceMinor, venue.currency);
  const high = formatPrice(section.maxPriceMinor, venue.currency);
  return low === high ? low : `${low} to ${high}`;
}

function describe(venue: Venue, sections: readonly Section[]): string {
  const places = sections.reduce((sum, section) => sum + section.seatCount, 0).toLocaleString('en');
  const tiers = venue.tiers
    .map((tier) => `${tier.name} ${formatPrice(tier.priceMinor, venue.currency)}`)
    .join(', ');
  if (sections.length === 1) return `${places} places. Price tiers: ${tiers}.`;
  return `${places} places in ${sections.length} sections on ${venue.levels.length} levels. Price tiers: ${tiers}.`;
}
