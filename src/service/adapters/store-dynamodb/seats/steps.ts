import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { RequestKey, ReservationRecord } from '../../../../core/reservation/index.ts';
import { type Database, expressions } from '../connection/index.ts';
import { keyItem } from '../decisions/index.ts';
import {
  type Item,
  isoTime,
  KEY_SLOTS,
  keySlot,
  reservationItem,
  reservationOf,
  seatOf,
  sessionOf,
} from '../items/index.ts';
import type { Evidence } from './evidence.ts';

/** One action of a command on seats, and what is learnt when its condition fails. */
export interface Step {
  readonly action: TransactWriteItem;
  learn(item: Item | undefined): void;
}

/** What every step needs to know. */
export interface StepContext {
  readonly database: Database;
  readonly evidence: Evidence;
  readonly nowMs: number;
}

/** What a command does to its session. */
export interface SessionChange {
  /** Seats whose reservation is new, and those whose reservation is dropped. */
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  /** Nothing of what the session holds changes; only the key is remembered. */
  readonly isKeyOnly: boolean;
  readonly request: RequestKey | null;
  /** What a repeat of the request is answered. */
  readonly seatIds: readonly string[];
}

const SHOW = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };

/**
 * The session's update. Its condition is the pass: this user's session of this event, in reservation, ending when the pass says and not
 * before now, with room for the new seats, and without the idempotency key among those it remembers. What it remembers moves along by one
 * slot in the same update, so that nothing has to be read to forget the oldest.
 */
