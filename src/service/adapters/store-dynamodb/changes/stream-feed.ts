import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Change } from '../../../../core/reservation/index.ts';
import { clientConfig, type Database, explained } from '../connection/index.ts';
import { changesOfStreamRecord, writtenAtMs } from './changes-of-stream-record.ts';
import { findStream, isAws } from './find-stream.ts';
import { StreamReader } from './stream-reader.ts';

/** The streams are asked this often at most: AWS allows five reads a second and shard. */
const ASK_EVERY_MS = 220;
/** Changes kept for readers that come late. */
const KEPT_MAX = 50_000;

/**
 * The tables' streams as a log of changes, for one process on one machine: it begins when it is first asked, and numbers what it sees from
 * then on by itself. Whoever starts empty, like a cache in this process, is told all it needs; whoever must not miss anything across
 * restarts hangs on to the streams directly. A gap in the numbers tells that something was missed.
 */
export class StreamFeed {
  readonly #database: Database;
  #readers: Promise<readonly StreamReader[]> | undefined;
  #client: DynamoDBStreamsClient | undefined;
  #asking: Promise<void> | undefined;
  #askedAtMs = 0;
  readonly #kept: Change[] = [];
  #seq = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Changes after `afterSeq`, in the order in which they were seen: that of the commits for each record, not between records. */
  async read(afterSeq: number, limit: number): Promise<Change[]> {
    const first = this.#kept[0]?.seq ?? 0;
    if (this.#seq <= afterSeq) await this.#ask();
    const from = Math.max(
      0,
      this.#kept.findIndex(({ seq }) => seq > Math.max(afterSeq, first - 1)),
    );
    return this.#seq <= afterSeq ? [] : this.#kept.slice(from, from + limit);
  }

  /** Number of the last change seen; what is written from now on gets higher ones. */
  async lastSeq(): Promise<number> {
    await this.#begin();
    return this.#seq;
  }

  close(): void {
    this.#client?.destroy();
  }

  #begin(): Promise<readonly StreamReader[]> {
    this.#readers ??= this.#open().catch((error: unknown) => {
      this.#readers = undefined;
      throw explained(error, this.#database.where);
    });
    return this.#readers;
  }

  async #open(): Promise<readonly StreamReader[]> {
    const [found, ...others] = await Promise.all(
      Object.values(this.#database.names).map((table) => findStream(this.#database, table)),
    );
    const streams = found === undefined ? [] : [found, ...others];
    // A local server answers for the streams where it answers for the tables; AWS has a place of its own for them.
    const local = found === undefined || isAws(found.host) ? {} : { endpoint: found.origin };
    const { endpoint: _, ...config } = clientConfig(this.#database.connection);
    const client = new DynamoDBStreamsClient({ ...config, ...local });
    this.#client = client;
    return Promise.all(streams.map(({ arn }) => StreamReader.open(client, arn)));
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#askNow().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askNow(): Promise<void> {
    const readers = await this.#begin();
    const nowMs = this.#database.clock.nowMs();
    if (Math.abs(nowMs - this.#askedAtMs) < ASK_EVERY_MS) return;
    this.#askedAtMs = nowMs;
    try {
      for (const { records, missed } of await Promise.all(readers.map((reader) => reader.read()))) {
        if (missed) this.#seq += 1;
        for (const record of records) {
          const atMs = writtenAtMs(record);
          for (const body of changesOfStreamRecord(record)) {
            this.#seq += 1;
            this.#kept.push({ seq: this.#seq, atMs, body });
          }
        }
      }
    } catch (error) {
      throw explained(error, this.#database.where);
    }
    if (this.#kept.length > KEPT_MAX) this.#kept.splice(0, this.#kept.length - KEPT_MAX);
  }
}
