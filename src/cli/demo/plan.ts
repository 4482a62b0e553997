import type { EventTerms } from '../seeding/index.ts';

/**
 * @param sharedSinceMs when the demo began, if it runs in a store that it may share with others: an event of its own for each
 */
export function demoEventId(sharedSinceMs: number | undefined): string {
  return sharedSinceMs === undefined ? 'demo' : `demo-${Math.floor(sharedSinceMs / 1000)}`;
}

export const RECONCILE_EVERY_MS = 1_000;
export const POW_BITS = 6;

/** The terms of a demo sale: windows short enough to see a whole sale in a minute. Lengths in ms. */
export interface DemoPlan {
  /** From now to the opening: the server starts and the first people arrive meanwhile. */
  readonly leadMs: number;
  /** From the opening until nobody is admitted any more. */
  readonly openMs: number;
  readonly tauSeconds: number;
  readonly slotMs: number;
  readonly terms: EventTerms;
}

/** Six chances to get in, and a sale clock that lets about nine in ten of those in who come first. */
const SLOTS_PER_SALE = 6;
const TAU_PER_SALE = 0.63;
/** Shoppers at once for each buyer: enough that the limit is felt only in the worst rush. */
const SHOPPERS_PER_BUYER = 1 / 6;
const SHOPPERS_MIN = 20;

export function demoPlan(buyers: number, openMs: number): DemoPlan {
  const wholeSeconds = (ms: number) => Math.max(1, Math.round(ms / 1000)) * 1000;
  const softCap = Math.max(SHOPPERS_MIN, Math.ceil(buyers * SHOPPERS_PER_BUYER));
  const slotMs = wholeSeconds(openMs / SLOTS_PER_SALE);
  return {
    leadMs: 6_000,
    openMs,
    tauSeconds: Math.max(1, (openMs / 1000) * TAU_PER_SALE),
    slotMs,
    terms: {
      k: 2,
      slotMs,
      admissionsPerUser: 1,
      sessionTtlMs: 10_000,
      payTtlMs: 6_000,
      payGraceMs: 2_000,
      seatLimit: 6,
      softCap,
      hardCap: Math.ceil(softCap * 1.2),
    },
  };
}
