import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { LRUCache } from 'lru-cache';
import { invariant, UserError } from '../../../core/errors/index.ts';
import type { EventRecord } from '../../../core/reservation/index.ts';
import { type Database, expressions, unavailable } from './connection/index.ts';
import { ACTIONS_MAX, commit } from './decisions/index.ts';
import {
  type Attributes,
  eventItem,
  eventKey,
  eventOf,
  isoTime,
  type StoredEvent,
  toItem,
  venueItems,
} from './items/index.ts';
import { refuseTooManySeats } from './limits.ts';

/** Once its bulk seeding has ended, nothing of an event changes but what it is called; other processes learn of that a minute later. */
const EVENTS_KEPT = 1_000;
const KEPT_MS = 60_000;
/** Each section has this many index shards at most. */
const GSI_SHARDS_MAX = 100;

/** The events of the store. */
export class Events {
  readonly #database: Database;
  readonly #gsiShards: number;
  readonly #sealed: LRUCache<string, StoredEvent>;

  constructor(database: Database, gsiShards: number) {
    if (gsiShards < 1 || gsiShards > GSI_SHARDS_MAX)
      throw new UserError(
        'GSI_SHARDS_INVALID',
        `index shards must be 1 to ${GSI_SHARDS_MAX}, not ${gsiShards}`,
      );
    this.#database = database;
    this.#gsiShards = gsiShards;
    this.#sealed = new LRUCache({
      max: EVENTS_KEPT,
      ttl: KEPT_MS,
      perf: { now: () => database.clock.nowMs() },
    });
  }

  /**
   * Stores the event and its venue file together unless the event exists. `extra` are attributes of the item that are not the record's.
   *
   * @throws UserError `SEAT_LIMIT_TOO_HIGH`
   */
  async create(
    event: EventRecord,
    venueJson: string,
    extra: Attributes = {},
  ): Promise<{ created: boolean; event: EventRecord }> {
    refuseTooManySeats(event.seatLimit);
    const known = await this.find(event.eventId);
    if (known !== undefined) return { created: false, event: known.record };
    const TableName = this.#database.names.reservations;
    const venue = venueItems(event.venueHash, venueJson);
    invariant(venue.length < ACTIONS_MAX, 'a venue file fits into one transaction');
    const Item = { ...eventItem(event, this.#gsiShards), ...toItem(extra) };
    const isNew = expressions({ ConditionExpression: 'attribute_not_exists(#PK)' });
    const { kind } = await commit(
      this.#database,
      [{ Put: { TableName, Item, ...isNew } }, ...venue.map((part) => ({ Put: { TableName, Item: part } }))],
      this.#database.patience(),
    );
    return kind === 'committed'
      ? { created: true, event }
      : { created: false, event: (await this.require(event.eventId)).record };
  }

  /** Repeating it is harmless, so an unknown outcome is simply tried again. */
  async rename(eventId: string, name: string, nowMs: number): Promise<EventRecord | undefined> {
    this.#sealed.delete(eventId);
    const known = await this.find(eventId);
    if (known === undefined || known.record.name === name) return known?.record;
    const request = new UpdateItemCommand({
      TableName: this.#database.names.reservations,
      Key: toItem(eventKey(eventId)),
      ...expressions(
        {
          UpdateExpression: 'SET #name = :name, #updatedAt = :now',
          ConditionExpression: 'attribute_exists(#PK)',
        },
        { name, now: isoTime(nowMs) },
      ),
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes: item } = await this.#database.run((client) => client.send(request));
    this.#sealed.delete(eventId);
    return item === undefined ? undefined : eventOf(item).record;
  }

  async find(eventId: string): Promise<StoredEvent | undefined> {
    const kept = this.#sealed.get(eventId);
    if (kept !== undefined) return kept;
    const request = new GetItemCommand({
      TableName: this.#database.names.reservations,
      Key: toItem(eventKey(eventId)),
      ConsistentRead: true,
    });
    const { Item } = await this.#database.run((client) => client.send(request));
    if (Item === undefined) return undefined;
    const event = eventOf(Item);
    if (event.sealed) this.#sealed.set(eventId, event);
    return event;
  }

  async require(eventId: string): Promise<StoredEvent> {
    const event = await this.find(eventId);
    invariant(event !== undefined, 'an event is stored before its seats and sessions');
    return event;
  }

  /**
   * Nobody is let in while seats are still being put without conditions.
   *
   * @throws StoreUnavailableError
   */
  async requireSealed(eventId: string): Promise<void> {
    if ((await this.find(eventId))?.sealed === false)
      throw unavailable(`Event ${eventId} is still being seeded; let \`tix seed\` finish first.`);
  }
}
