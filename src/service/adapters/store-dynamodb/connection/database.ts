import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock, Random } from '../../../ports/index.ts';
import { Patience } from './backoff.ts';
import { type ConnectionOptions, createClient, REQUEST_TIMEOUT_MS } from './client.ts';
import { explained, faultOf, unavailable } from './faults.ts';
import { type TableNames, tableNames } from './tables.ts';

export interface DatabaseOptions {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly patienceMs: number;
}

/** The tables and the way to them. The client is made by the first request. */
export class Database {
  readonly names: TableNames;
  readonly connection: ConnectionOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly #patienceMs: number;
  #client: DynamoDBClient | undefined;
  #closed = false;

  constructor(options: DatabaseOptions) {
    this.names = tableNames(options.prefix);
    this.connection = options.connection;
    this.clock = options.clock;
    this.random = options.random;
    this.#patienceMs = options.patienceMs;
  }

  /** Where the tables are, for people. */
  get where(): string {
    const { endpoint, region } = this.connection;
    return `(tables ${this.names.seats} and ${this.names.reservations}${at(endpoint ?? region)})`;
  }

  /** No request is waited for longer. */
  get requestTimeoutMs(): number {
    return this.connection.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  }

  get client(): DynamoDBClient {
    if (this.#closed) throw unavailable(`DynamoDB ${this.where}: the store was closed`);
    this.#client ??= createClient(this.connection);
    return this.#client;
  }

  /**
   * Runs requests that may be repeated, again and again while an answer is lost or DynamoDB asks for patience. `patience` is that of the
   * command they belong to.
   *
   * @throws StoreUnavailableError when DynamoDB could not be asked or did not answer in time.
   */
  async run<Answer>(
    requests: (client: DynamoDBClient) => Promise<Answer>,
    patience: Patience = this.patience(),
  ): Promise<Answer> {
    for (;;) {
      try {
        return await requests(this.client);
      } catch (error) {
        const fault = faultOf(error);
        const mayPass = fault === 'throttled' || fault === 'unknownOutcome';
        if (!mayPass || !(await patience.pause())) throw explained(error, this.where);
      }
    }
  }

  /** The time one command has for its conflicts and unknown outcomes. */
  patience(): Patience {
    return new Patience(this.clock, this.random, this.#patienceMs);
  }

  close(): void {
    this.#closed = true;
    this.#client?.destroy();
  }
}

function at(place: string | undefined): string {
  return place === undefined ? '' : ` at ${place}`;
}
