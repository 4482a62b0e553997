import { z } from 'zod';
import type { DrawKeys } from './draw.ts';
import type { SaleTerms } from './sale-clock.ts';
import { scheduleProblems } from './schedule-editing.ts';
import {
  beaconValue,
  curveName,
  epochSecond,
  invalid,
  keyText,
  luckDial,
  readWith,
  scheduleEntries,
  slotLength,
} from './schemas.ts';
import type { SigningKeys } from './waiting-token.ts';

/** Keys that explain a token; any signing key will do, none signs. */
export type ExplainKeys = DrawKeys & Pick<SigningKeys, 'signing'>;

export interface ExplainSale extends SaleTerms {
  readonly eventId: string;
}

const keysSchema = z.object({
  lotKey: keyText,
  drawKey: keyText,
  beacon: beaconValue,
  signing: z.record(z.string().min(1), keyText),
});

const saleSchema = z.object({
  eventId: z.string().min(1),
  opensAt: epochSecond,
  k: luckDial,
  curve: curveName.default('weibull'),
  slotSeconds: slotLength,
  schedule: scheduleEntries,
});

/**
 * Reads `{"lotKey","drawKey","beacon","signing":{"<kid>":"…"}}`, keys in base64url.
 *
 * @throws UserError `INVALID_KEYS` with all problems at once; it never quotes a key.
 */
export function parseDrawKeys(json: unknown): ExplainKeys {
  const keys = readWith(keysSchema, json, 'INVALID_KEYS', 'the key file');
  return { lot: keys.lotKey, draw: keys.drawKey, beacon: keys.beacon, signing: keys.signing };
}

/**
 * Reads `{"eventId","opensAt","k","slotSeconds","schedule":[[from,τ,reading],…]}`, optionally with `"curve"`.
 *
 * @throws UserError `INVALID_SALE` with all problems at once.
 */
export function parseSaleTerms(json: unknown): ExplainSale {
  const sale = readWith(saleSchema, json, 'INVALID_SALE', 'the sale file');
  const problems = scheduleProblems(sale.schedule, sale.opensAt, '/schedule');
  if (problems.length > 0) throw invalid('INVALID_SALE', 'the sale file', problems);
  return sale;
}
