import { type Problem, UserError } from '../../core/errors/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import type { Venue } from '../../core/venue/index.ts';
import type { Moment } from '../framework/index.ts';

/** What an operator may say about an event; whatever is left out takes its default when the event is made. Lengths of time in ms. */
export interface EventTerms {
  readonly name?: string | undefined;
  readonly opensAt?: Moment | undefined;
  readonly k?: number | undefined;
  readonly slotMs?: number | undefined;
  readonly seatLimit?: number | undefined;
  readonly admissionsPerUser?: number | undefined;
  readonly sessionTtlMs?: number | undefined;
  readonly payTtlMs?: number | undefined;
  readonly payGraceMs?: number | undefined;
  readonly softCap?: number | undefined;
  readonly hardCap?: number | undefined;
}

export const DEFAULT_TERMS = {
  opensInSeconds: 600,
  k: 2,
  slotMs: 30_000,
  seatLimit: 10,
  admissionsPerUser: 1,
  sessionTtlMs: 600_000,
  payTtlMs: 300_000,
  payGraceMs: 120_000,
  /** Shoppers at once for each seat: more, and most of what they click is gone already. */
  softCapPerSeat: 0.02,
  softCapMin: 20,
  /** Room above the soft cap for buyers who were drawn while every place was taken. */
  hardCapPerSoftCap: 1.2,
} as const;

/**
 * The record of a new event.
 *
 * @throws UserError `EVENT_INVALID` that names every term that does not fit the others.
 */
export function newEventRecord(eventId: string, venue: Venue, terms: EventTerms, nowMs: number): EventRecord {
  const softCap = terms.softCap ?? defaultSoftCap(venue.seatCount, terms.hardCap);
  const event: EventRecord = {
    eventId,
    name: terms.name ?? eventId,
    venueHash: venue.hash,
    currency: venue.currency,
    opensAt: terms.opensAt?.epochSeconds ?? Math.floor(nowMs / 1000) + DEFAULT_TERMS.opensInSeconds,
    k: terms.k ?? DEFAULT_TERMS.k,
    curve: 'weibull',
    slotSeconds: (terms.slotMs ?? DEFAULT_TERMS.slotMs) / 1000,
    holdbacks: 0,
    seatLimit: terms.seatLimit ?? DEFAULT_TERMS.seatLimit,
    admissionsPerUser: terms.admissionsPerUser ?? DEFAULT_TERMS.admissionsPerUser,
    sessionTtlMs: terms.sessionTtlMs ?? DEFAULT_TERMS.sessionTtlMs,
    payTtlMs: terms.payTtlMs ?? DEFAULT_TERMS.payTtlMs,
    payGraceMs: terms.payGraceMs ?? DEFAULT_TERMS.payGraceMs,
    softCap,
    hardCap: terms.hardCap ?? Math.ceil(softCap * DEFAULT_TERMS.hardCapPerSoftCap),
    seatCount: venue.seatCount,
    createdAtMs: nowMs,
  };
  const problems = problemsOf(event);
  if (problems.length === 0) return event;
  const [only] = problems;
  const message =
    problems.length === 1 && only !== undefined
      ? `${only.path} ${only.message}`
      : `${problems.length} terms of the event do not fit`;
  throw new UserError('EVENT_INVALID', message, problems);
}

function defaultSoftCap(seatCount: number, hardCap: number | undefined): number {
  const wished = Math.max(DEFAULT_TERMS.softCapMin, Math.round(seatCount * DEFAULT_TERMS.softCapPerSeat));
  return Math.min(wished, hardCap ?? wished);
}

function problemsOf(event: EventRecord): Problem[] {
  const problems: Problem[] = [];
  if (event.softCap > event.hardCap) {
    problems.push({
      path: '--soft-cap',
      message: `${event.softCap} must not be above --hard-cap ${event.hardCap}`,
    });
  }
  const lengths = [
    ['--slot', event.slotSeconds * 1000],
    ['--session', event.sessionTtlMs],
    ['--pay', event.payTtlMs],
    ['--pay-grace', event.payGraceMs],
  ] as const;
  for (const [path, ms] of lengths) {
    if (ms % 1000 !== 0) problems.push({ path, message: 'must be whole seconds' });
  }
  return problems;
}
