export { type Bounds, boundsOf, grown, isInside, overlaps } from './bounds.ts';
export { centreOf, hotSections } from './hot-sections.ts';
export { OverviewMap } from './overview-map.tsx';
export { TierMark, tierClass } from './tier-mark.tsx';
export { useVenue } from './use-venue.ts';
