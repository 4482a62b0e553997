import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../../../core/errors/index.ts';
import type { Decision, StoredItem } from '../../../../core/reservation/index.ts';
import { type Database, expressions } from '../connection/index.ts';
import {
  changedSeatItem,
  dueItem,
  type Item,
  isoTime,
  nameOf,
  paymentItem,
  placeItem,
  type Ref,
  reservationItem,
  type StoredSession,
  sessionItem,
  tableOf,
  tokenItem,
  userEventItem,
} from '../items/index.ts';
import { keyItem } from './read-together.ts';
import type { Snapshot } from './snapshot.ts';

/** The writes of a decision. */
export interface Writes {
  readonly actions: readonly TransactWriteItem[];
  /** Sessions as they will be stored. */
  readonly sessions: readonly StoredSession[];
}

/** What rules put; events are put by `createEvent` alone. */
type Put = Exclude<StoredItem, { type: 'event' }>;

/**
 * The writes that make a decision true, each on condition that its record is as it was when the rule read it. A record that was read and
 * not written needs a condition only if it can change by itself in a way that matters: what belongs to a session changes only together
 * with it, and a seat or place that was lost never comes back to its loser. That leaves the due item, which the reconciler moves.
 */
export function writesOf(
  { names, clock }: Database,
  snapshot: Snapshot,
  decision: Decision<unknown>,
): Writes {
  const presentMs = clock.nowMs();
  const puts = decision.puts.map(put);
  const written = new Set([...puts.map(refOf), ...decision.removes].map(nameOf));
  const sessions = puts.flatMap((one) =>
    one.type === 'session' ? [storedAfter(snapshot, decision, one.record)] : [],
  );
  const guards = puts
    .flatMap((one): Ref[] =>
      one.type === 'payment' ? [{ type: 'due', paymentId: one.record.paymentId }] : [],
    )
    .filter((ref) => snapshot.wasAskedFor(ref) && !written.has(nameOf(ref)));

  const where = (ref: Ref) => ({
    TableName: names[tableOf(ref)],
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  });
  return {
    sessions,
    actions: [
      ...puts.map((one) => {
        const ref = refOf(one);
        const Item = itemOf(snapshot, one, sessions, presentMs);
        return { Put: { ...where(ref), Item, ...(isPart(ref) ? {} : asRead(snapshot, ref)) } };
      }),
      ...decision.removes.map((ref) => ({
        Delete: { ...where(ref), Key: keyItem(ref), ...(isPart(ref) ? {} : asRead(snapshot, ref)) },
      })),
      ...guards.map((ref) => ({
        ConditionCheck: { ...where(ref), Key: keyItem(ref), ...asRead(snapshot, ref) },
      })),
    ],
  };
}

function put(item: StoredItem): Put {
  invariant(item.type !== 'event', 'no rule changes an event');
  return item;
}

function refOf(put: Put): Ref {
  return { type: put.type, ...put.record } as Ref;
}

/** A reservation is part of its session, whose condition stands for both. */
function isPart(ref: Ref): boolean {
  return ref.type === 'reservation';
}

function itemOf(snapshot: Snapshot, put: Put, sessions: readonly StoredSession[], presentMs: number): Item {
  switch (put.type) {
    case 'seat': {
      const stored = snapshot.item({ type: 'seat', eventId: put.record.eventId, seatId: put.record.seatId });
      invariant(stored !== undefined, 'a seat that is changed was read');
      return changedSeatItem(stored, put.record);
    }
    case 'session': {
      const stored = sessions.find(({ record }) => record === put.record);
      invariant(stored !== undefined, 'every session that is put is known as it will be stored');
      return sessionItem(stored);
    }
    case 'userEvent': {
      const before = snapshot.storedUserEvent(put.record.userId, put.record.eventId);
      return userEventItem({ record: put.record, rev: (before?.rev ?? 0) + 1 });
    }
    case 'reservation':
      return reservationItem(put.record, presentMs);
    case 'token':
      return tokenItem(put.record);
    case 'place':
      return placeItem(put.record, presentMs);
    case 'payment':
      return paymentItem(put.record);
    case 'due':
      return dueItem(put.record);
  }
}

/** The session as the decision leaves it, with the seats of the reservations that the decision adds and drops. */
function storedAfter(
  snapshot: Snapshot,
  { puts, removes }: Decision<unknown>,
  record: StoredSession['record'],
): StoredSession {
  const before = snapshot.storedSession(record.sessionId);
  const seatsHeld = new Set(before?.seatsHeld);
  for (const put of puts) if (put.type === 'reservation') seatsHeld.add(put.record.seatId);
  for (const removed of removes) if (removed.type === 'reservation') seatsHeld.delete(removed.seatId);
  return { record, rev: (before?.rev ?? 0) + 1, seatsHeld };
}

/** The condition that a record is as the rule saw it. */
function asRead(snapshot: Snapshot, ref: Ref) {
  const item = snapshot.item(ref);
  if (item === undefined) return expressions({ ConditionExpression: 'attribute_not_exists(#PK)' });
  switch (ref.type) {
    case 'seat':
      return equal({ ver: snapshot.seat(ref.eventId, ref.seatId)?.ver });
    case 'session':
      return equal({ rev: snapshot.storedSession(ref.sessionId)?.rev });
    case 'userEvent':
      return equal({ rev: snapshot.storedUserEvent(ref.userId, ref.eventId)?.rev });
    case 'payment':
      return equal({ ver: snapshot.payment(ref.paymentId)?.ver });
    case 'due':
      return equal({ dueAt: isoTime(snapshot.due(ref.paymentId)?.dueAtMs ?? 0) });
    case 'place': {
      const place = snapshot.place(ref.eventId, ref.placeNo);
      return equal({ sessionId: place?.sessionId, until: isoTime(place?.untilMs ?? 0) });
    }
    default:
      throw new Error(`a stored ${ref.type} is never written again`);
  }
}

function equal(values: Readonly<Record<string, string | number | undefined>>) {
  const ConditionExpression = Object.keys(values)
    .map((name) => `#${name} = :${name}`)
    .join(' AND ');
  return expressions({ ConditionExpression }, values);
}
