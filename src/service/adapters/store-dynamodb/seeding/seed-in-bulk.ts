import type { EventRecord } from '../../../../core/reservation/index.ts';
import type { SeatSeed } from '../../../ports/index.ts';
import type { Database } from '../connection/index.ts';
import type { Events } from '../events.ts';
import { type Item, type StoredEvent, seededSeatItem } from '../items/index.ts';
import { readSection } from '../reads.ts';
import { Lease } from './lease.ts';
import { putInBatches } from './put-in-batches.ts';
import { seedMissing } from './seed-missing.ts';

export interface SectionToSeed {
  readonly sectionId: string;
  seats(): Iterable<SeatSeed>;
}

export interface BulkSeeding {
  readonly event: EventRecord;
  readonly venueJson: string;
  readonly sections: Iterable<SectionToSeed>;
  readonly nowMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Asked before anything is stored when the event exists; throws when it is not the one to be seeded. */
  accept(stored: EventRecord): void;
  /** Called with the number of seats that are stored now, by this run or an earlier one. */
  onSeats?(count: number): void;
  /** What is being done, in a few words. */
  onMark?(word: string): void;
}

export interface BulkSeeded {
  readonly event: EventRecord;
  readonly eventCreated: boolean;
  readonly seatsCreated: number;
  readonly seatsExisting: number;
}

/** Seats that are asked for and put together when every one must be put on condition. */
const CAREFUL_SEATS = 1_000;

/**
 * Stores an event with all its seats by batches of writes, which know no conditions. They are safe because nobody is let into the event
 * until it is sealed, once all seats are there; from then on seats are only ever put on condition that they are absent. A run that was
 * cut short is taken up by the next: what the index lists is there, everything else is put again.
 */
export async function seedInBulk(
  database: Database,
  events: Events,
  seeding: BulkSeeding,
): Promise<BulkSeeded> {
  const holder = database.random.uuidV7(database.clock.nowMs());
  const { eventId } = seeding.event;
  const extra = Lease.attributes(holder, database.clock.nowMs());
  const { created, event } = await events.create(seeding.event, seeding.venueJson, extra);
  if (!created) seeding.accept(event);
  const stored = await events.require(eventId);
  const lease = created
    ? Lease.ofNewEvent(database, eventId, holder)
    : stored.sealed
      ? undefined
      : await Lease.takeOver(database, eventId, holder);

  const seats =
    lease === undefined
      ? await seedCarefully(database, stored, seeding)
      : await seedUnderLease(database, stored, seeding, lease, created);
  return { event, eventCreated: created, ...seats };
}

async function seedUnderLease(
  database: Database,
  event: StoredEvent,
  seeding: BulkSeeding,
  lease: Lease,
  isNew: boolean,
): Promise<{ seatsCreated: number; seatsExisting: number }> {
  let [seatsCreated, seatsExisting] = [0, 0];
  await putInBatches(database, {
    table: database.names.seats,
    items: missingSeats(),
    async mayGoOn() {
      seeding.signal?.throwIfAborted();
      await lease.prove();
    },
    onPut(count) {
      seatsCreated += count;
      seeding.onSeats?.(count);
    },
    onPace: (allowed) => seeding.onMark?.(`${allowed} at once`),
  });
  await lease.seal(() => seeding.onMark?.('making sure that the earlier run has ended'));
  return { seatsCreated, seatsExisting };

  async function* missingSeats(): AsyncIterable<Item> {
    const { eventId } = event.record;
    for (const { sectionId, seats } of seeding.sections) {
      const there = isNew ? [] : await readSection(database, eventId, sectionId, event.gsiShards);
      const ids = new Set(there.map(({ seatId }) => seatId));
      seatsExisting += ids.size;
      if (ids.size > 0) seeding.onSeats?.(ids.size);
      for (const seat of seats())
        if (!ids.has(seat.seatId)) yield seededSeatItem(eventId, seat, event.gsiShards, seeding.nowMs);
    }
  }
}

/** Buyers may be in: every seat is put on condition that it is absent. */
async function seedCarefully(
  database: Database,
  { record, gsiShards }: StoredEvent,
  seeding: BulkSeeding,
): Promise<{ seatsCreated: number; seatsExisting: number }> {
  let [seatsCreated, seatsExisting] = [0, 0];
  for (const { seats } of seeding.sections) {
    const all = [...seats()];
    for (let first = 0; first < all.length; first += CAREFUL_SEATS) {
      seeding.signal?.throwIfAborted();
      const some = all.slice(first, first + CAREFUL_SEATS);
      const { eventId } = record;
      const done = await seedMissing(database, { eventId, gsiShards, seats: some, nowMs: seeding.nowMs });
      seatsCreated += done.created;
      seatsExisting += done.existing;
      seeding.onSeats?.(some.length);
    }
  }
  return { seatsCreated, seatsExisting };
}
