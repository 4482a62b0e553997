/** Times of a demo sale, all in ms, short enough to see a whole sale in a minute and long enough for one machine to keep up. */
export const DEMO = {
  eventId: 'demo',
  /** From now to the opening: the server starts and the first people arrive meanwhile. */
  leadMs: 5_000,
  k: 2,
  slotMs: 4_000,
  tauSeconds: 24,
  /** From the opening until nobody is admitted any more. */
  openMs: 38_000,
  sessionTtlMs: 10_000,
  payTtlMs: 6_000,
  payGraceMs: 2_000,
  reconcileEveryMs: 1_000,
  powBits: 6,
  seatLimit: 6,
} as const;

/** Shoppers at once for a crowd of this size: a sixth of them, so that the limit is felt only in the worst rush. */
export function demoCaps(buyers: number): { softCap: number; hardCap: number } {
  const softCap = Math.max(20, Math.ceil(buyers / 6));
  return { softCap, hardCap: Math.ceil(softCap * 1.2) };
}
