import { apply, FREE, isRead, type Register, type SeatEvent } from './register.ts';

export type Verdict =
  | { readonly kind: 'linearisable' }
  /** No order explains everything: this event has no place after the longest prefix that can be explained, which left the register so. */
  | {
      readonly kind: 'impossible';
      readonly event: SeatEvent;
      readonly register: Register;
      readonly afterMs: number;
    }
  /** Too many orders to try. */
  | { readonly kind: 'undecided' };

/** Orders that are tried for one seat. Real histories need about one for each event. */
const TRIES_MAX = 100_000;

/** A state that was tried: whoever has used up fewer of the optional events by no later a time can do all that others can. */
interface Tried {
  /** Ascending. */
  readonly used: readonly number[];
  readonly atMs: number;
}

interface Frame {
  /** Events placed on the way into this frame: one write, then the reads that fit after it. */
  readonly placed: readonly number[];
  readonly register: Register;
  readonly atMs: number;
  readonly choices: readonly number[];
  next: number;
}

/**
 * Whether the events of one seat can be put in an order in which each takes place between its start and its end and is allowed by the
 * register. Seats are independent objects, so a history is linearisable when each seat's is (Herlihy & Wing 1990).
 *
 * The search is Wing & Gong's (1993) with Lowe's memory of what was tried (2017), made for this register: time runs along with the order, an
 * earlier time is never worse, and reads are placed as soon as they fit. So a real history costs little more than its length.
 */
export function linearise(events: readonly SeatEvent[], clockErrorMs: number): Verdict {
  const found = search(events, clockErrorMs, true);
  if (found.kind !== 'impossible' || isEagerExact(events)) return found;
  const exact = search(events, clockErrorMs, false);
  return exact.kind === 'impossible' ? found : exact;
}

/**
 * Placing reads at once loses no order unless a lock may run out before the operation that took it has ended: a read that is placed early
 * moves time on, never beyond the end of what else overlaps.
 */
function isEagerExact(events: readonly SeatEvent[]): boolean {
  return events.every(
    ({ action, endMs }) =>
      (action.kind !== 'hold' && action.kind !== 'prolong') ||
      (action.untilMs !== null && endMs <= action.untilMs),
  );
}

function search(events: readonly SeatEvent[], clockErrorMs: number, eager: boolean): Verdict {
  const board = new Board(events);
  const tried = new Map<string, Tried[]>();
  const stack: Frame[] = [];
  let tries = 0;
  let deepest: { count: number; verdict: Extract<Verdict, { kind: 'impossible' }> } | undefined;

  /** Goes on from a register; answers whether everything is explained. */
  const enter = (placed: number[], register: Register, fromMs: number): boolean => {
    let atMs = fromMs;
    let candidates = board.candidates();
    if (eager) {
      for (let read = fitting(candidates, register, atMs); read !== undefined; ) {
        board.place(read.index);
        placed.push(read.index);
        atMs = read.atMs;
        candidates = board.candidates();
        read = fitting(candidates, register, atMs);
      }
    }
    if (board.isDone()) return true;
    const key = `${board.key()}|${nameOf(register)}`;
    const used = board.usedOptional();
    const before = tried.get(key) ?? [];
    const isNew = !before.some((each) => each.atMs <= atMs && isWithin(each.used, used));
    if (isNew) tried.set(key, [...before, { used, atMs }]);
    if (board.count > (deepest?.count ?? -1)) {
      const event = board.mostUrgent();
      deepest = { count: board.count, verdict: { kind: 'impossible', event, register, afterMs: atMs } };
    }
    stack.push({ placed, register, atMs, choices: isNew ? candidates : [], next: 0 });
    return false;
  };

  const fitting = (candidates: readonly number[], register: Register, atMs: number) => {
    for (const index of candidates) {
      const event = board.at(index);
      if (!isRead(event.action)) continue;
      const applied = apply(register, event, Math.max(atMs, event.startMs), clockErrorMs);
      if (applied !== undefined) return { index, atMs: applied.atMs };
    }
    return undefined;
  };

  if (enter([], FREE, Number.NEGATIVE_INFINITY)) return { kind: 'linearisable' };
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const index = frame.choices[frame.next];
    frame.next += 1;
    if (index === undefined) {
      for (const placed of frame.placed) board.takeBack(placed);
      stack.pop();
      continue;
    }
    tries += 1;
    if (tries > TRIES_MAX) return { kind: 'undecided' };
    const event = board.at(index);
    const applied = apply(frame.register, event, Math.max(frame.atMs, event.startMs), clockErrorMs);
    if (applied === undefined || applied.atMs > event.endMs || applied.atMs > board.deadlineMs()) continue;
    // What may never have happened, and changes nothing here, need not have happened.
    if (event.isOptional && applied.register === frame.register) continue;
    board.place(index);
    if (enter([index], applied.register, applied.atMs)) return { kind: 'linearisable' };
  }
  return deepest?.verdict ?? { kind: 'linearisable' };
}

