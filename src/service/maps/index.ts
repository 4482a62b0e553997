export { freeSeats } from './free-seats.ts';
export { blockMapBody, sectionMapBody } from './map-body.ts';
export { createSeatMaps, type SeatMaps, type SectionCount } from './seat-maps.ts';
