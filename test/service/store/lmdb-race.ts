import { type Sale, SECTIONS, seat } from '../../contracts/reservation-store.sale.ts';

/** Seats a session has, as it was told. */
export interface Acknowledged {
  readonly sessionId: string;
  readonly seatIds: readonly string[];
}

export type FromChild =
  | { readonly kind: 'held'; readonly held: Acknowledged }
  | { readonly kind: 'audited'; readonly violations: number; readonly seats: number }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }
  | { readonly kind: 'closed' };

export const ALL_SEATS = SECTIONS.flatMap((section) =>
  Array.from({ length: 60 }, (_, number) => seat(number, section)),
);

/** Wants every seat, one after the other, for one session after the other. */
export async function raceFor(
  sale: Sale,
  side: string,
  firstPlace: number,
  told: (held: Acknowledged) => Promise<void>,
): Promise<void> {
  for (let worker = 0; worker < 12; worker += 1) {
    const sessionId = `${side}-${worker}`;
    const session = await sale.shopper(sessionId, { sessionId, newcomerPlaces: [firstPlace + worker] });
    for (const seatId of ALL_SEATS) {
      const outcome = await sale.hold(session, [seatId]);
      if (outcome.kind === 'held') await told({ sessionId, seatIds: [seatId] });
      if (outcome.kind === 'limitReached') break;
    }
  }
}
