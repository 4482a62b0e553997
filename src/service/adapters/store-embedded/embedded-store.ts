import { invariant } from '../../../core/errors/index.ts';
import * as rules from '../../../core/reservation/index.ts';
import type { ReservationStore, SeatSeed } from '../../ports/index.ts';
import type { Engine } from './engine.ts';

/**
 * The reservation store on an engine inside this process: each command is a rule of the core, run in one transaction. The rules decide
 * before anything is put; the engine makes it whole and durable.
 */
export class EmbeddedStore implements ReservationStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  createEvent(event: rules.EventRecord, venueJson: string) {
    return this.#engine.write(event.createdAtMs, (view) => {
      const known = view.event(event.eventId);
      if (known !== undefined) return unchanged({ created: false, event: known });
      return {
        outcome: { created: true, event },
        puts: [
          { type: 'event', record: event },
          { type: 'venue', venueHash: event.venueHash, json: venueJson },
        ],
        removes: [],
        changes: [eventChange(event)],
      };
    });
  }
  renameEvent(eventId: string, name: string, nowMs: number) {
    return this.#engine.write<rules.EventRecord | undefined>(nowMs, (view) => {
      const known = view.event(eventId);
      if (known === undefined || known.name === name) return unchanged(known);
      const event = { ...known, name };
      return {
        outcome: event,
        puts: [{ type: 'event', record: event }],
        removes: [],
        changes: [eventChange(event)],
      };
    });
  }
  getEvent(eventId: string) {
    return this.#engine.read((view) => view.event(eventId));
  }
  listEvents() {
    return this.#engine.read((view) => view.events());
  }
  getVenue(venueHash: string) {
    return this.#engine.read((view) => view.venue(venueHash));
  }
  seedSeats(eventId: string, seats: readonly SeatSeed[], nowMs: number) {
    return this.#engine.write(nowMs, (view) => {
      const fresh = seats.filter((seat) => view.seat(eventId, seat.seatId) === undefined);
      return {
        outcome: { created: fresh.length, existing: seats.length - fresh.length },
        puts: fresh.map((seat) => ({ type: 'seat', record: seededSeat(eventId, seat, nowMs) }) as const),
        removes: [],
        changes: [],
      };
    });
  }
  readSection(eventId: string, sectionId: string) {
    return this.#engine.read((view) => Array.from(view.section(eventId, sectionId), seatState));
  }

  startSession(command: rules.StartSessionCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.startSession(view, command));
  }
  getSession(sessionId: string) {
    return this.#engine.read((view) => view.session(sessionId));
  }
  getUserEvent(userId: string, eventId: string) {
    return this.#engine.read((view) => view.userEvent(userId, eventId));
  }
  readReservations(sessionId: string) {
    return this.#engine.read((view) => view.reservationsOf(sessionId));
  }
  readSessions(userId: string, eventId: string) {
    return this.#engine.read((view) =>
      view.sessionsOf(userId, eventId).sort((a, b) => a.createdAtMs - b.createdAtMs),
    );
  }
  freePlaces(eventId: string, hardCap: number, nowMs: number) {
    return this.#engine.read((view) => {
      const taken = new Set<number>();
      for (const place of view.placesOf(eventId)) if (nowMs < place.untilMs) taken.add(place.placeNo);
      return Array.from({ length: hardCap }, (_, placeNo) => placeNo).filter((no) => !taken.has(no));
    });
  }
  hold(command: rules.HoldCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.hold(view, command));
  }
  release(command: rules.ReleaseCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.release(view, command));
  }
  cancelSession(command: rules.CancelCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.cancelSession(view, command));
  }

  startCheckout(command: rules.StartCheckoutCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.startCheckout(view, command));
  }
  beginAttempt(command: rules.BeginAttemptCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.beginAttempt(view, command));
  }
  getPayment(paymentId: string) {
    return this.#engine.read((view) => view.payment(paymentId));
  }
  recordProviderWord(word: rules.ProviderWord) {
    return this.#engine.write(word.nowMs, (view) => rules.recordProviderWord(view, word));
  }
  settle(command: rules.SettleCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.settle(view, command));
  }
  recordRefunded(command: rules.RefundedCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.recordRefunded(view, command));
  }
  recordVoided(command: rules.VoidedCommand) {
    return this.#engine.write(command.nowMs, (view) => rules.recordVoided(view, command));
  }
  readDue(nowMs: number, limit: number) {
    return this.#engine.read((view) => view.dueBy(nowMs, limit));
  }
  async postponeDue(due: rules.DueRecord, dueAtMs: number) {
    await this.#engine.write(dueAtMs, (view) => rules.postponeDue(view, due, dueAtMs));
  }

  readChanges(afterSeq: number, limit: number) {
    return this.#engine.read((view) => view.changesAfter(afterSeq, limit));
  }
  lastChangeSeq() {
    return this.#engine.read((view) => view.lastSeq());
  }
  async commitCursor(consumer: string, seq: number) {
    const cursor = { type: 'cursor', consumer, seq } as const;
    await this.#engine.write(0, () => ({ outcome: undefined, puts: [cursor], removes: [], changes: [] }));
  }
  readCursor(consumer: string) {
    return this.#engine.read((view) => view.cursor(consumer));
  }

  scan() {
    return this.#engine.scan();
  }
  async ping() {
    await this.#engine.read((view) => view.lastSeq());
  }
  close() {
    return this.#engine.close();
  }
}

function unchanged<Outcome>(outcome: Outcome) {
  return { outcome, puts: [], removes: [], changes: [] };
}

function eventChange({ eventId, name, venueHash }: rules.EventRecord): rules.ChangeBody {
  return { kind: 'event', eventId, name, venueHash };
}

function seededSeat(eventId: string, seat: SeatSeed, nowMs: number): rules.SeatRecord {
  const { seatId, sectionId, tier, priceMinor } = seat;
  invariant(seatId.startsWith(`${sectionId}#`), 'a seat id begins with its section');
  return {
    eventId,
    seatId,
    sectionId,
    tier,
    priceMinor,
    availability: 'available',
    expiresAtMs: null,
    sessionId: null,
    ver: 0,
    updatedAtMs: nowMs,
  };
}

function seatState(seat: rules.SeatRecord): rules.SeatState {
  const { seatId, availability, expiresAtMs, sessionId, ver } = seat;
  return { seatId, availability, expiresAtMs, sessionId, ver };
}
