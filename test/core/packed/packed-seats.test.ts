import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  packedLength,
  packSeats,
  SEAT_CODES,
  seatCodeAt,
  seatStateOf,
  unpackSeats,
} from '../../../src/core/packed/index.ts';

test('a stadium of 100,000 seats takes 25,000 bytes', () => {
  expect(packedLength(100_000)).toBe(25_000);
  expect([0, 1, 4, 5].map(packedLength)).toEqual([0, 1, 1, 2]);
});

test('the first seat is in the lowest two bits: 00 available, 01 locked, 10 reserved, 11 not in the sale', () => {
  const { available, locked, reserved, absent } = SEAT_CODES;
  const codes = Uint8Array.of(locked, available, reserved, absent, reserved);
  expect([...packSeats(codes)]).toEqual([0b11_10_00_01, 0b10]);
  expect([locked, available, reserved, absent].map(seatStateOf)).toEqual([
    'locked',
    'available',
    'reserved',
    'absent',
  ]);
});

test('what was packed is unpacked again, whole or seat by seat', () => {
  fc.assert(
    fc.property(fc.uint8Array({ max: 3, maxLength: 500 }), (codes) => {
      const packed = packSeats(codes);
      expect(packed).toHaveLength(packedLength(codes.length));
      expect(unpackSeats(packed, codes.length)).toEqual(codes);
      codes.forEach((code, seat) => {
        expect(seatCodeAt(packed, seat)).toBe(code);
      });
    }),
  );
});

test('an answer that was cut off offers no seat it does not tell of', () => {
  const packed = packSeats(new Uint8Array(8));
  expect([...unpackSeats(packed.subarray(0, 1), 8)]).toEqual([0, 0, 0, 0, 3, 3, 3, 3]);
});
