import { curveNamed } from './curve.ts';
import type { Forecast } from './forecast.ts';
import { entryAt, isTau, type SaleTerms, type ScheduleEntry } from './sale-clock.ts';

/** What buyers are told about the sale after its opening; display only, the verdict depends on τ alone. */
export type SalePhase = 'open' | 'paused' | 'allHeld' | 'soldOut' | 'closed';

export const SALE_PHASES: readonly SalePhase[] = ['open', 'paused', 'allHeld', 'soldOut', 'closed'];

/** Shares (0 to 1) of requests that the edge passes on although it could answer them itself. */
export interface SamplingRates {
  /** Of distinct buyers, when they mint: for counting arrivals. */
  readonly arrivals: number;
  /** Of all well-formed requests. */
  readonly requests: number;
  /** Of requests that are wrong in some way. */
  readonly suspects: number;
}

/** Everything the edge knows of one sale: one value of the key-value store. */
export interface SaleRecord extends SaleTerms {
  /** Why nobody is let in while τ is 0, now or next; `open` when there is nothing to say about that. */
  readonly phase: SalePhase;
  /** Difficulty of new proof-of-work challenges, 0 to 32 bits. */
  readonly powBits: number;
  /** 60 s to 7 days. */
  readonly tokenLifeSeconds: number;
  readonly sampling: SamplingRates;
  readonly forecast: Forecast | null;
  /** Published commitment to rules and keys, b64u; null when none was made. */
  readonly commitment: string | null;
  /** Blocks of the flag filter; absent or 0 while nobody is flagged. */
  readonly flagBlocks?: number | undefined;
  /** Fence: a tuner that finds a higher number than its own stops. */
  readonly tunerEpoch: number;
}

/**
 * How a sale record is stored. In `schedule` each `from` counts the seconds since the one before it, the first since the opening: a busy
 * one must fit into 1 KB.
 */
export interface StoredSale extends SaleRecord {
  readonly v: 1;
}

/** Key of the sale record in the edge's key-value store. */
export function saleKey(eventId: string): string {
  return `sale:${eventId}`;
}

/** What buyers read at `now`. The schedule has the first word, so that a pause that was planned is told when it comes. */
export function phaseAt(
  sale: Pick<SaleRecord, 'opensAt' | 'schedule' | 'phase'>,
  now: number,
): SalePhase | 'presale' {
  if (now < sale.opensAt) return 'presale';
  const entry = entryAt(sale.schedule, now);
  if (entry === undefined || entry[1] > 0) return 'open';
  return sale.phase === 'open' ? 'paused' : sale.phase;
}

/**
 * The record, or undefined when it is unreadable or a number that verdicts and tokens are built on is out of range: then nobody is
 * admitted. Trusts no type: the store may hold anything.
 */
export function parseSaleRecord(text: string): SaleRecord | undefined {
  try {
    const sale = JSON.parse(text) as StoredSale & { schedule: ScheduleEntry[] };
    let isSound =
      sale.v === 1 &&
      isCount(sale.opensAt, 1, 2 ** 40) &&
      isNumber(sale.k, 1, 32) &&
      curveNamed(sale.curve) !== undefined &&
      isCount(sale.slotSeconds, 1, 120) &&
      isCount(sale.powBits, 0, 32) &&
      isCount(sale.tokenLifeSeconds, 60, 604_800) &&
      sale.schedule.length > 0;
    let from = sale.opensAt;
    let reading = 0;
    sale.schedule = sale.schedule.map((step, i): ScheduleEntry => {
      from += step[0];
      // The clock never runs back, and never ahead of real time.
      isSound =
        isSound &&
        isCount(step[0], Math.min(i, 1), 2 ** 40) &&
        isTau(step[1]) &&
        isNumber(step[2], reading, from - sale.opensAt);
      reading = step[2];
      return [from, step[1], reading];
    });
    return isSound ? sale : undefined;
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function isCount(value: unknown, least: number, most: number): boolean {
  return isNumber(value, least, most) && value % 1 === 0;
}
