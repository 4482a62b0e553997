import type { VenueSeat } from '../../../core/venue/plan/index.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const VECTORS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** How much dearer a metre to the side is than one ahead. */
const SIDEWAYS = 2.5;

/** The seat that an arrow key leads to: near and rather ahead than aside. Undefined when there is none that way. */
export function neighbourOf(
  seats: Iterable<VenueSeat>,
  from: Pick<VenueSeat, 'x' | 'y' | 'seatId'>,
  direction: Direction,
): VenueSeat | undefined {
  const [dx, dy] = VECTORS[direction];
  let best: VenueSeat | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const seat of seats) {
    if (seat.seatId === from.seatId) continue;
    const ahead = (seat.x - from.x) * dx + (seat.y - from.y) * dy;
    const aside = Math.abs((seat.x - from.x) * dy) + Math.abs((seat.y - from.y) * dx);
    // Within a quarter turn: what is more aside than ahead lies in another direction.
    if (ahead <= 0.05 || aside > ahead * 1.5) continue;
    const cost = ahead + aside * SIDEWAYS;
    if (cost >= least) continue;
    least = cost;
    best = seat;
  }
  return best;
}
