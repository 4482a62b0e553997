export {
  type Bounds,
  boundsOf,
  grown,
  isInside,
  middleOf,
  overlaps,
  roomAround,
  wholePlan,
} from './bounds.ts';
export { centreOf, hotSections } from './hot-sections.ts';
export { OverviewMap } from './overview-map.tsx';
export { seatName, seatNameById } from './seat-name.ts';
export { TierMark } from './tier-mark.tsx';
export { useVenue } from './use-venue.ts';
