import type { Decision, RecordReader } from '../../../../core/reservation/index.ts';
import { type Database, unavailable } from '../connection/index.ts';
import type { Ref, StoredSession } from '../items/index.ts';
import { commit } from './commit.ts';
import { gather, isWrite } from './gather.ts';
import type { Snapshot } from './snapshot.ts';
import { writesOf } from './writes.ts';

/** One command: the rule that decides it, and hints that save rounds of reading. */
export interface Command<Outcome> {
  /** `tries` counts the times that what was decided could not be written, because records had changed. */
  rule(read: RecordReader, tries: number): Decision<Outcome>;
  /** Records the rule is certain to ask for. */
  readonly first: readonly Ref[];
  /** Records the rule may ask for, once those read so far tell which they are. */
  next?(snapshot: Snapshot): readonly Ref[];
  /** Records whose ids were made for this command. */
  readonly fresh?: readonly Ref[];
  /** None of the records is part of another: each is held to what was read by a condition of its own, and need not be read together. */
  readonly apart?: boolean;
}

export interface Decided<Outcome> {
  readonly outcome: Outcome;
  /** Sessions that were written, as they are stored now. */
  readonly sessions: readonly StoredSession[];
}

/**
 * Runs a rule of the core on the stored records and writes what it decided, on condition that every record it decides about is still as
 * it was read; otherwise all is read and decided anew. So the rules stay the one truth, and a command is one atomic step.
 */
export async function decide<Outcome>(
  database: Database,
  command: Command<Outcome>,
): Promise<Decided<Outcome>> {
  const patience = database.patience();
  for (let tries = 0; ; tries += 1) {
    const { snapshot, decision } = await gather(database, command, tries, patience);
    if (!isWrite(decision)) return { outcome: decision.outcome, sessions: [] };
    const { actions, sessions } = writesOf(database, snapshot, decision);
    const { kind } = await commit(database, actions, patience);
    if (kind === 'committed') return { outcome: decision.outcome, sessions };
    if (!(await patience.pause()))
      throw unavailable(
        `DynamoDB ${database.where}: the records of a command kept changing under it, and it was not done.`,
      );
  }
}
