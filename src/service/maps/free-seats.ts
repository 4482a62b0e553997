import type { Section, Venue } from '../../core/venue/index.ts';
import type { SectionMap } from '../ports/index.ts';

/** 1 per seat of the section, in plan order, that can be had at `nowMs`; what allocation works on. */
export function freeSeats(venue: Venue, section: Section, map: SectionMap, nowMs: number): Uint8Array {
  const free = new Uint8Array(section.seatCount);
  // Maps and plan list the same seats in the same order, unless seeding was interrupted and the map has gaps.
  const planIndexOf = map.seats.length === section.seatCount ? venue.seatIdOrder(section) : undefined;
  for (let k = 0; k < map.seats.length; k++) {
    const seat = map.seats[k];
    if (seat === undefined) continue;
    const index = planIndexOf === undefined ? venue.findSeat(seat.seatId)?.index : planIndexOf[k];
    if (index === undefined) continue;
    const lapsed = seat.availability === 'locked' && seat.expiresAtMs !== null && seat.expiresAtMs <= nowMs;
    free[index] = seat.availability === 'available' || lapsed ? 1 : 0;
  }
  return free;
}
