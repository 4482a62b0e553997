import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type ShardIteratorType,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

/** Records taken from a shard at once; DynamoDB gives no more. */
const RECORDS_MAX = 1_000;
/** Answers taken from one shard before the others have their turn. */
const ANSWERS_MAX = 20;

export interface ReadRecords {
  readonly records: readonly _Record[];
  /** Some records were dropped before they could be read. */
  readonly missed: boolean;
}

/** Follows one table's stream from the moment it is opened, through the shards it is split into as time goes by. */
export class StreamReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #arn: string;
  readonly #known = new Set<string>();
  /** Where to read on in each shard that is open. */
  readonly #iterators = new Map<string, string>();

  private constructor(client: DynamoDBStreamsClient, arn: string) {
    this.#client = client;
    this.#arn = arn;
  }

  static async open(client: DynamoDBStreamsClient, arn: string): Promise<StreamReader> {
    const reader = new StreamReader(client, arn);
    await reader.#findShards('LATEST');
    return reader;
  }

  /** What was written since the last call. */
  async read(): Promise<ReadRecords> {
    const records: _Record[] = [];
    let missed = false;
    let closed = false;
    for (const shardId of [...this.#iterators.keys()]) {
      try {
        closed = (await this.#readShard(shardId, records)) || closed;
      } catch (error) {
        if (!(error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException))
          throw error;
        missed = true;
        await this.#place(shardId, 'LATEST');
      }
    }
    // Where a shard ends its children go on, from their beginning.
    if (closed) await this.#findShards('TRIM_HORIZON');
    return { records, missed };
  }

  /** Reads what the shard has; true when it has come to its end. */
  async #readShard(shardId: string, records: _Record[]): Promise<boolean> {
    for (let answers = 0; answers < ANSWERS_MAX; answers += 1) {
      const request = new GetRecordsCommand({
        ShardIterator: this.#iterators.get(shardId),
        Limit: RECORDS_MAX,
      });
      const { Records = [], NextShardIterator } = await this.#client.send(request);
      records.push(...Records);
      if (NextShardIterator === undefined) {
        this.#iterators.delete(shardId);
        return true;
      }
      this.#iterators.set(shardId, NextShardIterator);
      if (Records.length < RECORDS_MAX) return false;
    }
    return false;
  }

  async #findShards(from: ShardIteratorType): Promise<void> {
    for (const shard of await this.#shards()) {
      if (shard.ShardId === undefined || this.#known.has(shard.ShardId)) continue;
      this.#known.add(shard.ShardId);
      await this.#place(shard.ShardId, from);
    }
  }

  async #shards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let after: string | undefined;
    do {
      const request = new DescribeStreamCommand({
        StreamArn: this.#arn,
        ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
      });
      const { StreamDescription } = await this.#client.send(request);
      shards.push(...(StreamDescription?.Shards ?? []));
      after = StreamDescription?.LastEvaluatedShardId;
    } while (after !== undefined);
    return shards;
  }

  async #place(shardId: string, type: ShardIteratorType): Promise<void> {
    const request = new GetShardIteratorCommand({
      StreamArn: this.#arn,
      ShardId: shardId,
      ShardIteratorType: type,
    });
    const { ShardIterator } = await this.#client.send(request);
    if (ShardIterator !== undefined) this.#iterators.set(shardId, ShardIterator);
  }
}
