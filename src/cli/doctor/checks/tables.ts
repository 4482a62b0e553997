import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { TTL_ATTRIBUTE, tableNames } from '../../../service/adapters/store-dynamodb/index.ts';
import { formatCount } from '../../framework/index.ts';
import { tablesOf } from '../../store-url.ts';
import { bad, type Check, type Outcome, ok } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** Write units that a new table takes at once. */
const NEW_TABLE_WRITE_UNITS = 4_000;

/** Modes and warmth of the tables of a DynamoDB store. */
export const tablesCheck = ({ storeUrl, writeUnits }: Patient): Check => ({
  name: 'tables',
  async run() {
    const store = tablesOf(storeUrl);
    if (store === undefined) return [];
    const names = tableNames(store.prefix);
    const client = new DynamoDBClient({ retryMode: 'standard', maxAttempts: 3 });
    try {
      const outcomes: Outcome[] = [];
      for (const TableName of [names.seats, names.reservations]) {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }));
        if (Table !== undefined) outcomes.push(...ofTable(TableName, Table, writeUnits));
      }
      const { TimeToLiveDescription: ttl } = await client.send(
        new DescribeTimeToLiveCommand({ TableName: names.reservations }),
      );
      const isOn = ttl?.TimeToLiveStatus === 'ENABLED' && ttl.AttributeName === TTL_ATTRIBUTE;
      outcomes.push(
        isOn
          ? ok(`${names.reservations} drops leftovers by itself`)
          : bad(
              'warning',
              `${names.reservations} keeps leftovers for ever`,
              `Turn time to live on, for the attribute ${TTL_ATTRIBUTE}`,
            ),
      );
      return outcomes;
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      return [
        bad(
          'failed',
          `${names.seats} is not there, or its twin`,
          'Check Region and prefix, or tix seed --create-tables',
        ),
      ];
    } finally {
      client.destroy();
    }
  },
});

function ofTable(name: string, table: TableDescription, writeUnits: number): Outcome[] {
  const outcomes: Outcome[] = [];
  if (table.TableStatus !== 'ACTIVE')
    outcomes.push(bad('failed', `${name} is ${table.TableStatus}`, 'Wait until it is active'));
  const isOnDemand = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  if (!isOnDemand)
    outcomes.push(
      bad('warning', `${name} has provisioned capacity`, 'Make it on-demand: a rush is not provisioned for'),
    );
  if (table.StreamSpecification?.StreamViewType !== 'NEW_AND_OLD_IMAGES')
    outcomes.push(
      bad(
        'failed',
        `${name} has no stream of both images`,
        'Turn the stream on: caches and webhooks live by it',
      ),
    );
  if (table.DeletionProtectionEnabled !== true)
    outcomes.push(bad('warning', `${name} can be deleted by mistake`, 'Turn deletion protection on'));
  outcomes.push(...warmth(name, table, writeUnits));
  const isFine = outcomes.every(({ state }) => state === 'ok');
  return isFine ? [ok(`${name} is active, on demand, with a stream`), ...outcomes] : outcomes;
}

/** The table and its index must both be warm: a cold index throttles the table. */
function warmth(name: string, table: TableDescription, writeUnits: number): Outcome[] {
  if (writeUnits === 0) return [];
  const index = table.GlobalSecondaryIndexes?.[0]?.WarmThroughput?.WriteUnitsPerSecond;
  const warm = Math.min(
    table.WarmThroughput?.WriteUnitsPerSecond ?? NEW_TABLE_WRITE_UNITS,
    index ?? NEW_TABLE_WRITE_UNITS,
  );
  const says = `${name} is warm for ${formatCount(warm)} write units/s`;
  return [
    warm >= writeUnits
      ? ok(says, { warmWriteUnits: warm })
      : bad(
          'failed',
          `${says}, ${formatCount(writeUnits)} are needed`,
          'Raise the warm throughput of table and index, a day before',
          { warmWriteUnits: warm },
        ),
  ];
}
