import type { FeatureDocument } from '../document.ts';
import { boundsOf, contains, insidePoint, type Point } from '../geometry/index.ts';
import type { Section } from '../plan/index.ts';
import { element, escapeXml, round, textElement } from './markup.ts';
import { COLOURS } from './palette.ts';

const FEATURE_FILL = {
  pitch: COLOURS.grass,
  stage: COLOURS.stage,
  floor: COLOURS.floor,
  wall: COLOURS.gone,
} as const;

export function featureShape(feature: FeatureDocument, unit: number): string {
  const ink = feature.kind === 'stage' ? COLOURS.paper : COLOURS.ink;
  const label = feature.name === undefined ? [] : [areaLabel(feature.polygon, feature.name, ink, 3 * unit)];
  return element(
    'g',
    {},
    element('path', {
      d: outline(feature.polygon),
      fill: FEATURE_FILL[feature.kind],
      stroke: COLOURS.outline,
      'stroke-width': 0.08 * unit,
    }),
    ...label,
  );
}

export interface SectionStyle {
  readonly fill: string;
  readonly price: string;
  readonly availability: { readonly available: number; readonly total: number } | undefined;
  /** Only a tint, because seats are drawn on it. */
  readonly pale: boolean;
  /** A hundredth of the picture's width, in metres. */
  readonly unit: number;
}

export function sectionShape(section: Section, style: SectionStyle): string {
  const { availability } = style;
  const soldOut = availability?.available === 0;
  return element(
    'g',
    { 'data-section': section.id },
    element('title', {}, escapeXml(tooltip(section, style))),
    element('path', {
      d: outline(section.polygon),
      fill: soldOut ? COLOURS.gone : style.fill,
      'fill-opacity': style.pale ? 0.15 : opacity(availability),
      stroke: COLOURS.outline,
      'stroke-width': 0.12 * style.unit,
      'stroke-linejoin': 'round',
    }),
  );
}

/** Drawn after seats, so that it stays readable. Boxes and tables keep their middle: their section is named below it. */
export function sectionLabel(section: Section, unit: number): string {
  const size = 1.9 * unit;
  if (section.kind !== 'units') return areaLabel(section.polygon, section.name, COLOURS.ink, size);
  const { minX, maxX, maxY } = boundsOf(section.polygon);
  return haloText((minX + maxX) / 2, maxY + 1.4 * unit, section.name, COLOURS.ink, 0.6 * size);
}

function tooltip(section: Section, { availability, price }: SectionStyle): string {
  const places =
    availability === undefined
      ? `${section.seatCount} places`
      : `${availability.available} of ${availability.total} places available`;
  return `${section.name}: ${places}, ${price}`;
}

function opacity(availability: SectionStyle['availability']): number {
  if (availability === undefined || availability.available === 0) return 0.85;
  return 0.2 + 0.65 * (availability.available / Math.max(1, availability.total));
}

function outline(polygon: readonly Point[]): string {
  return `M${polygon.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

/** A name as large as fits: its width is taken as 0.62 of the letter height per letter. */
function areaLabel(polygon: readonly Point[], name: string, fill: string, most: number): string {
  const [x, y] = insidePoint(polygon);
  const room = roomAround(polygon, x, y);
  const size = Math.min(room.width / (0.62 * Math.max(2, name.length)), room.height * 0.8, most);
  return haloText(x, y + size * 0.36, name, fill, Math.max(size, most / 4));
}

function haloText(x: number, y: number, text: string, fill: string, size: number): string {
  const halo =
    fill === COLOURS.ink
      ? { stroke: COLOURS.paper, 'stroke-width': size * 0.2, 'paint-order': 'stroke' }
      : {};
  return textElement(
    { x, y, 'font-size': size, 'text-anchor': 'middle', 'font-weight': 600, fill, ...halo },
    text,
  );
}

/** Free width and height around a point, looking outwards in steps. */
function roomAround(polygon: readonly Point[], x: number, y: number): { width: number; height: number } {
  const { minX, minY, maxX, maxY } = boundsOf(polygon);
  const step = Math.max(maxX - minX, maxY - minY) / 40;
  const reach = (dx: number, dy: number): number => {
    let steps = 0;
    while (steps < 40 && contains(polygon, x + dx * step * (steps + 1), y + dy * step * (steps + 1)))
      steps += 1;
    return steps * step;
  };
  return {
    width: 1.8 * Math.min(reach(1, 0), reach(-1, 0)),
    height: 1.8 * Math.min(reach(0, 1), reach(0, -1)),
  };
}
