import {
  type AllocationPlan,
  allocationPlan,
  type SectionAvailability,
} from '../../../src/core/allocation/index.ts';
import { openVenue, type Venue, type VenueDocument } from '../../../src/core/venue/index.ts';

type SectionDocument = VenueDocument['levels'][number]['sections'][number];
type RowGroup = Extract<SectionDocument, { kind: 'seated' }>['blocks'][number]['rows'][number];

/** A row as the numbers of seats between its aisles. */
export type RowRuns = readonly number[];

/** A venue of one section S with one block A whose rows are 1, 2, … from the stage; `[3, 4]` is a row of 3 and 4 seats with an aisle. */
export function room(rows: readonly RowRuns[], change: (section: SectionDocument) => void = () => {}): Venue {
  const section: SectionDocument = {
    kind: 'seated',
    id: 'S',
    polygon: [
      [-60, 0],
      [60, 0],
      [60, 100],
      [-60, 100],
    ],
    tier: 'T',
    blocks: [{ id: 'A', rows: rows.map((runs, index) => rowGroup(runs, index)) }],
  };
  change(section);
  return venueOf([section]);
}

function rowGroup(runs: RowRuns, index: number): RowGroup {
  const y = 1 + index;
  return {
    labels: [String(index + 1)],
    front: {
      type: 'line',
      points: [
        [-50, y],
        [50, y],
      ],
    },
    pitch: 0.5,
    runs: runs.map((count, run) => (run === 0 ? { count } : { count, gap: 1 })),
  };
}

function venueOf(sections: SectionDocument[]): Venue {
  return openVenue({
    hash: '',
    seatCount: 0,
    venue: {
      format: 'tix-venue/1',
      id: 'room',
      name: 'Room',
      currency: 'EUR',
      focus: [0, 0],
      tiers: [
        { id: 'T', priceMinor: 2_000 },
        { id: 'CHEAP', priceMinor: 1_000 },
        { id: 'TABLE', priceMinor: 9_000 },
      ],
      levels: [{ id: 'L', sections }],
    },
  });
}

export function planOf(venue: Venue): AllocationPlan {
  return allocationPlan(venue);
}

/** Everything free except what `taken` names. */
export function freeIn(
  venue: Venue,
  taken: (seatId: string) => boolean = () => false,
): SectionAvailability[] {
  return venue.sections.map((section) => ({
    sectionId: section.id,
    free: Uint8Array.from(venue.seatsOf(section), (seat) => (taken(seat.seatId) ? 0 : 1)),
  }));
}

/** A small deterministic source of chance (xorshift32). */
export function chance(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