export function sessionStep({ database, evidence, nowMs }: StepContext, change: SessionChange): Step {
  const { claim, knownSession } = evidence;
  const { added, dropped, request } = change;
  const seatLimit = knownSession?.record.seatLimit ?? claim.seatLimit;
  const conditions = [
    '#userId = :userId AND #eventId = :eventId AND #state = :reservation',
    '#expiresAt = :passEnd AND #expiresAt > :now',
    ...(added.length > 0 ? ['#seatLimit = :seatLimit AND #resCount <= :room'] : []),
    ...(knownSession === undefined ? [] : ['#rev = :rev']),
    ...(request === null ? [] : [`NOT (${slots((slot) => `${slot}.#k = :key`).join(' OR ')})`]),
  ];
  const sets = [
    '#rev = #rev + :one, #updatedAt = :now',
    ...(change.isKeyOnly ? [] : ['#ver = #ver + :one, #resCount = #resCount + :more']),
    ...(request === null
      ? []
      : [...slots((slot, next) => `${slot} = ${next}`, 1), `#idem[${KEY_SLOTS - 1}] = :slot`]),
  ];
  const update = [
    `SET ${sets.join(', ')}`,
    ...(added.length > 0 ? ['ADD #seatsHeld :added'] : []),
    ...(dropped.length > 0 ? ['DELETE #seatsHeld :dropped'] : []),
  ];
  const values = {
    userId: claim.userId,
    eventId: claim.eventId,
    reservation: 'reservation',
    passEnd: isoTime(claim.expiresAtMs),
    now: isoTime(nowMs),
    seatLimit,
    room: seatLimit - added.length,
    rev: knownSession?.rev,
    key: request?.key,
    one: 1,
    more: added.length - dropped.length,
    slot: request === null ? null : keySlot({ ...request, seatIds: change.seatIds }),
    added: new Set(added),
    dropped: new Set(dropped),
  };
  return {
    action: {
      Update: {
        TableName: database.names.reservations,
        Key: keyItem({ type: 'session', sessionId: claim.sessionId }),
        ...expressions(
          { ConditionExpression: conditions.join(' AND '), UpdateExpression: update.join(' ') },
          values,
        ),
        ...SHOW,
      },
    },
    learn: (item) => evidence.showSession(item === undefined ? undefined : sessionOf(item)),
  };
}

/** A phrase per slot for idempotency keys, `leaveOut` of them fewer; each is told the path of its slot and of the one after it. */
function slots(phrase: (slot: string, next: string) => string, leaveOut = 0): string[] {
  return Array.from({ length: KEY_SLOTS - leaveOut }, (_, index) =>
    phrase(`#idem[${index}]`, `#idem[${index + 1}]`),
  );
}

/** Locks the seat for the session if it is available or its lock has lapsed, and is what the buyer was shown. */
export function lockStep(context: StepContext, reservation: ReservationRecord, untilMs: number): Step {
  const { seatId, sessionId, tier, priceMinor } = reservation;
  const isFree = '#availability = :available OR (#availability = :locked AND #expiresAt <= :now)';
  return seatStep(
    context,
    seatId,
    'Update',
    {
      ConditionExpression: `#tier = :tier AND #priceMinor = :priceMinor AND (${isFree})`,
      UpdateExpression:
        'SET #availability = :locked, #expiresAt = :until, #sessionId = :sessionId, #ver = #ver + :one, #updatedAt = :now',
    },
    { tier, priceMinor, sessionId, until: isoTime(untilMs) },
  );
}

/** Frees the seat if it is still locked for the session. */
export function unlockStep(context: StepContext, seatId: string): Step {
  return seatStep(context, seatId, 'Update', {
    ConditionExpression: LOCKED_FOR_SESSION,
    UpdateExpression:
      'SET #availability = :available, #ver = #ver + :one, #updatedAt = :now REMOVE #expiresAt, #sessionId',
  });
}

/** Tests that a seat which is not written is what the decision takes it for: as it was shown, otherwise locked for the session. */
export function guardStep(context: StepContext, seatId: string): Step {
  const shown = context.evidence.shownSeat(seatId);
  if (shown === undefined) return check(LOCKED_FOR_SESSION);
  return shown === null ? check('attribute_not_exists(#PK)') : check('#ver = :ver', { ver: shown.ver });

  function check(ConditionExpression: string, values?: { ver: number }): Step {
    return seatStep(context, seatId, 'ConditionCheck', { ConditionExpression }, values);
  }
}

const LOCKED_FOR_SESSION = '#availability = :locked AND #sessionId = :sessionId';

function seatStep(
  { database, evidence, nowMs }: StepContext,
  seatId: string,
  action: 'Update' | 'ConditionCheck',
  parts: { ConditionExpression: string; UpdateExpression?: string },
  values: Readonly<Record<string, string | number | undefined>> = {},
): Step {
  const { eventId, sessionId } = evidence.claim;
  const common = { available: 'available', locked: 'locked', now: isoTime(nowMs), one: 1, sessionId };
  return {
    action: {
      [action]: {
        TableName: database.names.seats,
        Key: keyItem({ type: 'seat', eventId, seatId }),
        ...expressions(parts, { ...common, ...values }),
        ...SHOW,
      },
    },
    learn: (item) => evidence.showSeat(seatId, item === undefined ? undefined : seatOf(item)),
  };
}

/** Puts the reservation; whether there was one before must be as it was taken to be, since the session counts it. */
export function reserveStep({ database, evidence }: StepContext, record: ReservationRecord): Step {
  const isThere = evidence.reservation(record.sessionId, record.seatId) !== undefined;
  const ConditionExpression = isThere ? 'attribute_exists(#PK)' : 'attribute_not_exists(#PK)';
  return {
    action: {
      Put: {
        TableName: database.names.reservations,
        Item: reservationItem(record, database.clock.nowMs()),
        ...expressions({ ConditionExpression }),
        ...SHOW,
      },
    },
    learn: (item) =>
      evidence.showReservation(record.seatId, item === undefined ? undefined : reservationOf(item)),
  };
}

export function dropStep({ database, evidence }: StepContext, seatId: string): Step {
  const { sessionId } = evidence.claim;
  return {
    action: {
      Delete: {
        TableName: database.names.reservations,
        Key: keyItem({ type: 'reservation', sessionId, seatId }),
        ...expressions({ ConditionExpression: 'attribute_exists(#PK)' }),
        ...SHOW,
      },
    },
    learn: (item) => evidence.showReservation(seatId, item === undefined ? undefined : reservationOf(item)),
  };
}
