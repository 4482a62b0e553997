import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Moment } from './history.ts';
import type { SaleParts } from './sale-parts.ts';

/** What a sale came to, second by second from the opening on. */
export interface Course {
  readonly moments: readonly Moment[];
  readonly soldOutAt: number | null;
}

/** Fewer people waiting than this share of the target cannot fill it. */
const SCARCE_SHARE = 0.25;

const SECONDS_PER_YIELD = 200;

/**
 * Runs a sale from its first arrival to the end of its last session.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function run(parts: SaleParts, signal: AbortSignal | undefined): Promise<Course> {
  const { scenario, groups, steering, desk, doors, shoppers } = parts;
  const { sale, horizonSeconds } = scenario;
  const moments: Moment[] = [];
  let soldOutAt: number | null = null;
  const first = Math.min(steering.firstTurn, ...groups.map(({ arrivals }) => arrivals.first));
  for (let second = first; ; second++) {
    const open = second < horizonSeconds && steering.phase !== 'soldOut';
    if (!open && second > 0) {
      doors.close();
      if (shoppers.live === 0) return { moments, soldOutAt };
    }
    if (steering.isTurn(second)) steer(parts, second);
    if (second <= horizonSeconds) steering.advance(second);
    if (second === 0) desk.tellEarly();
    const startedBefore = doors.started;
    if (second > 0) shoppers.advance(second);
    if (open && second > 0) doors.advance(second);
    if (open) desk.mint(second);
    if (shoppers.seats.sold === sale.seats) soldOutAt ??= second;
    if (second >= 0) moments.push(momentOf(parts, second, open, doors.started - startedBefore));
    if (second % SECONDS_PER_YIELD === 0) {
      await nextTurn();
      signal?.throwIfAborted();
    }
  }
}

function steer({ steering, desk, doors, shoppers }: SaleParts, second: number): void {
  steering.turn(second, {
    live: shoppers.live + doors.passes,
    admitted: doors.letIn,
    buyers: shoppers.buyers,
    arrivals: desk.takeSampled(),
    seats: { ...shoppers.seats },
  });
}

function momentOf(parts: SaleParts, second: number, open: boolean, admissions: number): Moment {
  const { scenario, steering, doors, shoppers, tallies } = parts;
  const { target } = scenario.sale;
  const { available, held, inCheckout, sold } = shoppers.seats;
  const waiting = open ? tallies.countWaiting(second) : 0;
  return {
    ...{ live: shoppers.live, passes: doors.passes, target: steering.effectiveTarget },
    ...{ admissions, waiting, available, sold },
    held: held + inCheckout,
    tau: open ? steering.tau(second) : 0,
    clock: steering.reading(Math.min(second, scenario.horizonSeconds)),
    scarce: !open || steering.effectiveTarget < target || waiting < SCARCE_SHARE * target,
  };
}
