import type { Point, Section, Venue } from '../../core/venue/plan/index.ts';

const HOT_SHARE = 0.1;

/**
 * Sections that are likely to go first: of all seated ones the tenth that is nearest to the focus for its price. Nearness and cheapness
 * are compared as ranks, so that neither metres nor currency matter. An estimate from the plan alone.
 */
export function hotSections(venue: Pick<Venue, 'sections' | 'focus'>): ReadonlySet<string> {
  const seated = venue.sections.filter((section) => section.kind === 'seated');
  if (seated.length < 4) return new Set();
  const nearness = ranks(seated, (section) => distance(centreOf(section.polygon), venue.focus));
  const cheapness = ranks(seated, (section) => section.minPriceMinor);
  const score = (section: Section) => (nearness.get(section.id) ?? 0) + (cheapness.get(section.id) ?? 0);
  const best = [...seated].sort((a, b) => score(a) - score(b));
  return new Set(
    best.slice(0, Math.max(1, Math.round(seated.length * HOT_SHARE))).map((section) => section.id),
  );
}

/** Position of each section by a measure, 0 to 1; equal measures share a place. */
function ranks(
  sections: readonly Section[],
  measure: (section: Section) => number,
): ReadonlyMap<string, number> {
  const values = [...new Set(sections.map(measure))].sort((a, b) => a - b);
  const place = new Map(values.map((value, index) => [value, index / Math.max(1, values.length - 1)]));
  return new Map(sections.map((section) => [section.id, place.get(measure(section)) ?? 0]));
}

/** The middle of the corners: good enough for a label and a distance. */
export function centreOf(polygon: readonly Point[]): Point {
  const count = Math.max(1, polygon.length);
  const [x, y] = polygon.reduce<[number, number]>((sum, [px, py]) => [sum[0] + px, sum[1] + py], [0, 0]);
  return [x / count, y / count];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
