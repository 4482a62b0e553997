import type { Verdict } from './linearise.ts';
import type { Register, SeatEvent } from './register.ts';

/** What a history can contradict, by stable code. */
export const CONTRADICTIONS = {
  SEAT_SOLD_TWICE: 'A seat was sold although it had been sold before.',
  SEAT_HELD_TWICE: 'A hold was acknowledged while somebody else had the seat.',
  LOCK_RESURRECTED: 'A session checked out a seat it had no longer.',
  SALE_UNFOUNDED: 'A payment sold a seat that its session did not have.',
  REFUSED_THOUGH_FREE: 'A hold was refused although nobody can have had the seat.',
  SEAT_LEFT_OUT: 'A checkout left out a seat that its session held.',
  STORE_DISAGREES: 'What the store holds of a seat does not follow from what buyers were told.',
  HOLD_LOST: 'A hold was acknowledged and never given back, and the store has no record of it.',
  HOLD_UNFOUNDED: 'The store has a hold that was never acknowledged, or was refused.',
  SESSION_LOST: 'A session was opened for a buyer, and the store does not know it.',
  CANCEL_LOST: 'A session was cancelled, and the store has it going on.',
  PAYMENT_LOST: 'A payment was begun or settled for a buyer, and the store does not know it.',
  PAYMENT_CHANGED: 'A payment has another amount or session in the store than the buyer was told.',
  PAYMENT_WENT_BACK: 'A payment was told to be over, and was or is in another state afterwards.',
  MONEY_NOT_CONSERVED: 'What buyers were told they paid is not what the store settled for them.',
} as const;

export type ContradictionCode = keyof typeof CONTRADICTIONS;

export interface Contradiction {
  readonly code: ContradictionCode;
  readonly message: string;
  /** What exactly, in one sentence with the lines of the history. */
  readonly detail: string;
  readonly ids: readonly string[];
  /** Lines of the history that show it. */
  readonly lines: readonly number[];
}

export function contradiction(
  code: ContradictionCode,
  detail: string,
  ids: readonly string[],
  lines: readonly number[],
): Contradiction {
  return { code, message: CONTRADICTIONS[code], detail, ids, lines: lines.filter((line) => line > 0) };
}

/** The verdict on a seat in words. */
export function seatContradiction(
  seatId: string,
  { event, register, afterMs }: Extract<Verdict, { kind: 'impossible' }>,
  events: readonly SeatEvent[],
): Contradiction {
  const detail = `seat ${seatId}: ${wanted(event)}, but ${stood(register, afterMs)}`;
  // Of all that two sales contradict on the way, the second sale is what matters.
  const sales = events.filter(({ action, isOptional }) => action.kind === 'sell' && !isOptional);
  if (sales.length > 1) {
    const both = sales.map((sale) => wanted(sale)).join('; ');
    const sessions = sales.flatMap(({ action }) => (action.kind === 'sell' ? [action.session] : []));
    const lines = sales.map(({ line }) => line);
    return contradiction('SEAT_SOLD_TWICE', `seat ${seatId}: ${both}`, [seatId, ...new Set(sessions)], lines);
  }
  const session = event.action.kind === 'stored' ? event.action.seat.sessionId : event.action.session;
  const ids = [seatId, session, register.kind === 'free' ? null : register.session];
  return contradiction(
    codeOf(event),
    detail,
    [...new Set(ids.filter((id) => id !== null))],
    [...(register.kind === 'free' ? [] : [register.line]), event.line],
  );
}

function codeOf({ action }: SeatEvent): ContradictionCode {
  switch (action.kind) {
    case 'hold':
      return 'SEAT_HELD_TWICE';
    case 'refused':
      return 'REFUSED_THOUGH_FREE';
    case 'prolong':
      return 'LOCK_RESURRECTED';
    case 'sell':
      return 'SALE_UNFOUNDED';
    case 'absent':
      return 'SEAT_LEFT_OUT';
    default:
      return 'STORE_DISAGREES';
  }
}

function wanted({ action, line, startMs, endMs }: SeatEvent): string {
  const when = `line ${line}, ${time(startMs)} to ${time(endMs)}`;
  switch (action.kind) {
    case 'hold':
      return `session ${action.session} was told that it holds it (${when})`;
    case 'refused':
      return `session ${action.session} was told that somebody else has it (${when})`;
    case 'absent':
      return `session ${action.session} checked out without it (${when})`;
    case 'giveBack':
      return `session ${action.session} gave it back (${when})`;
    case 'prolong':
      return `session ${action.session} checked out with it (${when})`;
    case 'sell':
      return `payment ${action.payment} sold it to session ${action.session} (${when})`;
    case 'stored':
      return `the store has it ${action.seat.availability}${action.seat.sessionId === null ? '' : ` for session ${action.seat.sessionId}`} in the end`;
  }
}

function stood(register: Register, afterMs: number): string {
  if (register.kind === 'free')
    return `nobody had it then${Number.isFinite(afterMs) ? ` (from ${time(afterMs)})` : ''}`;
  if (register.kind === 'sold') return `it was sold to session ${register.session} (line ${register.line})`;
  return `session ${register.session} held it until ${time(register.lapsesToMs)} (line ${register.line})`;
}

function time(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 23) : 'open';
}
