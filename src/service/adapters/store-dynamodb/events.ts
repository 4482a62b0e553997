import { GetItemCommand } from '@aws-sdk/client-dynamodb';
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
  type StoredEvent,
  toItem,
  venueItems,
} from './items/index.ts';
import { refuseTooManySeats } from './limits.ts';

/** An event changes once: when its bulk seeding ends. From then on it can be kept. */
const EVENTS_KEPT = 1_000;
/** Each section has this many index shards at most. */
const GSI_SHARDS_MAX = 100;

/** The events of the store. */
export class Events {
  readonly #database: Database;
  readonly #gsiShards: number;
  readonly #sealed = new LRUCache<string, StoredEvent>({ max: EVENTS_KEPT });

  constructor(database: Database, gsiShards: number) {
    if (gsiShards < 1 || gsiShards > GSI_SHARDS_MAX)
      throw new UserError(
        'GSI_SHARDS_INVALID',
        `index shards must be 1 to ${GSI_SHARDS_MAX}, not ${gsiShards}`,
      );
    this.#database = database;
    this.#gsiShards = gsiShards;
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
