import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { UserError } from '../../../../core/errors/index.ts';
import { type Database, expressions } from '../connection/index.ts';
import { type Attributes, eventKey, eventOf, type Item, isoTime, toItem } from '../items/index.ts';

/** The holder proves this often, before it sends on, that the lease is still its own. */
const PROOF_LASTS_MS = 1_000;
/** Added to the time a request may take: by then every request of a holder that lost the lease has ended. */
const MARGIN_MS = 1_000;
/** Clocks of two machines differ by less. */
const SKEW_MS = 60_000;

/**
 * The right to put seats of an event without conditions, held by one run of one process. It stands in the event's item, and nobody is let
 * into the event while it does: so a seat that is put twice, because an answer was lost, cannot have been held in between.
 */
export class Lease {
  readonly #database: Database;
  readonly #eventId: string;
  readonly #holder: string;
  /** When the holder before us was last at work; long ago when there was none. */
  readonly #othersProofMs: number;
  readonly #takenAtMs: number;
  #provenAtMs: number;
  #proving: Promise<void> | undefined;

  private constructor(database: Database, eventId: string, holder: string, othersProofMs: number) {
    this.#database = database;
    this.#eventId = eventId;
    this.#holder = holder;
    this.#othersProofMs = othersProofMs;
    this.#takenAtMs = database.clock.nowMs();
    this.#provenAtMs = this.#takenAtMs;
  }

  /** What the item of a new event carries so that this holder seeds it. */
  static attributes(holder: string, nowMs: number): Attributes {
    return { seeding: holder, seedingProof: isoTime(nowMs) };
  }

  static ofNewEvent(database: Database, eventId: string, holder: string): Lease {
    return new Lease(database, eventId, holder, Number.NEGATIVE_INFINITY);
  }

  /** Takes the lease from whoever held it: a run that was cut short, or one that is at work and will stop. Undefined when the event is sealed. */
  static async takeOver(database: Database, eventId: string, holder: string): Promise<Lease | undefined> {
    const now = isoTime(database.clock.nowMs());
    const before = await update(
      database,
      eventId,
      'attribute_exists(#seeding)',
      'SET #seeding = :holder, #seedingProof = :now',
      { holder, now },
    );
    if (before === undefined) return undefined;
    return new Lease(database, eventId, holder, Date.parse(before.seedingProof?.S ?? now));
  }

  /** To be called before each request. @throws UserError `SEEDING_TAKEN_OVER` when another run has taken the lease. */
  async prove(): Promise<void> {
    if (this.#database.clock.nowMs() - this.#provenAtMs < PROOF_LASTS_MS) return;
    this.#proving ??= this.#proveNow().finally(() => {
      this.#proving = undefined;
    });
    await this.#proving;
  }

  /**
   * Lets buyers in. A holder before us may have requests under way, and they must have ended by then; `onWait` is told when that takes a
   * while.
   *
   * @throws UserError `SEEDING_TAKEN_OVER`
   */
  async seal(onWait: () => void): Promise<void> {
    const lapsedMs = PROOF_LASTS_MS + this.#database.requestTimeoutMs + MARGIN_MS;
    const mayBeAtWork = this.#takenAtMs - this.#othersProofMs < lapsedMs + SKEW_MS;
    const waitMs = mayBeAtWork ? this.#takenAtMs + lapsedMs - this.#database.clock.nowMs() : 0;
    if (waitMs > 0) {
      onWait();
      await sleep(waitMs);
    }
    try {
      await this.#write('REMOVE #seeding, #seedingProof', {});
    } catch (error) {
      // Sealed already: by the first sending of this very request, whose answer was lost.
      if (!(await isSealed(this.#database, this.#eventId))) throw error;
    }
  }

  async #proveNow(): Promise<void> {
    const nowMs = this.#database.clock.nowMs();
    await this.#write('SET #seedingProof = :now', { now: isoTime(nowMs) });
    this.#provenAtMs = nowMs;
  }

  async #write(UpdateExpression: string, values: Attributes): Promise<void> {
    const condition = '#seeding = :holder';
    const all = { ...values, holder: this.#holder };
    const before = await update(this.#database, this.#eventId, condition, UpdateExpression, all);
    if (before !== undefined) return;
    throw new UserError(
      'SEEDING_TAKEN_OVER',
      `another run seeds event ${this.#eventId} now; what this one stored is kept`,
    );
  }
}

async function isSealed(database: Database, eventId: string): Promise<boolean> {
  const request = new GetItemCommand({
    TableName: database.names.reservations,
    Key: toItem(eventKey(eventId)),
    ConsistentRead: true,
  });
  const { Item } = await database.run((client) => client.send(request));
  return Item !== undefined && eventOf(Item).sealed;
}

/** Updates the event's item and answers what it was; undefined when the condition failed. */
async function update(
  database: Database,
  eventId: string,
  ConditionExpression: string,
  UpdateExpression: string,
  values: Attributes,
): Promise<Item | undefined> {
  const request = new UpdateItemCommand({
    TableName: database.names.reservations,
    Key: toItem(eventKey(eventId)),
    ...expressions({ ConditionExpression, UpdateExpression }, values),
    ReturnValues: 'ALL_OLD',
  });
  return database.run(async (client) => {
    try {
      return (await client.send(request)).Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  });
}
