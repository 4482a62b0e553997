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

/** A turn that the organiser's evidence notes. Epoch seconds. */
export interface NotedTurn {
  /** When the place was given. */
  readonly iat: number;
  readonly slotStart: number;
}

/**
 * Reads a bundle (docs/draw.md), or `{"lotKey", "drawKey", "beacon"?, "rules": {…}, "schedule": [[from, τ, reading], …]}` alone, keys in
 * base64url; undefined when it is anything else. Rules that name no beacon, roster or curve have none, and Weibull's.
 */
export function readPublishedDraw(text: string): PublishedDraw | undefined {
  const json = headOf(text);
  if (!isRecord(json) || !isRecord(json.rules)) return undefined;
  const rules = rulesOf(json.rules);
  const [lotKey, drawKey] = [keyOf(json.lotKey), keyOf(json.drawKey)];
  const schedule = scheduleOf(json.schedule);
  const beacon = beaconOf(json.beacon, rules?.beacon ?? null);
  if (rules === undefined || lotKey === undefined || drawKey === undefined || schedule === undefined)
    return undefined;
  return beacon === undefined ? undefined : { rules, lotKey, drawKey, beacon, schedule };
}

/** When somebody was let in for the first time, by the evidence in a bundle; undefined when it holds nothing of them. */
export function notedTurn(bundle: string, sub: string): NotedTurn | undefined {
  for (const line of linesOf(bundle)) {
    // Most lines are of somebody else: reading them all as JSON would take a phone seconds.
    if (!line.includes(sub)) continue;
    const json = parsed(line);
    if (!isRecord(json) || json.kind !== 'admitted' || json.sub !== sub) continue;
    const { iat, slotStart, outcome } = json;
    if (outcome !== 'refused' && isNumber(iat) && isNumber(slotStart)) return { iat, slotStart };
  }
  return undefined;
}

/** The first line of a bundle, which holds the keys; or the whole text, when it is one JSON document. */
function headOf(text: string): unknown {
  const [first = ''] = linesOf(text);
  const head = parsed(first);
  return isRecord(head) && head.kind === 'tix-draw' ? head : parsed(text);
}

function* linesOf(text: string): IterableIterator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end;
    yield text.slice(at, next);
    at = next + 1;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
