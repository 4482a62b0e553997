import { shuffle } from 'simple-statistics';
import * as rules from '../../../core/reservation/index.ts';
import type { Random } from '../../ports/index.ts';
import type { Command, Snapshot } from './decisions/index.ts';
import type { Ref } from './items/index.ts';

/** The commands that read before they decide: which rule, and what to read for it in as few rounds as possible. */

/** Who lost a place to another tries the rest in an order of chance: those who collided once would otherwise meet at every place. */
export function startSession(
  command: rules.StartSessionCommand,
  random: Random,
): Command<rules.StartSessionOutcome> {
  const { eventId, userId, tokenId, sessionId } = command;
  const places = new Set([...command.newcomerPlaces, ...command.passHolderPlaces]);
  const shuffled = (numbers: readonly number[]) => shuffle([...numbers], () => random.unit());
  return {
    rule: (read, tries) =>
      rules.startSession(
        read,
        tries === 0
          ? command
          : {
              ...command,
              newcomerPlaces: shuffled(command.newcomerPlaces),
              passHolderPlaces: shuffled(command.passHolderPlaces),
            },
      ),
    apart: true,
    first: [
      { type: 'token', eventId, tokenId },
      { type: 'userEvent', userId, eventId },
      ...[...places].map((placeNo): Ref => ({ type: 'place', eventId, placeNo })),
    ],
    fresh: [{ type: 'session', sessionId }],
  };
}

export function cancelSession(command: rules.CancelCommand): Command<rules.CancelOutcome> {
  const { sessionId } = command;
  return {
    rule: (read) => rules.cancelSession(read, command),
    first: [{ type: 'session', sessionId }],
    next(snapshot) {
      const session = snapshot.session(sessionId);
      return session?.state === 'reservation' ? belongings(snapshot, session) : [];
    },
  };
}

export function startCheckout(command: rules.StartCheckoutCommand): Command<rules.StartCheckoutOutcome> {
  const { sessionId } = command.claim;
  return {
    rule: (read) => rules.startCheckout(read, command),
    first: [{ type: 'session', sessionId }],
    next(snapshot) {
      const session = snapshot.session(sessionId);
      return session?.state === 'reservation' ? belongings(snapshot, session) : [];
    },
    fresh: ofPayment(command.paymentId),
  };
}

export function beginAttempt(command: rules.BeginAttemptCommand): Command<rules.BeginAttemptOutcome> {
  const { paymentId } = command;
  return {
    rule: (read) => rules.beginAttempt(read, command),
    first: [{ type: 'payment', paymentId }],
  };
}

export function recordProviderWord(word: rules.ProviderWord): Command<rules.ProviderWordOutcome> {
  return { rule: (read) => rules.recordProviderWord(read, word), first: ofPayment(word.paymentId) };
}

export function settle(command: rules.SettleCommand): Command<rules.SettleOutcome> {
  const { paymentId } = command;
  return {
    rule: (read) => rules.settle(read, command),
    first: ofPayment(paymentId),
    next: (snapshot) => ofSessionPaidFor(snapshot, paymentId),
  };
}

export function recordRefunded(command: rules.RefundedCommand): Command<rules.PaymentRecord | undefined> {
  const { paymentId } = command;
  return {
    rule: (read) => rules.recordRefunded(read, command),
    first: ofPayment(paymentId),
    next: (snapshot) => ofSessionPaidFor(snapshot, paymentId),
  };
}

export function recordVoided(command: rules.VoidedCommand): Command<rules.VoidedOutcome> {
  const { paymentId } = command;
  return {
    rule: (read) => rules.recordVoided(read, command),
    first: ofPayment(paymentId),
    next: (snapshot) => ofSessionPaidFor(snapshot, paymentId),
  };
}

function ofPayment(paymentId: string): readonly Ref[] {
  return [
    { type: 'payment', paymentId },
    { type: 'due', paymentId },
  ];
}

/** Everything a rule may look at when it decides between seats and money back. Of a payment that is decided nothing more is needed. */
function ofSessionPaidFor(snapshot: Snapshot, paymentId: string): readonly Ref[] {
  const payment = snapshot.payment(paymentId);
  if (payment === undefined || !rules.isPaymentOpen(payment)) return [];
  const { sessionId, eventId, userId, seats } = payment;
  const frozen = seats.flatMap(({ seatId }) => ofSeat(eventId, sessionId, seatId));
  const session: Ref = { type: 'session', sessionId };
  if (!snapshot.has(session)) return [session, { type: 'userEvent', userId, eventId }, ...frozen];
  const stored = snapshot.session(sessionId);
  return stored === undefined ? [] : belongings(snapshot, stored);
}

/** What a session has: its seats with their reservations, its place, its user's record. */
function belongings(snapshot: Snapshot, session: rules.SessionRecord): readonly Ref[] {
  const { sessionId, eventId, userId, placeNo } = session;
  const seatIds = [...(snapshot.storedSession(sessionId)?.seatsHeld ?? [])];
  return [
    { type: 'place', eventId, placeNo },
    { type: 'userEvent', userId, eventId },
    ...seatIds.flatMap((seatId) => ofSeat(eventId, sessionId, seatId)),
  ];
}

function ofSeat(eventId: string, sessionId: string, seatId: string): readonly Ref[] {
  return [
    { type: 'seat', eventId, seatId },
    { type: 'reservation', sessionId, seatId },
  ];
}
