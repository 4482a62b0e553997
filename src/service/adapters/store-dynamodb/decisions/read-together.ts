import {
  BatchGetItemCommand,
  GetItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../../../core/errors/index.ts';
import { type Database, type Patience, unavailable } from '../connection/index.ts';
import { type Item, keyOf, nameOf, type Ref, type Table, tableOf } from '../items/index.ts';
import { ACTIONS_MAX } from './commit.ts';

/** Keys that one BatchGetItem takes. */
const BATCH_KEYS = 100;

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

/** Reads these records, each as of a moment of its own after the call began: half the price of reading them together, and no write cancels it. */
export async function readEach(
  database: Database,
  refs: readonly Ref[],
  patience: Patience,
): Promise<ItemsByName> {
  const byKey = new Map(refs.map((ref) => [keyText(tableOf(ref), keyItem(ref)), nameOf(ref)]));
  const found = new Map<string, Item | undefined>(refs.map((ref) => [nameOf(ref), undefined]));
  const distinct = [...new Map(refs.map((ref) => [nameOf(ref), ref])).values()];
  for (let first = 0; first < distinct.length; first += BATCH_KEYS) {
    const batch = distinct.slice(first, first + BATCH_KEYS);
    for (const [table, item] of await readBatch(database, batch, patience)) {
      const name = byKey.get(keyText(table, item));
      if (name !== undefined) found.set(name, item);
    }
  }
  return found;
}

async function readBatch(
  database: Database,
  refs: readonly Ref[],
  patience: Patience,
): Promise<[Table, Item][]> {
  const found: [Table, Item][] = [];
  let wanted = refs;
  for (;;) {
    const RequestItems = Object.fromEntries(
      TABLES.map(
        (table) =>
          [
            database.names[table],
            { Keys: wanted.filter((ref) => tableOf(ref) === table).map(keyItem), ConsistentRead: true },
          ] as const,
      ).filter(([, { Keys }]) => Keys.length > 0),
    );
    const request = new BatchGetItemCommand({ RequestItems });
    const { Responses = {}, UnprocessedKeys = {} } = await database.run(
      (client) => client.send(request),
      patience,
    );
    const left = new Set<string>();
    for (const table of TABLES) {
      for (const item of Responses[database.names[table]] ?? []) found.push([table, item]);
      for (const key of UnprocessedKeys[database.names[table]]?.Keys ?? []) left.add(keyText(table, key));
    }
    wanted = wanted.filter((ref) => left.has(keyText(tableOf(ref), keyItem(ref))));
    if (wanted.length === 0) return found;
    if (!(await patience.pause()))
      throw unavailable(`DynamoDB ${database.where}: reads were throttled for too long.`);
  }
}

const TABLES: readonly Table[] = ['seats', 'reservations'];

function keyText(table: Table, { PK, SK }: Item): string {
  return `${table}\n${PK?.S}\n${SK?.S}`;
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
