/** Price of each step of a monthly volume, up to `upTo` units of it. */
export interface Tier {
  readonly upTo: number;
  readonly usd: number;
}

/**
 * AWS's public list prices in US dollars, without taxes, free tiers and discounts; CloudFront for viewers in North America and Europe, the
 * rest for us-east-1. Whoever sells at this scale has negotiated others.
 */
export const PRICES = {
  named: 'AWS list prices of November 2026, us-east-1, before discounts',
  cdnRequestsPerMillion: 1.0,
  cdnGigabyte: [
    { upTo: 10_000, usd: 0.085 },
    { upTo: 50_000, usd: 0.08 },
    { upTo: 150_000, usd: 0.06 },
    { upTo: 500_000, usd: 0.04 },
    { upTo: 1_024_000, usd: 0.03 },
    { upTo: 5_000_000, usd: 0.025 },
    { upTo: Number.POSITIVE_INFINITY, usd: 0.02 },
  ],
  functionCallsPerMillion: 0.1,
  kvsReadsPerMillion: 0.03,
  kvsApiCallsPerThousand: 1.0,
  wafRequestsPerMillion: 0.6,
  apiRequestsPerMillion: 1.0,
  lambdaRequestsPerMillion: 0.2,
  lambdaGigabyteSecond: 0.0000133334,
  writeUnitsPerMillion: 0.625,
  readUnitsPerMillion: 0.125,
  /** A Valkey node of type cache.r7g.xlarge. */
  cacheNodeHour: 0.35,
  queueRequestsPerMillion: 0.4,
} as const;

/** Price of `amount` units under steps that each have their own price. */
export function tiered(amount: number, tiers: readonly Tier[]): number {
  let from = 0;
  let usd = 0;
  for (const tier of tiers) {
    usd += Math.max(0, Math.min(amount, tier.upTo) - from) * tier.usd;
    from = tier.upTo;
  }
  return usd;
}
