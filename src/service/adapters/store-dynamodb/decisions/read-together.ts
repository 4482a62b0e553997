import {
  GetItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../../../core/errors/index.ts';
import { type Database, type Patience, unavailable } from '../connection/index.ts';
import { type Item, keyOf, nameOf, type Ref, tableOf } from '../items/index.ts';
import { ACTIONS_MAX } from './commit.ts';

/** Items by the name of their record; a record that is not stored has no item. */
export type ItemsByName = ReadonlyMap<string, Item | undefined>;

/** Reads these records as of one moment: a single one by itself (1 RCU per 4 KB), several in a transaction (2 RCU each). */
export async function readTogether(
  database: Database,
  refs: readonly Ref[],
  patience: Patience,
): Promise<ItemsByName> {
  const byName = new Map(refs.map((ref) => [nameOf(ref), ref]));
  const distinct = [...byName.values()];
  invariant(
    distinct.length > 0 && distinct.length <= ACTIONS_MAX,
    'one to a hundred records are read together',
  );
  const [only] = distinct;
  const items =
    distinct.length === 1 && only !== undefined
      ? [await readOne(database, only, patience)]
      : await readMany(database, distinct, patience);
  return new Map([...byName.keys()].map((name, index) => [name, items[index]]));
}

/** One record, as of a moment after the call began. */
export async function readOne(database: Database, ref: Ref, patience?: Patience): Promise<Item | undefined> {
  const input = { TableName: database.names[tableOf(ref)], Key: keyItem(ref), ConsistentRead: true };
  const { Item } = await database.run((client) => client.send(new GetItemCommand(input)), patience);
  return Item;
}

async function readMany(
  database: Database,
  refs: readonly Ref[],
  patience: Patience,
): Promise<readonly (Item | undefined)[]> {
  const request = new TransactGetItemsCommand({
    TransactItems: refs.map((ref) => ({
      Get: { TableName: database.names[tableOf(ref)], Key: keyItem(ref) },
    })),
  });
  for (;;) {
    const answer = await database.run((client) => client.send(request).catch(unlessCancelled), patience);
    if (answer !== undefined) return refs.map((_, index) => answer.Responses?.[index]?.Item);
    if (!(await patience.pause()))
      throw unavailable(
        `DynamoDB ${database.where}: records were written to all the time they were to be read.`,
      );
  }
}

/** A write under way on one of the items cancels the reading. */
function unlessCancelled(error: unknown): undefined {
  if (!(error instanceof TransactionCanceledException)) throw error;
  return undefined;
}

/** The record's key as DynamoDB carries it. */
export function keyItem(ref: Ref): Item {
  const { PK, SK } = keyOf(ref);
  return { PK: { S: PK }, SK: { S: SK } };
}
