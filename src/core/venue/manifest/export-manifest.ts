import type { Venue, VenueSeat } from '../plan/index.ts';
import { minorDigits, minorToDecimal } from '../price.ts';
import { COLUMNS, type Column } from './columns.ts';

const KIND = { seated: 'seated', standing: 'standing', units: 'unit' } as const;

/** The venue as a CSV manifest (RFC 4180, a line per seat, unit or standing block) that `importManifest` reads back. */
export function exportManifest(venue: Venue): string {
  const digits = minorDigits(venue.currency);
  const lines = venue.sections.flatMap((section) => {
    const seats = venue.seatsOf(section);
    const line = (seat: VenueSeat, changes: Partial<Record<Column, string>>): string =>
      writeLine({
        level: section.levelId,
        section: section.id,
        block: seat.blockId,
        row: seat.rowId,
        seat: seat.number,
        tier: seat.tier,
        price: minorToDecimal(seat.priceMinor, digits),
        kind: KIND[section.kind],
        capacity: String(seat.admits),
        attributes: seat.attributes.join('|'),
        x: String(seat.x),
        y: String(seat.y),
        ...changes,
      });
    if (section.kind !== 'standing') return seats.map((seat) => line(seat, {}));
    return section.blocks.flatMap((block) => {
      const first = seats[block.firstSeat];
      return first === undefined ? [] : line(first, { row: '', seat: '', capacity: String(block.seatCount) });
    });
  });
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/** Ids, numbers and attribute names hold nothing that CSV would need to quote. */
function writeLine(fields: Readonly<Record<Column, string>>): string {
  return COLUMNS.map((column) => fields[column]).join(',');
}
