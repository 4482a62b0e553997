import type { Venue, VenueSeat } from '../../core/venue/plan/index.ts';
import type { Speech } from '../i18n/index.ts';
import { seatName } from '../venue-map/index.ts';
import type { ShownState } from './choice.ts';

/** Everything about a seat in one line, for a pointer and for ears. */
export function seatLine(speech: Speech, venue: Venue, seat: VenueSeat, state: ShownState): string {
  const { say, format } = speech;
  const attributes = seat.attributes.map((attribute) => say.seats[attribute]);
  return [
    seatName(speech, venue, seat),
    format.money(seat.priceMinor, venue.currency),
    say.seats[state],
    ...attributes,
  ].join(', ');
}
