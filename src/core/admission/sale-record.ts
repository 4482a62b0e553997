import { curveNamed } from './curve.ts';
import { isTau, type SaleTerms, type ScheduleEntry } from './sale-clock.ts';

/** What buyers are told about the sale after its opening; display only, the verdict depends on τ alone. */
export type SalePhase = 'open' | 'paused' | 'allHeld' | 'soldOut';

export const SALE_PHASES: readonly SalePhase[] = ['open', 'paused', 'allHeld', 'soldOut'];

/** Shares (0 to 1) of requests that the edge passes on although it could answer them itself. */
export interface SamplingRates {
  /** Of distinct buyers, when they mint: for counting arrivals. */
  readonly arrivals: number;
  /** Of all well-formed requests. */
  readonly requests: number;
  /** Of requests that are wrong in some way. */
  readonly suspects: number;
}

/** What the operator expects, smoothed by whoever writes it. */
export interface Forecast {
  /** Seconds per unit of the sale clock from now on, pauses included. */
  readonly tau: number;
  /** What the clock will show when the seats are gone; null when they are expected to last. */
  readonly endClock: number | null;
}

/** Everything the edge knows of one sale: one value of the key-value store. */
export interface SaleRecord extends SaleTerms {
  readonly phase: SalePhase;
  /** Difficulty of new proof-of-work challenges, 0 to 32 bits. */
  readonly powBits: number;
  /** 60 s to 7 days. */
  readonly tokenLifeSeconds: number;
  readonly sampling: SamplingRates;
  readonly forecast: Forecast | null;
  /** Published commitment to rules and keys, b64u; null when none was made. */
  readonly commitment: string | null;
  /** Fence: a tuner that finds a higher number than its own stops. */
  readonly tunerEpoch: number;
}

/** How a sale record is stored. `steps` count `from` in seconds after the opening: a busy schedule must fit into 1 KB. */
export interface StoredSale {
  readonly v: 1;
  readonly opensAt: number;
  readonly k: number;
  readonly curve: string;
  readonly slotSeconds: number;
  readonly phase: SalePhase;
  readonly powBits: number;
  readonly tokenLifeSeconds: number;
  readonly sampling: readonly [arrivals: number, requests: number, suspects: number];
  readonly forecast: readonly [tau: number, endClock: number | null] | null;
  readonly commitment: string | null;
  readonly tunerEpoch: number;
  readonly steps: readonly ScheduleEntry[];
}

/** Key of the sale record in the edge's key-value store. */
export function saleKey(eventId: string): string {
  return `sale:${eventId}`;
}

/** The record, or undefined when it is unreadable or any number in it is out of range: then nobody is admitted. */
export function parseSaleRecord(text: string): SaleRecord | undefined {
  try {
    const stored = JSON.parse(text) as StoredSale;
    if (stored.v !== 1) return undefined;
    const sale: SaleRecord = {
      opensAt: stored.opensAt,
      k: stored.k,
      curve: stored.curve,
      slotSeconds: stored.slotSeconds,
      schedule: stored.steps.map((step) => [stored.opensAt + step[0], step[1], step[2]]),
      phase: stored.phase,
      powBits: stored.powBits,
      tokenLifeSeconds: stored.tokenLifeSeconds,
      sampling: {
        arrivals: stored.sampling[0],
        requests: stored.sampling[1],
        suspects: stored.sampling[2],
      },
      forecast: stored.forecast === null ? null : { tau: stored.forecast[0], endClock: stored.forecast[1] },
      commitment: stored.commitment,
      tunerEpoch: stored.tunerEpoch,
    };
    return isSaleRecord(sale) ? sale : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every number is one the verdict may be built on. Never trusts the types: the store may hold anything. */
export function isSaleRecord(sale: SaleRecord): boolean {
  const forecast = sale.forecast;
  return (
    isCount(sale.opensAt, 1, 2 ** 40) &&
    isNumber(sale.k, 1, 32) &&
    curveNamed(sale.curve) !== undefined &&
    isCount(sale.slotSeconds, 1, 120) &&
    isSchedule(sale.schedule, sale.opensAt) &&
    SALE_PHASES.indexOf(sale.phase) >= 0 &&
    isCount(sale.powBits, 0, 32) &&
    isCount(sale.tokenLifeSeconds, 60, 604_800) &&
    isNumber(sale.sampling.arrivals, 0, 1) &&
    isNumber(sale.sampling.requests, 0, 1) &&
    isNumber(sale.sampling.suspects, 0, 1) &&
    (forecast === null ||
      (isNumber(forecast.tau, 1, 1e9) &&
        (forecast.endClock === null || isNumber(forecast.endClock, 0, 1e12)))) &&
    (sale.commitment === null || typeof sale.commitment === 'string') &&
    isCount(sale.tunerEpoch, 0, 2 ** 53)
  );
}

function isSchedule(schedule: readonly ScheduleEntry[], opensAt: number): boolean {
  let before: ScheduleEntry = [opensAt - 1, 0, 0];
  for (let i = 0; i < schedule.length; i++) {
    const entry = schedule[i];
    if (
      entry === undefined ||
      !isCount(entry[0], before[0] + 1, 2 ** 41) ||
      !isTau(entry[1]) ||
      !isNumber(entry[2], before[2], entry[0] - opensAt)
    ) {
      return false;
    }
    before = entry;
  }
  return schedule.length > 0;
}

function isNumber(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function isCount(value: unknown, least: number, most: number): boolean {
  return isNumber(value, least, most) && (value as number) % 1 === 0;
}
