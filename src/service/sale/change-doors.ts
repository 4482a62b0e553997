import { pruneSchedule, type SaleRecord, type ScheduleEntry } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { type DoorsState, doorsAt, reasonToShut, replacedFrom, verbApplies } from './doors.ts';
import { editSale, requireSale, type SaleEdit, type SaleRecords } from './edit-sale.ts';
import type { DoorsVerb, SaleNotes } from './sale-notes.ts';

/** A change that every edge must know before it is in force needs at least this. */
export const LEAD_SECONDS_MIN = 10;

/** A forecast is taken back with the publication when the doors follow this soon; for later ones the tuner's turns do it. */
const TELL_SECONDS_MAX = 60;

/** Decisions that are remembered although they are past: the last is in force, the others are for people. */
const PAST_KEPT = 8;

/** τ to open with when nobody has said one. */
const TAU_DEFAULT = 600;

export interface DoorsChange {
  readonly eventId: string;
  readonly verb: DoorsVerb;
  /** Epoch s; the earliest possible when left out. */
  readonly from?: number | undefined;
  /** For open and resume; otherwise τ goes on where it was. */
  readonly tau?: number | undefined;
  readonly now: number;
  /** At least `LEAD_SECONDS_MIN`. */
  readonly leadSeconds: number;
}

export interface DoorsChanged {
  readonly changed: boolean;
  readonly from: number;
  /** τ from then on; 0 lets nobody in. */
  readonly tau: number;
  readonly stateBefore: DoorsState;
  /** Decisions planned for later that this one takes back. */
  readonly takenBack: readonly (readonly [from: number, verb: DoorsVerb])[];
}

/**
 * Opens, pauses, resumes or closes a sale by an entry of its schedule.
 *
 * @throws UserError `SALE_UNKNOWN`, `DOORS_STATE` when the verb makes no sense as things stand, `TOO_SOON`, `DRAW_REVEALED`.
 */
export function changeDoors(kvs: KeyValueStore, change: DoorsChange): Promise<DoorsChanged> {
  return editSale(kvs, change.eventId, (records) => decideDoors(records, change));
}

/** What `changeDoors` would do, for showing it first. Throws the same. */
export function previewDoors(records: SaleRecords, change: DoorsChange): DoorsChanged {
  return decideDoors(records, change).result;
}

function decideDoors(records: SaleRecords, change: DoorsChange): SaleEdit<DoorsChanged> {
  const { verb, now } = change;
  const sale = requireSale(records, change.eventId);
  const { notes } = records;
  const from = effectiveFrom(sale, change);
  const stateBefore = doorsAt(notes, from);
  if (!verbApplies(verb, stateBefore)) {
    const tau = tauAt(sale.schedule, from);
    return { result: { changed: false, from, tau, stateBefore, takenBack: [] } };
  }
  const lets = verb === 'open' || verb === 'resume';
  if (lets && records.draw != null && records.draw.revealedAt !== null)
    throw new UserError(
      'DRAW_REVEALED',
      `the lottery keys of ${change.eventId} are public, and anybody could tell who gets in: its draw is over`,
    );
  // The schedule forgets what no slot needs any more, and a pause may be long.
  const nextTau = change.tau ?? lastTau(sale.schedule, from) ?? notes.tau;
  const tau = lets ? (nextTau ?? TAU_DEFAULT) : 0;
  const longer = replacedFrom(sale.schedule, from, tau, change);
  const doors: SaleNotes['doors'] = [
    ...remembered(notes.doors, now).filter(([start]) => start < from),
    [from, verb],
  ];
  const soon = from - now <= TELL_SECONDS_MAX || from === sale.opensAt;
  return {
    sale: {
      ...sale,
      ...(soon ? { forecast: forecastAfter(sale, tau) } : {}),
      phase: reasonToShut(sale, doors, { now, by: soon ? from : now }),
      schedule: pruneSchedule(longer, sale.slotSeconds, now),
    },
    notes: { ...notes, tau: nextTau, doors },
    result: {
      changed: true,
      from,
      tau,
      stateBefore,
      takenBack: notes.doors.filter(([start]) => start > from),
    },
  };
}

/** All that is planned, and of what is past a few. */
function remembered(doors: SaleNotes['doors'], now: number): SaleNotes['doors'] {
  const past = doors.filter(([from]) => from <= now);
  return [...past.slice(-PAST_KEPT), ...doors.slice(past.length)];
}

/** Before the opening a change takes effect with it: the schedule begins there. */
function effectiveFrom(sale: SaleRecord, { from, now, leadSeconds }: DoorsChange): number {
  const earliest = now + Math.max(leadSeconds, LEAD_SECONDS_MIN);
  if (from === undefined) return Math.max(earliest, sale.opensAt);
  if (from >= earliest && from >= sale.opensAt) return from;
  const [at, why] =
    from < sale.opensAt
      ? [sale.opensAt, 'the sale opens then']
      : [earliest, `every edge must know of it ${Math.max(leadSeconds, LEAD_SECONDS_MIN)} s before`];
  const iso = new Date(at * 1000).toISOString().replace('.000Z', 'Z');
  throw new UserError('TOO_SOON', `this can take effect at ${iso} at the earliest: ${why}`);
}

/** What buyers are told once the doors have changed; an old forecast would promise people a wait that has no end. */
function forecastAfter(sale: SaleRecord, tau: number): SaleRecord['forecast'] {
  return tau > 0 ? { tau, endClock: sale.forecast?.endClock ?? null } : null;
}

/** The τ people were let in with last, before `from`. */
function lastTau(schedule: readonly ScheduleEntry[], from: number): number | undefined {
  return schedule.findLast(([start, tau]) => start < from && tau > 0)?.[1];
}

function tauAt(schedule: readonly ScheduleEntry[], t: number): number {
  return schedule.findLast(([start]) => start <= t)?.[1] ?? 0;
}
