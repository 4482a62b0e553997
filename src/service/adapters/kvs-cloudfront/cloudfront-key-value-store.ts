import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  paginateListKeys,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { invariant } from '../../../core/errors/index.ts';
import {
  assertUpdateFits,
  KeyValueConflictError,
  type KeyValueStore,
  type KeyValueUpdate,
} from '../../ports/index.ts';
import { type CloudFrontConnection, createClient } from './client.ts';
import { explained, faultOf, isInvalid, isMissing } from './faults.ts';

/** The most the store lists in one answer. */
const PAGE_KEYS = 50;

/** A look at the store that another writer keeps disturbing is given up after this many tries. */
const LOOKS_MAX = 5;

/**
 * The store that CloudFront Functions read, through its data plane: what is written here is current here at once, and at the edge a few
 * seconds later. Nothing is connected before the first call. Every failure that a person can put right is a `StoreUnavailableError`.
 */
export function openCloudFrontKeyValueStore(options: {
  readonly arn: string;
  readonly connection?: CloudFrontConnection;
}): KeyValueStore {
  return new CloudFrontKeyValueStore(options.arn, createClient(options.connection ?? {}));
}

class CloudFrontKeyValueStore implements KeyValueStore {
  readonly #arn: string;
  readonly #client: CloudFrontKeyValueStoreClient;
  #isKnown = false;

  constructor(arn: string, client: CloudFrontKeyValueStoreClient) {
    this.#arn = arn;
    this.#client = client;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#explaining(() => this.#read(key));
  }

  async list(): Promise<string[]> {
    return this.#explaining(async () => {
      const keys: string[] = [];
      const pages = paginateListKeys({ client: this.#client, pageSize: PAGE_KEYS }, { KvsARN: this.#arn });
      for await (const { Items } of pages)
        for (const { Key } of Items ?? []) if (Key !== undefined) keys.push(Key);
      return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    });
  }

  async etag(): Promise<string> {
    return this.#explaining(() => this.#version());
  }

  async update(update: KeyValueUpdate): Promise<string> {
    assertUpdateFits(update);
    return this.#explaining(async () => {
      try {
        const { ETag } = await this.#client.send(this.#command(update));
        invariant(ETag !== undefined, 'the store answers an update with its new version');
        return ETag;
      } catch (error) {
        return this.#afterFailure(error, update);
      }
    });
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #command({ puts = {}, deletes = [], ifMatch }: KeyValueUpdate): UpdateKeysCommand {
    return new UpdateKeysCommand({
      KvsARN: this.#arn,
      IfMatch: ifMatch,
      Puts: Object.entries(puts).map(([Key, Value]) => ({ Key, Value })),
      Deletes: deletes.map((Key) => ({ Key })),
    });
  }

  async #read(key: string): Promise<string | undefined> {
    try {
      const { Value } = await this.#client.send(new GetKeyCommand({ KvsARN: this.#arn, Key: key }));
      return Value;
    } catch (error) {
      if (!isMissing(error)) throw error;
      // A missing key and a missing store are answered alike.
      if (!this.#isKnown) await this.#version();
      return undefined;
    }
  }

  async #version(): Promise<string> {
    const { ETag } = await this.#client.send(new DescribeKeyValueStoreCommand({ KvsARN: this.#arn }));
    invariant(ETag !== undefined, 'the store answers with its version');
    this.#isKnown = true;
    return ETag;
  }

  /** Answers the version when the update was carried out after all, and throws what became of it otherwise. */
  async #afterFailure(error: unknown, update: KeyValueUpdate): Promise<string> {
    const fault = faultOf(error);
    if (fault === 'conflict') throw new KeyValueConflictError();
    if (isInvalid(error) && (await this.#version()) !== update.ifMatch) throw new KeyValueConflictError();
    if (fault === 'refused') throw error;
    const { version, isThere } = await this.#look(update);
    if (isThere) return version;
    if (version !== update.ifMatch) throw new KeyValueConflictError();
    throw error;
  }

  /** Whether the store holds what the update would have made of it, as of one version. */
  async #look({ puts = {}, deletes = [] }: KeyValueUpdate): Promise<{ version: string; isThere: boolean }> {
    const wanted = [...Object.entries(puts), ...deletes.map((key) => [key, undefined] as const)];
    for (let looks = 1; ; looks++) {
      const before = await this.#version();
      const values = await Promise.all(wanted.map(([key]) => this.#read(key)));
      const version = await this.#version();
      if (version === before)
        return { version, isThere: wanted.every(([, value], i) => value === values[i]) };
      if (looks === LOOKS_MAX) throw new KeyValueConflictError();
    }
  }

  async #explaining<T>(requests: () => Promise<T>): Promise<T> {
    try {
      return await requests();
    } catch (error) {
      throw explained(error, this.#arn);
    }
  }
}
