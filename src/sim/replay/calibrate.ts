import { mean, sampleStandardDeviation } from 'simple-statistics';
import { type Problem, UserError } from '../../core/errors/index.ts';
import { type LogEvent, parseLogLine, type SaleEvent } from './event-log.ts';

/** What a recorded sale says of its people. Null where it holds too little to tell. */
export interface Calibration {
  readonly sale: Omit<SaleEvent, 'type'>;
  /** Estimated people: sampled arrivals over the sampling rate. */
  readonly people: number;
  /** [second relative to the opening, sampled arrivals]. */
  readonly arrivals: readonly (readonly [second: number, count: number])[];
  /** Of the sampled people whose turn came, the share that began a session. */
  readonly showUp: number | null;
  /** Seconds from the start of a session to checkout or to its end. */
  readonly choosing: { readonly meanSeconds: number; readonly cv: number } | null;
  /** Of the sessions that held seats, the share that went to pay. */
  readonly checkoutShare: number | null;
  readonly payingMeanSeconds: number | null;
  readonly paymentFailure: number | null;
  readonly seatsPerOrder: readonly { readonly seats: number; readonly share: number }[] | null;
  /** Sessions and sampled people that this rests on. */
  readonly sessions: number;
  readonly sampledPeople: number;
}

const PROBLEMS_MAX = 20;
/** Fewer observations than this calibrate nothing. */
const OBSERVATIONS_MIN = 20;

/** One session, as far as the log tells. */
interface SessionCourse {
  readonly startedAt?: number;
  /** Checkout, or the end of a session that never got there. */
  readonly checkoutAt?: number;
  readonly endedAt?: number;
  readonly held?: boolean;
  readonly boughtAt?: number;
  readonly seats?: number;
  readonly failedAt?: number;
}

interface Notes {
  sale: SaleEvent | undefined;
  /** First arrival of each sampled person. */
  readonly arrivedAt: Map<string, number>;
  readonly drawn: Set<string>;
  readonly started: Set<string>;
  readonly sessions: Map<string, SessionCourse>;
}

/**
 * Reads a sale's event log (NDJSON) and works out what a scenario needs to repeat it. Lines may come in any order, and twice.
 *
 * @throws UserError `LOG_INVALID` naming the bad lines, twenty at most, or saying that the log names no sale or nobody who came
 */
export async function calibrate(lines: AsyncIterable<string> | Iterable<string>): Promise<Calibration> {
  const notes: Notes = {
    sale: undefined,
    arrivedAt: new Map(),
    drawn: new Set(),
    started: new Set(),
    sessions: new Map(),
  };
  const problems: Problem[] = [];
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const event = parseLogLine(line);
    if (typeof event !== 'string') note(notes, event);
    else if (problems.length < PROBLEMS_MAX) problems.push({ path: `line ${number}`, message: event });
  }
  const { sale } = notes;
  const isReadable = problems.length === 0;
  if (isReadable && sale === undefined) {
    problems.push({ path: 'line 1', message: 'should be of type "sale", and no line is' });
  }
  if (isReadable && notes.arrivedAt.size === 0) {
    problems.push({ path: `line ${number}`, message: 'is the last, and nobody arrived' });
  }
  const [first] = problems;
  if (first !== undefined || sale === undefined) {
    throw new UserError(
      'LOG_INVALID',
      `the event log cannot be used: ${first?.path} ${first?.message}`,
      problems,
    );
  }
  return calibrationOf(sale, notes);
}

function note(notes: Notes, event: LogEvent): void {
  switch (event.type) {
    case 'sale':
      notes.sale ??= event;
      break;
    case 'arrived':
      notes.arrivedAt.set(event.person, Math.min(event.at, notes.arrivedAt.get(event.person) ?? event.at));
      break;
    case 'drawn':
      notes.drawn.add(event.person);
      break;
    default: {
      if (event.type === 'started') notes.started.add(event.person);
      const known = notes.sessions.get(event.session);
      notes.sessions.set(event.session, { ...known, ...courseFrom(event) });
    }
  }
}

type SessionEvent = Exclude<LogEvent, { type: 'sale' | 'arrived' | 'drawn' }>;

function courseFrom(event: SessionEvent): SessionCourse {
  switch (event.type) {
    case 'started':
      return { startedAt: event.at };
    case 'held':
      return { held: true };
    case 'checkout':
      return { checkoutAt: event.at };
    case 'bought':
      return { boughtAt: event.at, seats: event.seats };
    case 'paymentFailed':
      return { failedAt: event.at };
    case 'ended':
      return { endedAt: event.at };
  }
}

function calibrationOf({ type: _, ...sale }: SaleEvent, notes: Notes): Calibration {
  const sessions = [...notes.sessions.values()];
  const choosing = ascending(
    sessions.map(({ startedAt, checkoutAt, endedAt }) => lengthOf(startedAt, checkoutAt ?? endedAt)),
  );
  const paying = ascending(sessions.map(({ checkoutAt, boughtAt }) => lengthOf(checkoutAt, boughtAt)));
  const holding = sessions.filter(({ held }) => held === true);
  const drawn = [...notes.drawn].filter((person) => notes.arrivedAt.has(person));
  const paid = sessions.filter(({ boughtAt, failedAt }) => boughtAt !== undefined || failedAt !== undefined);
  return {
    sale,
    people: Math.max(1, Math.round(notes.arrivedAt.size / sale.samplingRate)),
    arrivals: perSecond([...notes.arrivedAt.values()], sale.opensAt),
    showUp: shareOf(drawn, (person) => notes.started.has(person)),
    choosing: enough(choosing)
      ? { meanSeconds: mean(choosing), cv: sampleStandardDeviation(choosing) / mean(choosing) }
      : null,
    checkoutShare: shareOf(holding, ({ checkoutAt }) => checkoutAt !== undefined),
    payingMeanSeconds: enough(paying) ? mean(paying) : null,
    paymentFailure: shareOf(paid, ({ boughtAt }) => boughtAt === undefined),
    seatsPerOrder: ordersOf(sessions.flatMap(({ seats }) => seats ?? [])),
    sessions: sessions.length,
    sampledPeople: notes.arrivedAt.size,
  };
}

function lengthOf(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

/** What is known, in an order that does not depend on the log's: sums are then the same to the last digit. */
function ascending(values: readonly (number | undefined)[]): number[] {
  return values.flatMap((value) => value ?? []).sort((a, b) => a - b);
}

function perSecond(times: readonly number[], opensAt: number): [second: number, count: number][] {
  const counts = new Map<number, number>();
  for (const at of times) {
    const second = Math.floor(at) - opensAt;
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function ordersOf(seats: readonly number[]): Calibration['seatsPerOrder'] {
  if (!enough(seats)) return null;
  const orders = Map.groupBy(seats, (each) => each);
  return [...orders]
    .map(([each, { length }]) => ({ seats: each, share: length / seats.length }))
    .sort((a, b) => a.seats - b.seats);
}

function shareOf<T>(all: readonly T[], counts: (one: T) => boolean): number | null {
  return enough(all) ? all.filter(counts).length / all.length : null;
}

function enough(observations: readonly unknown[]): boolean {
  return observations.length >= OBSERVATIONS_MIN;
}