/** Which events have a place in the order so far. */
class Board {
  count = 0;
  readonly #events: readonly SeatEvent[];
  /** Indices by start: those that must have happened, and those that may. */
  readonly #certain: readonly number[];
  readonly #optional: readonly number[];
  readonly #isPlaced: Uint8Array;
  /** Everything certain before this position has its place. */
  #low = 0;
  #certainLeft: number;

  constructor(events: readonly SeatEvent[]) {
    this.#events = [...events].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
    const indices = this.#events.map((_, i) => i);
    this.#certain = indices.filter((i) => this.#events[i]?.isOptional === false);
    this.#optional = indices.filter((i) => this.#events[i]?.isOptional === true);
    this.#isPlaced = new Uint8Array(events.length);
    this.#certainLeft = this.#certain.length;
  }

  at(index: number): SeatEvent {
    return this.#events[index] as SeatEvent;
  }

  isDone(): boolean {
    return this.#certainLeft === 0;
  }

  place(index: number): void {
    this.#isPlaced[index] = 1;
    this.count += 1;
    if (!this.at(index).isOptional) this.#certainLeft -= 1;
    while (this.#low < this.#certain.length && this.#isPlaced[this.#certain[this.#low] as number] === 1)
      this.#low += 1;
  }

  takeBack(index: number): void {
    this.#isPlaced[index] = 0;
    this.count -= 1;
    const event = this.at(index);
    if (event.isOptional) return;
    this.#certainLeft += 1;
    while (this.#low > 0 && (this.#certain[this.#low - 1] as number) >= index) this.#low -= 1;
  }

  /** Events that can come next: those that began before any other that is left has ended. Certain ones first. */
  candidates(): number[] {
    const found: number[] = [];
    let deadlineMs = Number.POSITIVE_INFINITY;
    for (let position = this.#low; position < this.#certain.length; position++) {
      const index = this.#certain[position] as number;
      if (this.#isPlaced[index] === 1) continue;
      const { startMs, endMs } = this.at(index);
      if (startMs > deadlineMs) break;
      deadlineMs = Math.min(deadlineMs, endMs);
      found.push(index);
    }
    for (const index of this.#optional) {
      const { startMs } = this.at(index);
      if (startMs > deadlineMs) break;
      if (this.#isPlaced[index] === 0) found.push(index);
    }
    return found.filter((index) => this.at(index).startMs <= deadlineMs);
  }

  /** When the next of those that are left must have happened. */
  deadlineMs(): number {
    return this.#certainLeft === 0 ? Number.POSITIVE_INFINITY : this.mostUrgent().endMs;
  }

  /** Of the certain events without a place, the one that ends first. */
  mostUrgent(): SeatEvent {
    let urgent: SeatEvent | undefined;
    for (let position = this.#low; position < this.#certain.length; position++) {
      const index = this.#certain[position] as number;
      const event = this.at(index);
      if (urgent !== undefined && event.startMs > urgent.endMs) break;
      if (this.#isPlaced[index] === 0 && (urgent === undefined || event.endMs < urgent.endMs)) urgent = event;
    }
    return urgent as SeatEvent;
  }

  /** Names the set of placed certain events. */
  key(): string {
    let key = String(this.#low);
    const deadlineMs = this.deadlineMs();
    for (let position = this.#low; position < this.#certain.length; position++) {
      const index = this.#certain[position] as number;
      if (this.#isPlaced[index] === 1) key += `,${index}`;
      else if (this.at(index).startMs > deadlineMs) break;
    }
    return key;
  }

  usedOptional(): number[] {
    return this.#optional.filter((index) => this.#isPlaced[index] === 1);
  }
}

/** Whether all of `part` are in `whole`; both ascending. */
function isWithin(part: readonly number[], whole: readonly number[]): boolean {
  let at = 0;
  for (const each of part) {
    while (at < whole.length && (whole[at] as number) < each) at += 1;
    if (whole[at] !== each) return false;
  }
  return true;
}

function nameOf(register: Register): string {
  if (register.kind === 'free') return 'free';
  if (register.kind === 'sold') return `sold ${register.session}`;
  return `${register.session} ${register.lapsesFromMs} ${register.lapsesToMs}`;
}
