import type { Decision, RecordReader } from '../../../../core/reservation/index.ts';
import { type Database, type Patience, unavailable } from '../connection/index.ts';
import { nameOf, type Ref, type StoredSession } from '../items/index.ts';
import { commit } from './commit.ts';
import { readTogether } from './read-together.ts';
import { NotYetRead, Snapshot } from './snapshot.ts';
import { writesOf } from './writes.ts';

/** One command: the rule that decides it, and hints that save rounds of reading. */
export interface Command<Outcome> {
  rule(read: RecordReader): Decision<Outcome>;
  /** Records the rule is certain to ask for. */
  readonly first: readonly Ref[];
  /** Records the rule may ask for, once those read so far tell which they are. */
  next?(snapshot: Snapshot): readonly Ref[];
  /** Records whose ids were made for this command. */
  readonly fresh?: readonly Ref[];
}

export interface Decided<Outcome> {
  readonly outcome: Outcome;
  /** Sessions that were written, as they are stored now. */
  readonly sessions: readonly StoredSession[];
}

/** A rule asks along a few links (payment, session, seats); more rounds than this would be a rule that runs in circles. */
const ROUNDS_MAX = 12;

/**
 * Runs a rule of the core on the stored records and writes what it decided, on condition that every record it decides about is still as
 * it was read; otherwise all is read and decided anew. So the rules stay the one truth, and a command is one atomic step.
 */
export async function decide<Outcome>(
  database: Database,
  command: Command<Outcome>,
): Promise<Decided<Outcome>> {
  const patience = database.patience();
  for (;;) {
    const { snapshot, decision } = await decideOnce(database, command, patience);
    if (!isWrite(decision)) return { outcome: decision.outcome, sessions: [] };
    const { actions, sessions } = writesOf(database.names, snapshot, decision);
    const { kind } = await commit(database, actions, patience);
    if (kind === 'committed') return { outcome: decision.outcome, sessions };
    if (!(await patience.pause()))
      throw unavailable(
        `DynamoDB ${database.where}: the records of a command kept changing under it, and it was not done.`,
      );
  }
}

interface Deciding<Outcome> {
  readonly snapshot: Snapshot;
  readonly decision: Decision<Outcome>;
}

/**
 * Reads what the rule asks for, in as few rounds as its links allow. Records of different rounds may be of different moments. That does
 * no harm to a decision that writes, since the write is held to what was read; a mere answer must be true of one moment, so it is
 * worked out again on one reading of everything.
 */
async function decideOnce<Outcome>(
  database: Database,
  command: Command<Outcome>,
  patience: Patience,
): Promise<Deciding<Outcome>> {
  const known = new Map<string, Ref>();
  let snapshot = new Snapshot(command.fresh);
  let wanted = command.first;
  let isOneMoment = true;
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    for (const ref of wanted) known.set(nameOf(ref), ref);
    snapshot.add(await readTogether(database, wanted, patience));
    const further = (command.next?.(snapshot) ?? []).filter((ref) => !snapshot.has(ref));
    const attempt = further.length > 0 ? { missing: further } : run(command, snapshot);
    if (attempt.missing !== undefined) {
      wanted = attempt.missing;
      isOneMoment = false;
    } else if (isOneMoment || (attempt.decision !== undefined && isWrite(attempt.decision))) {
      if (attempt.decision === undefined) throw attempt.error;
      return { snapshot, decision: attempt.decision };
    } else {
      snapshot = new Snapshot(command.fresh);
      wanted = [...known.values()];
      isOneMoment = true;
    }
  }
  throw new Error('a rule asked for records without end');
}

type Attempt<Outcome> =
  | { readonly decision: Decision<Outcome>; readonly missing?: undefined }
  | { readonly missing: readonly Ref[] }
  | { readonly error: unknown; readonly decision?: undefined; readonly missing?: undefined };

function run<Outcome>(command: Command<Outcome>, snapshot: Snapshot): Attempt<Outcome> {
  try {
    return { decision: command.rule(snapshot) };
  } catch (error) {
    // Records of different moments may contradict each other; of one moment they do not.
    return error instanceof NotYetRead ? { missing: [error.ref] } : { error };
  }
}

function isWrite(decision: Decision<unknown>): boolean {
  return decision.puts.length > 0 || decision.removes.length > 0;
}
