import { UserError } from '../../core/errors/index.ts';
import type { EventRecord } from '../../core/reservation/index.ts';
import type { Venue } from '../../core/venue/index.ts';
import type { DynamoStore } from '../../service/adapters/store-dynamodb/index.ts';
import type { Clock, ReservationStore, SeatSeed } from '../../service/ports/index.ts';
import { type EventTerms, newEventRecord } from './terms.ts';

export interface Seeding {
  readonly store: ReservationStore;
  readonly clock: Clock;
  readonly eventId: string;
  readonly venue: Venue;
  /** The terms that were asked for in so many words. */
  readonly terms: EventTerms;
  /** Stops between two batches; what is stored stays, and seeding again goes on from there. */
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of seats in it. */
  readonly onSeats?: (count: number) => void;
  /** What is being done beside putting seats, in a few words. */
  readonly onMark?: (word: string) => void;
}

export interface Seeded {
  readonly event: EventRecord;
  readonly eventCreated: boolean;
  readonly seatsCreated: number;
  readonly seatsExisting: number;
}

/** Seats per transaction: small enough to leave the store free for others in between. */
const BATCH_SEATS = 2_000;

/**
 * Stores an event with its seats. What is there already is left as it is, whatever its state, so that a second run changes nothing and
 * a run that was cut short is completed by the next.
 *
 * @throws UserError `EVENT_DIFFERS` when the event exists with another venue or other terms, `EVENT_INVALID` when terms do not fit.
 */
export async function seedEvent(seeding: Seeding): Promise<Seeded> {
  const { store, clock, eventId, venue, terms } = seeding;
  const wanted = newEventRecord(eventId, venue, terms, clock.nowMs());
  const accept = (stored: EventRecord) => refuseDifferences(stored, wanted, terms);
  return isBulkSeeder(store)
    ? store.seedInBulk({ ...bulkOf(seeding, wanted), accept })
    : seedBatchwise(seeding, wanted, accept);
}

async function seedBatchwise(
  { store, clock, eventId, venue, signal, onSeats }: Seeding,
  wanted: EventRecord,
  accept: (stored: EventRecord) => void,
): Promise<Seeded> {
  const { created, event } = await store.createEvent(wanted, JSON.stringify(venue.document));
  if (!created) accept(event);

  let [seatsCreated, seatsExisting] = [0, 0];
  for (const batch of batchesOf(venue)) {
    signal?.throwIfAborted();
    const stored = await store.seedSeats(eventId, batch, clock.nowMs());
    seatsCreated += stored.created;
    seatsExisting += stored.existing;
    onSeats?.(batch.length);
  }
  return { event, eventCreated: created, seatsCreated, seatsExisting };
}

/** A store that has a faster way to store a whole event before anybody is let in. */
type BulkSeeder = Pick<DynamoStore, 'seedInBulk'>;

function isBulkSeeder(store: ReservationStore): store is ReservationStore & BulkSeeder {
  return 'seedInBulk' in store;
}

function bulkOf({ venue, clock, signal, onSeats, onMark }: Seeding, event: EventRecord) {
  return {
    event,
    venueJson: JSON.stringify(venue.document),
    sections: venue.sections.map((section) => ({
      sectionId: section.id,
      seats: () => venue.seatsOf(section),
    })),
    nowMs: clock.nowMs(),
    signal,
    ...(onSeats === undefined ? {} : { onSeats }),
    ...(onMark === undefined ? {} : { onMark }),
  };
}

/**
 * Terms that were left to their defaults are not compared: the event keeps those it was made with. Neither is an opening typed as
 * `+10m`, which means another moment in every run.
 */
function refuseDifferences(stored: EventRecord, wanted: EventRecord, terms: EventTerms): void {
  if (stored.venueHash !== wanted.venueHash) {
    throw new UserError(
      'EVENT_DIFFERS',
      `event ${stored.eventId} exists with another venue (${stored.seatCount} seats, ${stored.venueHash.slice(0, 8)}…); seed this one under another id`,
    );
  }
  const compared: readonly [asked: unknown, term: string, was: string | number, is: string | number][] = [
    [terms.name, '--name', stored.name, wanted.name],
    [terms.opensAt?.fromNow === false || undefined, '--opens-at', stored.opensAt, wanted.opensAt],
    [terms.k, '--k', stored.k, wanted.k],
    [terms.slotMs, '--slot', `${stored.slotSeconds}s`, `${wanted.slotSeconds}s`],
    [terms.seatLimit, '--seat-limit', stored.seatLimit, wanted.seatLimit],
    [terms.admissionsPerUser, '--admissions', stored.admissionsPerUser, wanted.admissionsPerUser],
    [terms.sessionTtlMs, '--session', `${stored.sessionTtlMs / 1000}s`, `${wanted.sessionTtlMs / 1000}s`],
    [terms.payTtlMs, '--pay', `${stored.payTtlMs / 1000}s`, `${wanted.payTtlMs / 1000}s`],
    [terms.payGraceMs, '--pay-grace', `${stored.payGraceMs / 1000}s`, `${wanted.payGraceMs / 1000}s`],
    [terms.softCap, '--soft-cap', stored.softCap, wanted.softCap],
    [terms.hardCap, '--hard-cap', stored.hardCap, wanted.hardCap],
  ];
  const problems = compared
    .filter(([asked, , was, is]) => asked !== undefined && was !== is)
    .map(([, path, was, is]) => ({ path, message: `is ${was} in the store, not ${is}` }));
  if (problems.length === 0) return;
  const list = problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new UserError('EVENT_DIFFERS', `event ${stored.eventId} exists with other terms: ${list}`, problems);
}

function* batchesOf(venue: Venue): Iterable<readonly SeatSeed[]> {
  let batch: SeatSeed[] = [];
  for (const section of venue.sections) {
    for (const { seatId, sectionId, tier, priceMinor } of venue.seatsOf(section)) {
      batch.push({ seatId, sectionId, tier, priceMinor });
      if (batch.length < BATCH_SEATS) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
