import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { Table } from '../items/index.ts';
import type { Database } from './database.ts';

/** Index of both tables. */
export const INDEX = 'GSI1';
/** Attribute by which DynamoDB drops leftovers of Reservations; epoch seconds. Seats have none. */
export const TTL_ATTRIBUTE = 'ttl';

export type TableNames = Readonly<Record<Table, string>>;

/** @param prefix put before both names, so that several stores fit into one account */
export function tableNames(prefix = ''): TableNames {
  return { seats: `${prefix}Seats`, reservations: `${prefix}Reservations` };
}

/** The two tables as they are to be created. */
export function tableDefinitions(names: TableNames): readonly CreateTableCommandInput[] {
  return [
    {
      ...definition(names.seats),
      GlobalSecondaryIndexes: [
        {
          ...indexKeys,
          Projection: {
            ProjectionType: 'INCLUDE',
            NonKeyAttributes: ['availability', 'expiresAt', 'sessionId', 'ver'],
          },
        },
      ],
    },
    {
      ...definition(names.reservations),
      GlobalSecondaryIndexes: [{ ...indexKeys, Projection: { ProjectionType: 'ALL' } }],
    },
  ];
}

const indexKeys = {
  IndexName: INDEX,
  KeySchema: [
    { AttributeName: 'GSI1PK', KeyType: 'HASH' as const },
    { AttributeName: 'GSI1SK', KeyType: 'RANGE' as const },
  ],
};

function definition(TableName: string) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: ['PK', 'SK', 'GSI1PK', 'GSI1SK'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' as const },
      { AttributeName: 'SK', KeyType: 'RANGE' as const },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  };
}

const CREATED_SECONDS_MAX = 120;

/** Creates the tables that are not there yet and waits until both can be used. Answers the names of those it created. */
export async function createTables(database: Database): Promise<string[]> {
  const created: string[] = [];
  for (const input of tableDefinitions(database.names)) {
    const name = String(input.TableName);
    const isNew = await database.run(async (client) => {
      try {
        await client.send(new CreateTableCommand(input));
        return true;
      } catch (error) {
        if (error instanceof ResourceInUseException) return false;
        throw error;
      }
    });
    const wait = { maxWaitTime: CREATED_SECONDS_MAX, minDelay: 1, maxDelay: 5 };
    await database.run((client) => waitUntilTableExists({ ...wait, client }, { TableName: name }));
    if (isNew) created.push(name);
  }
  await switchOnTtl(database, database.names.reservations);
  return created;
}

async function switchOnTtl(database: Database, TableName: string): Promise<void> {
  const described = await database.run((client) => client.send(new DescribeTimeToLiveCommand({ TableName })));
  if (described.TimeToLiveDescription?.AttributeName === TTL_ATTRIBUTE) return;
  const TimeToLiveSpecification = { AttributeName: TTL_ATTRIBUTE, Enabled: true };
  const request = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification });
  await database.run((client) => client.send(request));
}
