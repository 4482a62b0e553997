import type { TunerObservation, TunerSettings, TunerState } from './types.ts';

/** Shoppers per order that the seats left would fill: more than 1, because not everybody buys. */
const SHOPPERS_PER_ORDER = 1.5;

/** Weight of what was expected, in sessions. */
const PRIOR_SESSIONS = 30;

export interface SeatOutlook {
  /** The target, less when few seats are left. */
  readonly effectiveTarget: number;
  readonly seatsPerBuyer: number;
  readonly buyingShare: number;
  /** Seats free now and, of those held, the ones that will probably come back. */
  readonly attainable: number;
  /** Sessions that it takes to sell those, as far as a few sessions can tell. */
  readonly sessionsToSell: number;
}

/**
 * L_eff = min(L, ρ·(available + expected returns) / seats per buyer): near the end the number of shoppers shrinks with the seats, so that
 * nobody shops an empty map.
 */
export function seatOutlook(
  settings: TunerSettings,
  state: TunerState,
  observation: TunerObservation,
): SeatOutlook {
  const { seats } = observation;
  const sold = Math.max(0, seats.sold - (state.origin?.sold ?? seats.sold));
  const buyers = observation.buyers - (state.origin?.buyers ?? observation.buyers);
  const ended = Math.max(0, observation.admitted - observation.live - (state.origin?.ended ?? 0));
  const { expected } = settings;
  const seatsPerBuyer = (sold + PRIOR_SESSIONS * expected.seatsPerBuyer) / (buyers + PRIOR_SESSIONS);
  const buyingShare = Math.min(
    1,
    (buyers + PRIOR_SESSIONS * expected.buyingShare) / (ended + PRIOR_SESSIONS),
  );
  // The first to leave have not bought, so it takes a full house's worth of sessions to tell.
  const settledShare = (buyers + settings.target * expected.buyingShare) / (ended + settings.target);
  const attainable = seats.available + (1 - buyingShare) * (seats.held + seats.inCheckout);
  const shoppers = (SHOPPERS_PER_ORDER * attainable) / seatsPerBuyer;
  return {
    // The last seat still wants somebody to look at it.
    effectiveTarget: Math.min(settings.target, seats.available > 0 ? Math.max(1, shoppers) : shoppers),
    seatsPerBuyer,
    buyingShare,
    attainable,
    sessionsToSell: attainable / (seatsPerBuyer * settledShare),
  };
}
