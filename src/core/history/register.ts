import type { SeatState } from '../reservation/index.ts';

/** What a seat is at one moment. */
export type Register =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'locked';
      readonly session: string;
      /** Until then nobody else can take it… */
      readonly lapsesFromMs: number;
      /** …and from then on everybody can. The two differ where the history cannot tell when the lock was given up. */
      readonly lapsesToMs: number;
      /** Line of what locked it. */
      readonly line: number;
    }
  | { readonly kind: 'sold'; readonly session: string; readonly line: number };

export const FREE: Register = { kind: 'free' };

/** What somebody did to a seat, or saw of it. */
export type Action =
  | { readonly kind: 'hold'; readonly session: string; readonly untilMs: number | null }
  /** Somebody else had the seat. */
  | { readonly kind: 'refused'; readonly session: string }
  /** The session has no lock on the seat (any more). */
  | { readonly kind: 'absent'; readonly session: string }
  /** From here on the session has no lock on it. */
  | { readonly kind: 'giveBack'; readonly session: string }
  /** Checkout: the lock gets a new end. `mayEnd`: the lock may be given up before it, because the seat was never paid for. */
  | {
      readonly kind: 'prolong';
      readonly session: string;
      readonly untilMs: number | null;
      readonly mayEnd: boolean;
    }
  | { readonly kind: 'sell'; readonly session: string; readonly payment: string }
  /** What the store holds in the end. */
  | { readonly kind: 'stored'; readonly seat: SeatState };

export interface SeatEvent {
  readonly action: Action;
  readonly startMs: number;
  /** Infinity when it may take effect at any time after the start. */
  readonly endMs: number;
  /** Whether it may never have happened at all. */
  readonly isOptional: boolean;
  /** In the history; 0 for what the store holds. */
  readonly line: number;
}

/** A register after an action, and the earliest moment at which it can have taken place. */
export interface Applied {
  readonly register: Register;
  readonly atMs: number;
}

/** Reads change nothing, so they can be placed as soon as they fit. */
export function isRead({ kind }: Action): boolean {
  return kind === 'refused' || kind === 'absent';
}

/**
 * The action on the register at `atMs` or as soon after it as the register allows; undefined when it never does.
 *
 * @param clockErrorMs by how much the clock of the locks may differ from the history's
 */
export function apply(
  register: Register,
  { action, line }: SeatEvent,
  atMs: number,
  clockErrorMs: number,
): Applied | undefined {
  const at = (after: Register, whenMs = atMs): Applied => ({ register: after, atMs: whenMs });
  const isOwn = register.kind === 'locked' && register.session === sessionOf(action);
  switch (action.kind) {
    case 'hold': {
      if (register.kind === 'sold') return undefined;
      if (isOwn) return at(register);
      const freeFromMs = register.kind === 'free' ? atMs : register.lapsesFromMs - clockErrorMs;
      return at(
        lockedBy(action.session, action.untilMs, action.untilMs === null, line),
        Math.max(atMs, freeFromMs),
      );
    }
    case 'refused':
      if (register.kind === 'sold') return at(register);
      if (register.kind === 'free' || isOwn) return undefined;
      return atMs < register.lapsesToMs + clockErrorMs ? at(register) : undefined;
    case 'absent':
      return isOwn ? undefined : at(register);
    case 'giveBack':
      return at(isOwn ? FREE : register);
    case 'prolong':
      return isOwn ? at(lockedBy(action.session, action.untilMs, action.mayEnd, line)) : undefined;
    case 'sell':
      return isOwn ? at({ kind: 'sold', session: action.session, line }) : undefined;
    case 'stored':
      return agrees(register, action.seat, atMs, clockErrorMs) ? at(register) : undefined;
  }
}

function sessionOf(action: Action): string | null {
  return action.kind === 'stored' ? action.seat.sessionId : action.session;
}

function lockedBy(session: string, untilMs: number | null, mayEnd: boolean, line: number): Register {
  return {
    kind: 'locked',
    session,
    lapsesFromMs: mayEnd || untilMs === null ? Number.NEGATIVE_INFINITY : untilMs,
    lapsesToMs: untilMs ?? Number.POSITIVE_INFINITY,
    line,
  };
}

function agrees(register: Register, seat: SeatState, nowMs: number, clockErrorMs: number): boolean {
  switch (seat.availability) {
    case 'reserved':
      return register.kind === 'sold' && register.session === seat.sessionId;
    case 'locked':
      return register.kind === 'locked' && register.session === seat.sessionId;
    case 'available':
      return (
        register.kind === 'free' ||
        (register.kind === 'locked' && register.lapsesFromMs <= nowMs + clockErrorMs)
      );
  }
}
