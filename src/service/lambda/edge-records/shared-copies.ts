import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock, KeyValueStore } from '../../ports/index.ts';

/** A copy is good for so long. A change of the schedule is published ten seconds before it is in force. */
const FRESH_MS = 3_000;
/** Whoever reads the store for everybody is trusted to come back within this time. */
const CLAIM_MS = 2_000;
/** While the store does not answer, a copy of this age still counts. */
const STALE_MS_MAX = 30_000;

interface Copy {
  readonly value: string | undefined;
  /** When the store was read for it; undefined before the first reading. */
  readonly readAtMs: number | undefined;
  readonly claimedAtMs: number;
}

export interface SharedCopiesOptions {
  /** The edge's own store, opened when it must be read. */
  store(): Promise<KeyValueStore>;
  /** A table with the key `PK`. */
  readonly table: string;
  readonly clock: Clock;
  readonly client?: DynamoDBClientConfig;
}

/**
 * The edge's store for a fleet of functions. One read of it costs as much as thousands of reads of a table, and a fleet reads the same two
 * records many times a second: so one function at a time reads the store and leaves a copy in a table for the others.
 */
export function sharedCopies({
  store,
  table,
  clock,
  client: config = {},
}: SharedCopiesOptions): KeyValueStore {
  let made: DynamoDBClient | undefined;
  const client = () => {
    made ??= new DynamoDBClient(config);
    return made;
  };

  async function find(key: string): Promise<Copy | undefined> {
    const { Item } = await client().send(new GetItemCommand({ TableName: table, Key: { PK: { S: key } } }));
    if (Item === undefined) return undefined;
    const number = (name: string) => (Item[name]?.N === undefined ? undefined : Number(Item[name].N));
    return { value: Item.text?.S, readAtMs: number('readAtMs'), claimedAtMs: number('claimedAtMs') ?? 0 };
  }

  /** True for the one who is to read the store now. */
  async function claim(key: string, copy: Copy | undefined, nowMs: number): Promise<boolean> {
    if (copy !== undefined && nowMs - copy.claimedAtMs < CLAIM_MS) return false;
    try {
      await client().send(
        new UpdateItemCommand({
          TableName: table,
          Key: { PK: { S: key } },
          UpdateExpression: 'SET claimedAtMs = :now',
          ConditionExpression: 'attribute_not_exists(claimedAtMs) OR claimedAtMs = :seen',
          ExpressionAttributeValues: {
            ':now': { N: String(nowMs) },
            ':seen': { N: String(copy?.claimedAtMs ?? 0) },
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async function readForAll(key: string, nowMs: number): Promise<string | undefined> {
    const value = await (await store()).get(key);
    const at = { N: String(nowMs) };
    await client().send(
      new PutItemCommand({
        TableName: table,
        Item: {
          PK: { S: key },
          readAtMs: at,
          claimedAtMs: at,
          ...(value === undefined ? {} : { text: { S: value } }),
        },
      }),
    );
    return value;
  }

  return {
    async get(key) {
      const nowMs = clock.nowMs();
      const copy = await find(key);
      const ageMs = copy?.readAtMs === undefined ? Number.POSITIVE_INFINITY : nowMs - copy.readAtMs;
      if (ageMs < FRESH_MS) return copy?.value;
      try {
        if (await claim(key, copy, nowMs)) return await readForAll(key, nowMs);
      } catch (error) {
        if (ageMs >= STALE_MS_MAX) throw error;
      }
      return ageMs < STALE_MS_MAX ? copy?.value : (await store()).get(key);
    },
    list: async () => (await store()).list(),
    etag: async () => (await store()).etag(),
    update: async (update) => (await store()).update(update),
    async close() {
      made?.destroy();
    },
  };
}
