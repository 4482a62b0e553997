import type { Decision } from '../../../../core/reservation/index.ts';
import type { Database, Patience } from '../connection/index.ts';
import type { Ref } from '../items/index.ts';
import type { Command } from './decide.ts';
import { readEach, readTogether } from './read-together.ts';
import { NotYetRead, Snapshot } from './snapshot.ts';

/** A rule asks along a few links (payment, session, seats); more rounds than this would be a rule that runs in circles. */
const ROUNDS_MAX = 12;

export interface Gathered<Outcome> {
  readonly snapshot: Snapshot;
  readonly decision: Decision<Outcome>;
}

/**
 * Reads what a rule asks for, in as few rounds as its links allow, and runs it. The records may be of different moments. That does no harm
 * to a decision that writes, since the write is held to what was read; a mere answer must be true of one moment, so it is worked out
 * again on one reading of all it rests on.
 */
export async function gather<Outcome>(
  database: Database,
  command: Command<Outcome>,
  tries: number,
  patience: Patience,
): Promise<Gathered<Outcome>> {
  const read = command.apart === true ? readEach : readTogether;
  let snapshot = new Snapshot(command.fresh);
  snapshot.add(await read(database, command.first, patience));
  let isOneMoment = command.apart !== true;
  let next = command.next;
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const further = (next?.(snapshot) ?? []).filter((ref) => !snapshot.has(ref));
    const attempt = further.length > 0 ? { missing: further } : run(command, snapshot, tries);
    if (attempt.missing !== undefined) {
      snapshot.add(await read(database, attempt.missing, patience));
      isOneMoment = false;
      continue;
    }
    if (attempt.decision !== undefined && isWrite(attempt.decision)) return { snapshot, ...attempt };
    const basis = snapshot.askedFor();
    if (isOneMoment || basis.length === 1) {
      if (attempt.decision === undefined) throw attempt.error;
      return { snapshot, ...attempt };
    }
    snapshot = new Snapshot(command.fresh);
    snapshot.add(await readTogether(database, basis, patience));
    isOneMoment = true;
    // What the answer rests on is known by now; hints would only bring in records of another moment.
    next = undefined;
  }
  throw new Error('a rule asked for records without end');
}

export function isWrite(decision: Decision<unknown>): boolean {
  return decision.puts.length > 0 || decision.removes.length > 0;
}

type Attempt<Outcome> =
  | { readonly decision: Decision<Outcome>; readonly missing?: undefined }
  | { readonly missing: readonly Ref[] }
  | { readonly error: unknown; readonly decision?: undefined; readonly missing?: undefined };

function run<Outcome>(command: Command<Outcome>, snapshot: Snapshot, tries: number): Attempt<Outcome> {
  snapshot.beginDecision();
  try {
    return { decision: command.rule(snapshot, tries) };
  } catch (error) {
    // Records of different moments may contradict each other; of one moment they do not.
    return error instanceof NotYetRead ? { missing: [error.ref] } : { error };
  }
}
