import {
  appendEntry,
  entryAt,
  type SalePhase,
  type SaleRecord,
  type ScheduleEntry,
} from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { DoorsVerb, SaleNotes } from './sale-notes.ts';

/** How the doors stand by the operators' word; the tuner may hold them shut besides, when no seat is free. */
export type DoorsState = 'notOpened' | 'open' | 'paused' | 'closed';

const STATE_AFTER: Readonly<Record<DoorsVerb, DoorsState>> = {
  open: 'open',
  resume: 'open',
  pause: 'paused',
  close: 'closed',
};

/** How the doors stand, or will stand, at `t` (epoch s). */
export function doorsAt(notes: Pick<SaleNotes, 'doors'>, t: number): DoorsState {
  const decided = notes.doors.findLast(([from]) => from <= t);
  return decided === undefined ? 'notOpened' : STATE_AFTER[decided[1]];
}

/**
 * The word for buyers that goes into the record: why the doors are shut from `by` on, or else will be next. While τ is above 0 nobody reads
 * it. Sold out is sold out, whatever operators do.
 */
export function reasonToShut(
  sale: Pick<SaleRecord, 'schedule' | 'phase'>,
  doors: SaleNotes['doors'],
  { now, by }: { readonly now: number; readonly by: number },
): SalePhase {
  if (sale.phase === 'soldOut') return 'soldOut';
  const state = doorsAt({ doors }, by);
  if (state === 'closed' || state === 'paused') return state;
  // The tuner shut them, and what it said goes for as long as that lasts.
  if (entryAt(sale.schedule, now)?.[1] === 0 && sale.phase === 'allHeld') return 'allHeld';
  const next = doors.find(([from, verb]) => from > by && STATE_AFTER[verb] !== 'open');
  return next === undefined ? 'open' : next[1] === 'close' ? 'closed' : 'paused';
}

/** States in which a verb changes something. In `STATE_AFTER[verb]` it changes nothing; anywhere else it is a mistake. */
const APPLIES_TO: Readonly<Record<DoorsVerb, readonly DoorsState[]>> = {
  open: ['notOpened', 'closed'],
  pause: ['open'],
  resume: ['paused'],
  close: ['notOpened', 'open', 'paused'],
};

const INSTEAD: Readonly<Record<DoorsState, string>> = {
  notOpened: 'the sale has not been opened; `tix sale open` does that',
  open: 'the sale is open',
  paused: 'the sale is paused; `tix sale resume` lets people in again',
  closed: 'the sale is closed; `tix sale open` opens it again',
};

/**
 * Whether the verb changes anything where the doors stand in `state`.
 *
 * @throws UserError `DOORS_STATE` when it makes no sense there.
 */
export function verbApplies(verb: DoorsVerb, state: DoorsState): boolean {
  if (APPLIES_TO[verb].includes(state)) return true;
  if (STATE_AFTER[verb] === state) return false;
  throw new UserError('DOORS_STATE', `${verb} does not fit: ${INSTEAD[state]}`);
}

/** When a change is published and the least time until it may take effect, so that every edge knows it by then. Seconds. */
export interface Publication {
  readonly now: number;
  readonly leadSeconds: number;
}

/**
 * The schedule with τ changed from `from` on and nothing planned after it: whoever opens or shuts the doors decides for good. Entries that
 * are not in force yet may be replaced, since no verdict has used them.
 *
 * @throws UserError `BAD_SCHEDULE_ENTRY`
 */
export function replacedFrom(
  schedule: readonly ScheduleEntry[],
  from: number,
  tau: number,
  publication: Publication,
): ScheduleEntry[] {
  const kept = schedule.filter(([start]) => start < from);
  return appendEntry(kept, from, tau, publication);
}

/**
 * The schedule with τ changed from `from` until the next planned entry; the readings of those to come follow. So a tuner's turns do not
 * undo a pause that is planned for later.
 *
 * @throws UserError `BAD_SCHEDULE_ENTRY`
 */
export function insertedAt(
  schedule: readonly ScheduleEntry[],
  from: number,
  tau: number,
  publication: Publication,
): ScheduleEntry[] {
  const later = schedule.filter(([start]) => start > from);
  return later.reduce<ScheduleEntry[]>(
    (longer, [start, planned]) => appendEntry(longer, start, planned, publication),
    replacedFrom(schedule, from, tau, publication),
  );
}
