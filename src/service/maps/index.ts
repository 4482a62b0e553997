export { createEventBodies, type EventBodies } from './event-bodies.ts';
export { freeSeats } from './free-seats.ts';
export {
  blockMapBody,
  jsonRepresentation,
  packedSectionBody,
  type Representation,
  sectionCountsBody,
  sectionMapBody,
} from './map-body.ts';
export { createMapMeasures, type MapMeasures, type MapReport } from './map-measures.ts';
export { createSeatMaps, type SeatMaps } from './seat-maps.ts';
