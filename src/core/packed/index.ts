export {
  packedLength,
  packSeats,
  SEAT_CODES,
  type SeatCode,
  seatCodeAt,
  seatStateOf,
  unpackSeats,
} from './packed-seats.ts';
