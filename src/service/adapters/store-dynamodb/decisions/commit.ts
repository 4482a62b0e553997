import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../../../core/errors/index.ts';
import { type Database, explained, faultOf, type Patience, unavailable } from '../connection/index.ts';
import type { Item } from '../items/index.ts';

/** Most actions that one transaction takes. */
export const ACTIONS_MAX = 100;

/** What became of one action of a transaction that was cancelled. */
export type Verdict =
  /** Its condition held, as far as DynamoDB tells. */
  | { readonly kind: 'held' }
  /** Its condition failed; the item as it is, undefined when there is none. */
  | { readonly kind: 'failed'; readonly item: Item | undefined }
  /** Another transaction was at work on the item, or its partition was throttled: nothing is known of the condition. */
  | { readonly kind: 'busy' };

export type Commit =
  | { readonly kind: 'committed' }
  /** Nothing was written. One verdict per action, in their order; at least one of them failed. */
  | { readonly kind: 'cancelled'; readonly verdicts: readonly Verdict[] };

/** Reasons that say nothing of the conditions: asked again a little later, the same transaction may succeed. */
const BUSY = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Writes all actions or none, in one request, and does not rest before it knows which. An outcome that is unknown (no answer, a server's
 * failure) is resolved by sending the identical request under the same client token again: DynamoDB does it once however often it is
 * sent, for ten minutes, which is far longer than the patience of a command. Conflicts and throttling cost a pause and another try.
 *
 * @throws StoreUnavailableError when patience ends first. Then the transaction may have happened; every command may be repeated, and the
 * conditions of the repeat decide.
 */
export async function commit(
  database: Database,
  actions: readonly TransactWriteItem[],
  patience: Patience,
): Promise<Commit> {
  invariant(actions.length <= ACTIONS_MAX, 'a transaction takes 100 actions');
  const request = new TransactWriteItemsCommand({
    TransactItems: [...actions],
    ClientRequestToken: database.random.uuidV7(database.clock.nowMs()),
  });
  let isUnknown = false;
  for (;;) {
    try {
      await database.client.send(request);
      return { kind: 'committed' };
    } catch (error) {
      const verdicts = error instanceof TransactionCanceledException ? verdictsOf(error) : undefined;
      if (verdicts?.some(({ kind }) => kind === 'failed')) return { kind: 'cancelled', verdicts };
      if (verdicts === undefined) {
        const fault = faultOf(error);
        if (fault === 'unknownOutcome') isUnknown = true;
        if (fault === 'refused' || (fault === 'unreachable' && !isUnknown))
          throw explained(error, database.where);
      }
      if (!(await patience.pause())) throw gaveUp(database, error, isUnknown);
    }
  }
}

function gaveUp(database: Database, error: unknown, isUnknown: boolean): Error {
  const what = isUnknown
    ? 'a transaction was sent and its outcome is not known; repeating the command is safe'
    : 'a transaction met others or was throttled for too long, and was not done';
  return unavailable(`DynamoDB ${database.where}: ${what}.`, error);
}

function verdictsOf(error: TransactionCanceledException): Verdict[] {
  return (error.CancellationReasons ?? []).map((reason) => verdictOf(reason, error));
}

function verdictOf({ Code, Item }: CancellationReason, error: TransactionCanceledException): Verdict {
  if (Code === undefined || Code === 'None') return { kind: 'held' };
  if (Code === 'ConditionalCheckFailed') return { kind: 'failed', item: Item };
  if (BUSY.has(Code)) return { kind: 'busy' };
  // A value or an item that DynamoDB does not take: ours to mend.
  throw error;
}
