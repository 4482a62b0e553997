import type { AuditReport } from '../../../core/audit/index.ts';
import type * as rules from '../../../core/reservation/index.ts';
import type { ReservationStore, SeatSeed } from '../../ports/index.ts';
import { StreamFeed } from './changes/index.ts';
import * as commands from './commands.ts';
import { commitCursor, postponeDue, readCursor } from './conditional-writes.ts';
import { Database, type DatabaseOptions } from './connection/index.ts';
import { type Command, decide, readOne } from './decisions/index.ts';
import { Events } from './events.ts';
import { paymentOf, sessionOf, userEventOf } from './items/index.ts';
import { refuseTooManySeats } from './limits.ts';
import * as reads from './reads.ts';
import { confirmReport, scanStore } from './scanning/index.ts';
import { hold, release } from './seats/index.ts';
import { type BulkSeeding, seedInBulk, seedMissing } from './seeding/index.ts';
import { SessionsSeen } from './sessions-seen.ts';

export interface DynamoStoreOptions extends DatabaseOptions {
  /** For events made through this store: index shards of each section. */
  readonly gsiShards: number;
  /** Sessions this process remembers, so that a hold can tell what it made of the session without reading it. */
  readonly sessionsRemembered: number;
}

/**
 * The reservation store on the two DynamoDB tables. Holds and releases are written without reading first; every other command reads what its
 * rule asks for and writes on condition that nothing of it has changed. The rules are the core's.
 */
export class DynamoStore implements ReservationStore {
  readonly database: Database;
  readonly events: Events;
  readonly #seen: SessionsSeen;
  readonly #feed: StreamFeed;

  constructor(options: DynamoStoreOptions) {
    this.database = new Database(options);
    this.events = new Events(this.database, options.gsiShards);
    this.#seen = new SessionsSeen(options.sessionsRemembered);
    this.#feed = new StreamFeed(this.database);
  }

  createEvent(event: rules.EventRecord, venueJson: string) {
    return this.events.create(event, venueJson);
  }
  renameEvent(eventId: string, name: string, nowMs: number) {
    return this.events.rename(eventId, name, nowMs);
  }
  async getEvent(eventId: string) {
    return (await this.events.find(eventId))?.record;
  }
  listEvents() {
    return reads.listEvents(this.database);
  }
  getVenue(venueHash: string) {
    return reads.readVenue(this.database, venueHash);
  }
  async seedSeats(eventId: string, seats: readonly SeatSeed[], nowMs: number) {
    const { gsiShards } = await this.events.require(eventId);
    return seedMissing(this.database, { eventId, gsiShards, seats, nowMs });
  }
  /** Stores an event with all its seats, much faster than one by one, before anybody is let in. */
  seedInBulk(seeding: BulkSeeding) {
    return seedInBulk(this.database, this.events, seeding);
  }
  async readSection(eventId: string, sectionId: string) {
    const event = await this.events.find(eventId);
    return event === undefined ? [] : reads.readSection(this.database, eventId, sectionId, event.gsiShards);
  }

  async startSession(command: rules.StartSessionCommand) {
    refuseTooManySeats(command.seatLimit);
    await this.events.requireSealed(command.eventId);
    return this.#decide(commands.startSession(command, this.database.random));
  }
  async getSession(sessionId: string) {
    const item = await readOne(this.database, { type: 'session', sessionId });
    if (item === undefined) return undefined;
    const stored = sessionOf(item);
    this.#seen.add(stored);
    return stored.record;
  }
  async getUserEvent(userId: string, eventId: string) {
    const item = await readOne(this.database, { type: 'userEvent', userId, eventId });
    return item === undefined ? undefined : userEventOf(item).record;
  }
  readReservations(sessionId: string) {
    return reads.readReservations(this.database, sessionId);
  }
  readSessions(userId: string, eventId: string) {
    return reads.readSessions(this.database, userId, eventId);
  }
  freePlaces(eventId: string, hardCap: number, nowMs: number) {
    return reads.freePlaces(this.database, eventId, hardCap, nowMs);
  }
  hold(command: rules.HoldCommand) {
    return this.#inTurn(command.claim.sessionId, () => hold(this.database, this.#seen, command));
  }
  release(command: rules.ReleaseCommand) {
    return this.#inTurn(command.claim.sessionId, () => release(this.database, this.#seen, command));
  }
  cancelSession(command: rules.CancelCommand) {
    return this.#inTurn(command.sessionId, () => this.#decide(commands.cancelSession(command)));
  }

  startCheckout(command: rules.StartCheckoutCommand) {
    return this.#inTurn(command.claim.sessionId, () => this.#decide(commands.startCheckout(command)));
  }
  beginAttempt(command: rules.BeginAttemptCommand) {
    return this.#decide(commands.beginAttempt(command));
  }
  async getPayment(paymentId: string) {
    const item = await readOne(this.database, { type: 'payment', paymentId });
    return item === undefined ? undefined : paymentOf(item);
  }
  recordProviderWord(word: rules.ProviderWord) {
    return this.#decide(commands.recordProviderWord(word));
  }
  settle(command: rules.SettleCommand) {
    return this.#decide(commands.settle(command));
  }
  recordRefunded(command: rules.RefundedCommand) {
    return this.#decide(commands.recordRefunded(command));
  }
  recordVoided(command: rules.VoidedCommand) {
    return this.#decide(commands.recordVoided(command));
  }
  readDue(nowMs: number, limit: number) {
    return reads.readDue(this.database, nowMs, limit);
  }
  postponeDue(due: rules.DueRecord, dueAtMs: number) {
    return postponeDue(this.database, due, dueAtMs);
  }

  readChanges(afterSeq: number, limit: number) {
    return this.#feed.read(afterSeq, limit);
  }
  lastChangeSeq() {
    return this.#feed.lastSeq();
  }
  commitCursor(consumer: string, seq: number) {
    return commitCursor(this.database, consumer, seq);
  }
  readCursor(consumer: string) {
    return readCursor(this.database, consumer);
  }

  scan() {
    return scanStore(this.database);
  }
  /** What stands of an audit of `scan()`, after looking again at what it found, each time as of `nowMs()`. */
  confirm(report: AuditReport, nowMs: () => number) {
    return confirmReport(this.database, report, nowMs);
  }
  async ping() {
    await readOne(this.database, { type: 'session', sessionId: 'ping' });
  }
  async close() {
    this.#feed.close();
    this.database.close();
  }

  async #decide<Outcome>(command: Command<Outcome>): Promise<Outcome> {
    const { outcome, sessions } = await decide(this.database, command);
    for (const session of sessions) this.#seen.add(session);
    return outcome;
  }

  /** A command whose outcome is not known leaves nothing known of its session. */
  #inTurn<Outcome>(sessionId: string, command: () => Promise<Outcome>): Promise<Outcome> {
    return this.#seen.inTurn(sessionId, async () => {
      try {
        return await command();
      } catch (error) {
        this.#seen.forget(sessionId);
        throw error;
      }
    });
  }
}
