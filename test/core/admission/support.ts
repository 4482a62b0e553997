import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  appendEntry,
  type DrawRules,
  type EdgeKeys,
  openSchedule,
  type SaleRecord,
  type ScheduleEntry,
  type WaitingPayload,
} from '../../../src/core/admission/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';

export const hashing = nodeHashing;
export const OPENS_AT = 1_790_000_000;
export const EVENT_ID = 'world-cup-final';

/** A case of fixtures/vectors/admission.json, computed independently of this project's code. */
export interface VectorCase {
  readonly lotKey: string;
  readonly drawKey: string;
  readonly beacon: string;
  readonly signingKey: string;
  readonly kid: string;
  readonly rules: DrawRules;
  readonly rulesCanonical: string;
  readonly rulesHash: string;
  readonly commitment: string;
  readonly eventId: string;
  readonly sub: string;
  readonly opensAt: number;
  readonly slotSeconds: number;
  readonly k: number;
  readonly schedule: readonly ScheduleEntry[];
  readonly lot: string;
  readonly lotteryNumber: number;
  readonly slotPhase: number;
  readonly c0: number;
  readonly firstBackoff: number;
  readonly token: string;
  readonly payload: WaitingPayload;
  readonly pow: { readonly challenge: string; readonly bits: number; readonly nonce: string };
  readonly decisions: readonly {
    readonly now: number;
    readonly slotStart: number;
    readonly tau: number;
    readonly clock: number;
    readonly x: number;
    readonly p: number;
    readonly admitted: boolean;
    readonly nextBackoff: number;
  }[];
}

export const VECTORS: readonly VectorCase[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/vectors/admission.json', import.meta.url), 'utf8'),
).cases;

/** A key nobody else has, made from a name. */
export function keyNamed(name: string): Uint8Array {
  return hashing.sha256(`test key ${name}`);
}

export function someKeys(changes: Partial<EdgeKeys> = {}): EdgeKeys {
  return {
    lot: keyNamed('lot'),
    draw: keyNamed('draw'),
    beacon: '',
    kid: 'k2',
    signing: { k1: keyNamed('k1'), k2: keyNamed('k2') },
    signIn: keyNamed('signIn'),
    edge: keyNamed('edge'),
    challenge: keyNamed('challenge'),
    sample: keyNamed('sample'),
    ...changes,
  };
}

export function someSale(changes: Partial<SaleRecord> = {}): SaleRecord {
  return {
    opensAt: OPENS_AT,
    k: 2,
    curve: 'weibull',
    slotSeconds: 30,
    schedule: openSchedule(OPENS_AT, 600),
    phase: 'open',
    powBits: 4,
    tokenLifeSeconds: 3600,
    sampling: { arrivals: 0, requests: 0, suspects: 0 },
    forecast: null,
    commitment: null,
    tunerEpoch: 0,
    ...changes,
  };
}

export const taus = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.double({ min: 1, max: 5000, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 1e9) },
);

/** Schedules as a tuner writes them: τ changed every few seconds or minutes, now and then closed. */
export const schedules: fc.Arbitrary<readonly ScheduleEntry[]> = fc
  .tuple(taus, fc.array(fc.tuple(fc.integer({ min: 10, max: 400 }), taus), { maxLength: 12 }))
  .map(([first, changes]) =>
    changes.reduce<readonly ScheduleEntry[]>(
      (schedule, [afterSeconds, tau]) =>
        appendEntry(schedule, (schedule.at(-1)?.[0] ?? 0) + afterSeconds, tau, { now: 0, leadSeconds: 0 }),
      openSchedule(OPENS_AT, first),
    ),
  );

export const sales: fc.Arbitrary<SaleRecord> = fc
  .record({
    schedule: schedules,
    k: fc.oneof(fc.constantFrom(1, 2, 32), fc.double({ min: 1, max: 32, noNaN: true })),
    slotSeconds: fc.integer({ min: 1, max: 120 }),
  })
  .map((changes) => someSale(changes));

export const subs = fc.uuid().map((id) => `user-${id}`);
