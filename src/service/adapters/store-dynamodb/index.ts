import type { Clock, Random, SaleJournal } from '../../ports/index.ts';
import {
  type ConnectionOptions,
  createTables as create,
  Database,
  type TableNames,
} from './connection/index.ts';
import { DynamoStore } from './dynamo-store.ts';
import { DynamoJournal } from './journal/index.ts';

export { changesOfStreamRecord, type StreamRecord } from './changes/index.ts';
export {
  type ConnectionOptions,
  INDEX,
  TTL_ATTRIBUTE,
  tableDefinitions,
  tableNames,
} from './connection/index.ts';
export type { DynamoStore } from './dynamo-store.ts';
export {
  type BulkSeeded,
  type BulkSeeding,
  type SectionToSeed,
  type SeedingCost,
  seedingCost,
} from './seeding/index.ts';

export interface DynamoOptions {
  /** Put before the names of both tables. */
  readonly prefix?: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly connection?: ConnectionOptions | undefined;
  /** Index shards of each section, for events made through this store. */
  readonly gsiShards?: number | undefined;
  /**
   * Sessions this process remembers. One that is remembered is held and released in one round trip; one that is not costs a read after
   * the transaction. 0 in a fleet whose requests of one session reach many processes: what they remember would mostly be out of date.
   */
  readonly sessionsRemembered?: number | undefined;
  /** How long one command may go on with conflicts and unknown outcomes; well below the ten minutes a client token lives. */
  readonly patienceMs?: number | undefined;
}

const SESSIONS_REMEMBERED = 20_000;
const PATIENCE_MS = 15_000;
const PATIENCE_MS_MAX = 300_000;

/** The reservation store on DynamoDB. Nothing is connected before it is first used; the tables must be there. */
export function openDynamoStore(options: DynamoOptions): DynamoStore {
  return new DynamoStore({
    ...databaseOptions(options),
    gsiShards: options.gsiShards ?? 1,
    sessionsRemembered: options.sessionsRemembered ?? SESSIONS_REMEMBERED,
  });
}

/** The journal of the sales in these tables. */
export function openDynamoJournal(options: DynamoOptions): SaleJournal {
  return new DynamoJournal(new Database(databaseOptions(options)));
}

/** Creates the tables that are not there yet, and answers their names. A capacity, protection and backups of its own are the deployment's affair. */
export async function createTables(
  options: DynamoOptions,
): Promise<{ names: TableNames; created: string[] }> {
  const database = new Database(databaseOptions(options));
  try {
    return { names: database.names, created: await create(database) };
  } finally {
    database.close();
  }
}

function databaseOptions({
  prefix = '',
  clock,
  random,
  connection = {},
  patienceMs = PATIENCE_MS,
}: DynamoOptions) {
  return { prefix, clock, random, connection, patienceMs: Math.min(patienceMs, PATIENCE_MS_MAX) };
}
