import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { OPERATIONS, type OperationName } from '../../core/history/index.ts';

export const STEPS = OPERATIONS;
export type Step = OperationName;

/** How one buyer's visit ended. */
export type Ending =
  | 'bought'
  | 'refunded'
  | 'gaveUpWaiting'
  | 'doorsClosed'
  | 'leftWhileChoosing'
  | 'cancelled'
  | 'leftAtPayment'
  | 'notPaid'
  | 'noSeats'
  | 'outOfTime'
  | 'refusedAdmission';

/** What one group of people has experienced. */
export interface GroupTally {
  people: number;
  /** Those who stayed until they were in or the doors closed. */
  stayed: number;
  admitted: number;
  readonly waitsMs: number[];
}

/** The crowd's own books, kept apart from the server's so that the two can be compared. */
export interface Tally {
  readonly steps: Readonly<Record<Step, RecordableHistogram>>;
  readonly endings: Partial<Record<Ending, number>>;
  /** Answers nobody should get, by step and what came. */
  readonly unexpected: Record<string, number>;
  readonly honest: GroupTally;
  readonly scripts: GroupTally;
  /** Seats that buyers were told are theirs, and by which session. */
  readonly bought: Map<string, string>;
  /** Seats that two buyers were told are theirs. */
  doubleSold: number;
  seatsBought: number;
  refunds: number;
  seatsTakenAnswers: number;
  requests: number;
  arrived: number;
  waiting: number;
  shopping: number;
}

export function newTally(): Tally {
  const group = (): GroupTally => ({ people: 0, stayed: 0, admitted: 0, waitsMs: [] });
  return {
    steps: Object.fromEntries(STEPS.map((step) => [step, createHistogram()])) as Record<
      Step,
      RecordableHistogram
    >,
    endings: {},
    unexpected: {},
    honest: group(),
    scripts: group(),
    bought: new Map(),
    doubleSold: 0,
    seatsBought: 0,
    refunds: 0,
    seatsTakenAnswers: 0,
    requests: 0,
    arrived: 0,
    waiting: 0,
    shopping: 0,
  };
}

export function countEnding(tally: Tally, ending: Ending): void {
  tally.endings[ending] = (tally.endings[ending] ?? 0) + 1;
}
