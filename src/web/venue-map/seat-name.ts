import { UNIT_ROW, type Venue, type VenueSeat } from '../../core/venue/plan/index.ts';
import type { Speech } from '../i18n/index.ts';

/** A seat as people say it: `Section A38, row 6, seat 34`; a box or a standing place by section and number. */
export function seatName({ say }: Speech, venue: Venue, seat: VenueSeat): string {
  const section = venue.section(seat.sectionId);
  const name = section?.name ?? seat.sectionId;
  return section?.kind === 'seated' && seat.rowId !== UNIT_ROW
    ? say.seats.seatName(name, seat.rowId, seat.number)
    : say.seats.placeName(name, seat.number);
}

/** The same by id; the id's own parts while the plan is not here. */
export function seatNameById(speech: Speech, venue: Venue | undefined, seatId: string): string {
  const seat = venue?.findSeat(seatId);
  return venue === undefined || seat === undefined
    ? seatId.replaceAll('#', ' ')
    : seatName(speech, venue, seat);
}
