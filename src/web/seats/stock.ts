import { SEAT_CODES, unpackSeats } from '../../core/packed/index.ts';
import type { Section, Venue, VenueSeat } from '../../core/venue/plan/index.ts';
import type { Choice, ShownState } from './choice.ts';

/** The seats of a venue with what the map last said of each and what this buyer knows better. Answers by position, so that 100,000 are quick. */
export interface Stock {
  readonly venue: Venue;
  shownAt(section: Section, index: number): ShownState;
  shown(seat: VenueSeat): ShownState;
  freeIn(section: Section, from?: number, count?: number): number;
}

const NAMES: readonly ShownState[] = ['free', 'held', 'sold', 'absent'];

/** `packed` is two bits a seat in venue order; without it nothing is known, and nothing is offered. */
export function stockOf(venue: Venue, packed: ArrayBuffer | undefined, choice: Choice): Stock {
  const codes = unpackSeats(new Uint8Array(packed ?? new ArrayBuffer(0)), venue.seatCount);
  const known = new Map<number, ShownState>();
  const mark = (seatIds: Iterable<string>, state: ShownState) => {
    for (const seatId of seatIds) {
      const at = positionOf(venue, seatId);
      if (at !== undefined) known.set(at, state);
    }
  };
  mark(choice.lost.keys(), 'held');
  mark(choice.chosen, 'chosen');
  mark(choice.mine, 'mine');
  mark(choice.pending, 'pending');

  const stateAt = (at: number): ShownState =>
    known.get(at) ?? NAMES[codes[at] ?? SEAT_CODES.absent] ?? 'absent';
  return {
    venue,
    shownAt: (section, index) => stateAt(section.firstSeat + index),
    shown: (seat) => stateAt((venue.section(seat.sectionId)?.firstSeat ?? 0) + seat.index),
    freeIn(section, from = 0, count = section.seatCount) {
      let free = 0;
      const first = section.firstSeat + from;
      for (let at = first; at < first + count; at += 1) if (codes[at] === SEAT_CODES.available) free += 1;
      return free;
    },
  };
}

function positionOf(venue: Venue, seatId: string): number | undefined {
  const seat = venue.findSeat(seatId);
  const section = seat === undefined ? undefined : venue.section(seat.sectionId);
  return seat === undefined || section === undefined ? undefined : section.firstSeat + seat.index;
}
