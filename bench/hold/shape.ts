/** The holds both sides make: shoppers of one event, each holding two seats at a time, under an idempotency key. */

export const EVENT_ID = 'world-cup-final';
export const OPENS_MS = 1_764_000_000_000;
export const SEATS = 100_000;
export const IN_FLIGHT = 256;
const SECTIONS = 50;
const BLOCKS = 10;
const ROWS = 20;
const HOLDS_PER_SHOPPER = 4;

export interface TwoSeats {
  readonly shopper: number;
  readonly seatIds: readonly [string, string];
  readonly key: string;
  readonly requestHash: string;
}

/** Seat n of the stadium. */
export function seatId(n: number): string {
  const section = n % SECTIONS;
  const block = Math.floor(n / SECTIONS) % BLOCKS;
  const row = Math.floor(n / (SECTIONS * BLOCKS)) % ROWS;
  return `A${section}#B${block}#R${row}#S${Math.floor(n / (SECTIONS * BLOCKS * ROWS))}`;
}

/** Hold n: neighbouring numbers lie in different sections, as a crowd's clicks do. */
export function hold(n: number): TwoSeats {
  return {
    shopper: Math.floor(n / HOLDS_PER_SHOPPER),
    seatIds: [seatId(2 * n), seatId(2 * n + 1)],
    key: `0198a1b2-c3d4-7e5f-8a9b-${String(n).padStart(12, '0')}`,
    requestHash: `n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg${n % 10}`,
  };
}

export function sessionId(shopper: number): string {
  return `0198a1b2-0000-7e5f-8a9b-${String(shopper).padStart(12, '0')}`;
}

export function userId(shopper: number): string {
  return `u${String(shopper).padStart(42, '0')}`;
}

/** Holds from `first` on, `IN_FLIGHT` at a time. Answers holds a second. */
export async function perSecond(
  first: number,
  count: number,
  make: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = first;
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < first + count) await make(next++);
    }),
  );
  return (count / (performance.now() - startedMs)) * 1000;
}
