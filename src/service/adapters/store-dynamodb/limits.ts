import { UserError } from '../../../core/errors/index.ts';

/** Most seats a session may hold: its checkout and its end write every seat and every reservation in one transaction of 100 actions. */
const SEAT_LIMIT_MAX = 45;

/** @throws UserError `SEAT_LIMIT_TOO_HIGH` */
export function refuseTooManySeats(seatLimit: number): void {
  if (seatLimit <= SEAT_LIMIT_MAX) return;
  throw new UserError(
    'SEAT_LIMIT_TOO_HIGH',
    `a limit of ${seatLimit} seats a buyer is more than one DynamoDB transaction takes; at most ${SEAT_LIMIT_MAX} fit`,
  );
}
