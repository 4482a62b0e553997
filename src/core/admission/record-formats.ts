import { z } from 'zod';
import { toBase64Url } from '../crypto/index.ts';
import { invariant } from '../errors/index.ts';
import { type EdgeKeys, parseEdgeKeys, type StoredEdgeKeys } from './edge-keys.ts';
import type { ScheduleEntry } from './sale-clock.ts';
import { parseSaleRecord, SALE_PHASES, type SaleRecord, type StoredSale } from './sale-record.ts';
import { scheduleProblems } from './schedule-editing.ts';
import {
  beaconValue,
  curveName,
  epochSecond,
  invalid,
  keyBytes,
  luckDial,
  readWith,
  scheduleEntries,
  share,
  slotLength,
} from './schemas.ts';

/** Longest value the edge's key-value store takes, in bytes of UTF-8. */
const VALUE_BYTES_MAX = 1024;

/** More would leave a busy schedule no room, and the future is not known so well. */
const COURSE_POINTS_MAX = 5;

const saleRecordSchema = z.object({
  opensAt: epochSecond,
  k: luckDial,
  curve: curveName,
  slotSeconds: slotLength,
  schedule: scheduleEntries,
  phase: z.enum(SALE_PHASES),
  powBits: z.int().min(0).max(32),
  tokenLifeSeconds: z.int().min(60).max(604_800),
  sampling: z.strictObject({ arrivals: share, requests: share, suspects: share }),
  forecast: z
    .strictObject({
      course: z
        .array(
          z.tuple([
            z
              .int()
              .min(0)
              .max(2 ** 40),
            z.number().min(0).max(1e12),
          ]),
        )
        .max(COURSE_POINTS_MAX)
        .refine(isRising, 'must rise from point to point, in seconds and in reading')
        .optional(),
      tau: z.number().min(1).max(1e9),
      endClock: z.number().min(0).max(1e12).nullable(),
    })
    .nullable(),
  commitment: z.string().length(43).nullable(),
  flagBlocks: z.int().min(0).max(4_000).optional(),
  tunerEpoch: z.int().min(0),
});

const edgeKeysSchema = z
  .strictObject({
    lot: keyBytes,
    draw: keyBytes,
    beacon: beaconValue,
    kid: z.string().min(1).max(64),
    signing: z.record(z.string().min(1).max(64), keyBytes),
    signIn: keyBytes,
    edge: keyBytes,
    challenge: keyBytes,
    sample: keyBytes,
  })
  .refine((keys) => Object.hasOwn(keys.signing, keys.kid), {
    path: ['kid'],
    error: 'names no key in signing',
  });

/**
 * The sale record as the text to store under `saleKey`.
 *
 * @throws UserError `INVALID_SALE` with all problems at once: fields out of range, a schedule whose clock jumps, more than 1 KB.
 */
export function formatSaleRecord(record: SaleRecord): string {
  const what = 'the sale record';
  const sale = readWith(saleRecordSchema, record, 'INVALID_SALE', what);
  const problems = scheduleProblems(sale.schedule, sale.opensAt, '/schedule');
  if (problems.length > 0) throw invalid('INVALID_SALE', what, problems);
  const schedule = sale.schedule.map(([from, tau, reading], i): ScheduleEntry => {
    const before = sale.schedule[i - 1]?.[0] ?? sale.opensAt;
    return [from - before, tau, reading];
  });
  const text = fitting(withLessCourse({ v: 1, ...sale, schedule }), 'INVALID_SALE', what, {
    path: '/schedule',
    advice: `prune its ${sale.schedule.length} entries, or change τ less often`,
  });
  invariant(parseSaleRecord(text) !== undefined, 'the edge can read every sale record that was stored');
  return text;
}

/**
 * The keys as the text to store under `keysKey`.
 *
 * @throws UserError `INVALID_KEYS` with all problems at once; it never quotes a key.
 */
export function formatEdgeKeys(record: EdgeKeys): string {
  const what = 'the key record';
  const keys = readWith(edgeKeysSchema, record, 'INVALID_KEYS', what);
  const stored: StoredEdgeKeys = {
    v: 1,
    lot: toBase64Url(keys.lot),
    draw: toBase64Url(keys.draw),
    beacon: keys.beacon,
    kid: keys.kid,
    signing: Object.fromEntries(Object.entries(keys.signing).map(([kid, key]) => [kid, toBase64Url(key)])),
    signIn: toBase64Url(keys.signIn),
    edge: toBase64Url(keys.edge),
    challenge: toBase64Url(keys.challenge),
    sample: toBase64Url(keys.sample),
  };
  const text = fitting(JSON.stringify(stored), 'INVALID_KEYS', what, {
    path: '/signing',
    advice: 'drop signing keys whose tokens have all expired',
  });
  invariant(parseEdgeKeys(text) !== undefined, 'the edge can read every key record that was stored');
  return text;
}

/** The record as text; where a busy schedule leaves no room, the course is told from a later point on. */
function withLessCourse(sale: StoredSale): string {
  const text = JSON.stringify(sale);
  const { forecast } = sale;
  if (bytesOf(text) <= VALUE_BYTES_MAX || !forecast?.course?.length) return text;
  return withLessCourse({ ...sale, forecast: { ...forecast, course: forecast.course.slice(1) } });
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isRising(points: readonly (readonly [number, number])[]): boolean {
  return points.every(([second, reading], i) => {
    const before = points[i - 1];
    return before === undefined || (second > before[0] && reading > before[1]);
  });
}

function fitting(
  text: string,
  code: string,
  what: string,
  otherwise: { readonly path: string; readonly advice: string },
): string {
  const bytes = bytesOf(text);
  if (bytes <= VALUE_BYTES_MAX) return text;
  const message = `the record takes ${bytes} bytes, the store ${VALUE_BYTES_MAX}: ${otherwise.advice}`;
  throw invalid(code, what, [{ path: otherwise.path, message }]);
}
