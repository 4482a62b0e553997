import type { Hashing } from '../crypto/index.ts';
import { unitInterval } from './draw.ts';

/** Uniform in [0, 1) per buyer and event: below the rate, every one of this buyer's arrivals counts, however often they come. */
export function arrivalSample(hashing: Hashing, sampleKey: Uint8Array, eventId: string, sub: string): number {
  return unitInterval(hashing.hmacSha256(sampleKey, `arrival\n${eventId}\n${sub}`));
}

/** Uniform in [0, 1) per request, independent of the buyer. */
export function requestSample(hashing: Hashing, sampleKey: Uint8Array, requestId: string): number {
  return unitInterval(hashing.hmacSha256(sampleKey, `request\n${requestId}`));
}
