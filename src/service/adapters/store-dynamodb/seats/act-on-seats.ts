import { invariant } from '../../../../core/errors/index.ts';
import type { Decision, SessionRecord } from '../../../../core/reservation/index.ts';
import { type Database, type Patience, unavailable } from '../connection/index.ts';
import { ACTIONS_MAX, type Commit, commit, readOne, readTogether } from '../decisions/index.ts';
import { nameOf, type Ref, type StoredSession, seatOf, sessionOf } from '../items/index.ts';
import type { SessionsSeen } from '../sessions-seen.ts';
import type { Evidence } from './evidence.ts';
import type { SessionChange, Step } from './steps.ts';

interface SeatCommand<Outcome> {
  readonly evidence: Evidence;
  decide(evidence: Evidence): Decision<Outcome>;
  /** What the decision does to the session. */
  change(decision: Decision<Outcome>): SessionChange;
  /** The actions of the decision and what each would teach; the first is the session's. */
  steps(decision: Decision<Outcome>, change: SessionChange): readonly Step[];
  /** Seats on which a decision that writes nothing rests, though DynamoDB has not shown them. */
  untested(decision: Decision<Outcome>): readonly string[];
}

type SeatOutcome = { readonly kind: string; readonly session?: SessionRecord };

/**
 * Carries out a hold or a release without reading first: decide on what is taken to be so, and write on condition that it is. When it is
 * not, DynamoDB shows what is, and the rules decide again: a refusal is then final, anything else is tried once more as it must be.
 */
export async function actOnSeats<Outcome extends SeatOutcome>(
  database: Database,
  seen: SessionsSeen,
  command: SeatCommand<Outcome>,
): Promise<Outcome> {
  const { evidence } = command;
  const patience = database.patience();
  for (let tries = 0; ; ) {
    const decision = command.decide(evidence);
    if (decision.puts.length === 0) {
      const untested = command.untested(decision);
      if (evidence.isConfirmed && untested.length === 0)
        return withSession(database, seen, evidence, decision.outcome);
      // Only memory or the pass says so, and there is nothing to write that would put it to the test.
      await show(database, evidence, untested, patience);
      continue;
    }
    const change = command.change(decision);
    const steps = command.steps(decision, change);
    if (steps.length > ACTIONS_MAX) {
      // More seats are given back than any session holds; which of them it has, it says itself.
      invariant(!evidence.isConfirmed, 'a session that is known holds no more seats than fit');
      await show(database, evidence, [], patience);
      continue;
    }
    if (tries > 0 && !(await patience.pause()))
      throw unavailable(
        `DynamoDB ${database.where}: the seats of a command kept changing under it, and it was not done.`,
      );
    tries += 1;
    const actions = steps.map(({ action }) => action);
    const result = await commit(database, actions, patience);
    if (result.kind === 'committed') {
      if (evidence.knownSession !== undefined)
        evidence.showSession(changed(evidence.knownSession, decision.outcome, change));
      return withSession(database, seen, evidence, decision.outcome);
    }
    learn(evidence, steps, result);
  }
}

/** Takes from the verdicts what they show. Where a seat was busy, the others' verdicts are not the whole truth: all are asked again. */
function learn(
  evidence: Evidence,
  steps: readonly Step[],
  { verdicts }: Exclude<Commit, { kind: 'committed' }>,
): void {
  const [ofSession] = verdicts;
  if (ofSession?.kind === 'held') evidence.confirmSession();
  const isWhole = verdicts.every(({ kind }) => kind !== 'busy');
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind !== 'failed' || !(isWhole || index === 0)) continue;
    const step = steps[index];
    invariant(step !== undefined, 'there is a verdict for each action');
    step.learn(verdict.item);
  }
}

/** Reads the session, and these seats with it, as of one moment. */
async function show(
  database: Database,
  evidence: Evidence,
  seatIds: readonly string[],
  patience: Patience,
): Promise<void> {
  const { sessionId, eventId } = evidence.claim;
  const ref: Ref = { type: 'session', sessionId };
  const seats = seatIds.map((seatId): Ref & { type: 'seat' } => ({ type: 'seat', eventId, seatId }));
  const items = await readTogether(database, [ref, ...seats], patience);
  const session = items.get(nameOf(ref));
  evidence.showSession(session === undefined ? undefined : sessionOf(session));
  for (const seat of seats) {
    const item = items.get(nameOf(seat));
    evidence.showSeat(seat.seatId, item === undefined ? undefined : seatOf(item));
  }
}

/** The answer; where it shows a session of which only the pass is known, that is read now. */
async function withSession<Outcome extends SeatOutcome>(
  database: Database,
  seen: SessionsSeen,
  evidence: Evidence,
  outcome: Outcome,
): Promise<Outcome> {
  if (!evidence.isSessionAssumed) {
    if (evidence.knownSession !== undefined) seen.add(evidence.knownSession);
    return outcome;
  }
  if (outcome.session === undefined) return outcome;
  const { sessionId } = evidence.claim;
  const item = await readOne(database, { type: 'session', sessionId });
  invariant(item !== undefined, 'a session that acts is stored');
  const stored = sessionOf(item);
  seen.add(stored);
  return { ...outcome, session: stored.record };
}

/** The session after the transaction: what it was, since its revision was a condition, and what the command did to it. */
function changed(before: StoredSession, outcome: SeatOutcome, change: SessionChange): StoredSession {
  invariant(outcome.session !== undefined, 'a command that writes answers with the session');
  const seatsHeld = new Set([...before.seatsHeld, ...change.added]);
  for (const seatId of change.dropped) seatsHeld.delete(seatId);
  return { record: outcome.session, rev: before.rev + 1, seatsHeld };
}
