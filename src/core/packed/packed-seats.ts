/**
 * Seat maps at two bits a seat: 100,000 seats in 25,000 bytes. Seats follow each other in venue order (`Venue.seatIds()`; within one
 * section its own part of that order), so that the bytes need no names and no header: the venue says how many seats there are. Seat i
 * is in byte ⌊i/4⌋, at bits 2(i mod 4) and up: the first seat is in the lowest two bits. Bits after the last seat are 0.
 */
export const SEAT_CODES = {
  available: 0b00,
  locked: 0b01,
  reserved: 0b10,
  /** The seat is in the venue but not in the sale. */
  absent: 0b11,
} as const;

export type SeatCode = (typeof SEAT_CODES)[keyof typeof SEAT_CODES];

const NAMES = ['available', 'locked', 'reserved', 'absent'] as const;

const SEATS_PER_BYTE = 4;
const BITS = 2;
const MASK = 0b11;

/** Bytes that so many seats take. */
export function packedLength(seatCount: number): number {
  return Math.ceil(seatCount / SEATS_PER_BYTE);
}

/** Packs one code a seat. */
export function packSeats(codes: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(packedLength(codes.length));
  for (let seat = 0; seat < codes.length; seat += 1) {
    const code = (codes[seat] ?? 0) & MASK;
    const byte = seat >> 2;
    packed[byte] = (packed[byte] ?? 0) | (code << (BITS * (seat & 3)));
  }
  return packed;
}

/** The codes of `seatCount` seats. Seats beyond the bytes given stand as `absent`, so that a cut-off answer offers nothing. */
export function unpackSeats(packed: Uint8Array, seatCount: number): Uint8Array<ArrayBuffer> {
  const codes = new Uint8Array(seatCount);
  for (let seat = 0; seat < seatCount; seat += 1) codes[seat] = seatCodeAt(packed, seat);
  return codes;
}

export function seatCodeAt(packed: Uint8Array, seat: number): SeatCode {
  const byte = packed[seat >> 2];
  return byte === undefined ? SEAT_CODES.absent : (((byte >> (BITS * (seat & 3))) & MASK) as SeatCode);
}

export function seatStateOf(code: SeatCode): (typeof NAMES)[number] {
  return NAMES[code];
}
