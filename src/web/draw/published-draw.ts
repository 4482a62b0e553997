import type { DrawRules, ScheduleEntry } from '../../core/admission/index.ts';
import { fromBase64Url } from '../../core/crypto/index.ts';
import { isRecord } from '../platform/index.ts';

/** What an organiser publishes after the sale: the keys of the draw, its rules, and the schedule of the sale clock. */
export interface PublishedDraw {
  readonly rules: DrawRules;
  readonly lotKey: Uint8Array;
  readonly drawKey: Uint8Array;
  /** Null when the rules name a beacon whose value is not given. */
  readonly beacon: string | null;
  readonly schedule: readonly ScheduleEntry[];
}

const KEY_BYTES = 32;

/**
 * Reads `{"lotKey", "drawKey", "beacon"?, "rules": {…}, "schedule": [[from, τ, reading], …]}`, keys in base64url; undefined when it is
 * anything else. Rules that name no beacon, roster or curve have none, and Weibull's.
 */
export function readPublishedDraw(text: string): PublishedDraw | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(json) || !isRecord(json.rules)) return undefined;
  const rules = rulesOf(json.rules);
  const [lotKey, drawKey] = [keyOf(json.lotKey), keyOf(json.drawKey)];
  const schedule = scheduleOf(json.schedule);
  const beacon = beaconOf(json.beacon, rules?.beacon ?? null);
  if (rules === undefined || lotKey === undefined || drawKey === undefined || schedule === undefined)
    return undefined;
  return beacon === undefined ? undefined : { rules, lotKey, drawKey, beacon, schedule };
}

function rulesOf(json: Record<string, unknown>): DrawRules | undefined {
  const {
    eventId,
    k,
    opensAt,
    slotSeconds,
    holdbacks = 0,
    curve = 'weibull',
    rosterRoot = null,
    beacon = null,
  } = json;
  if (typeof eventId !== 'string' || typeof curve !== 'string') return undefined;
  if (!isNumber(k) || !isNumber(opensAt) || !isNumber(slotSeconds) || !isNumber(holdbacks)) return undefined;
  if (!(slotSeconds >= 1) || (rosterRoot !== null && typeof rosterRoot !== 'string')) return undefined;
  if (beacon === null) return { eventId, k, opensAt, slotSeconds, holdbacks, curve, rosterRoot, beacon };
  if (!isRecord(beacon) || typeof beacon.chainHash !== 'string' || !isNumber(beacon.round)) return undefined;
  const named = { chainHash: beacon.chainHash, round: beacon.round };
  return { eventId, k, opensAt, slotSeconds, holdbacks, curve, rosterRoot, beacon: named };
}

function beaconOf(value: unknown, named: DrawRules['beacon']): string | null | undefined {
  if (named === null) return '';
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

function scheduleOf(value: unknown): readonly ScheduleEntry[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const isEntry = (one: unknown): one is ScheduleEntry =>
    Array.isArray(one) && one.length === 3 && one.every(isNumber);
  return value.every(isEntry) ? value : undefined;
}

function keyOf(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? fromBase64Url(value) : undefined;
  return bytes?.length === KEY_BYTES ? bytes : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
