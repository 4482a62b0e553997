import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { type Database, unavailable } from '../connection/index.ts';

export interface FoundStream {
  readonly arn: string;
  /** The server that answered for the table, wherever the SDK had its address from. */
  readonly origin: string;
  readonly host: string;
}

/** @throws StoreUnavailableError when the table has no stream. */
export async function findStream(database: Database, table: string): Promise<FoundStream> {
  const request = new DescribeTableCommand({ TableName: table });
  let sentTo = { origin: '', host: '' };
  request.middlewareStack.add(
    (next) => async (args) => {
      sentTo = addressOf(args.request);
      return next(args);
    },
    { step: 'finalizeRequest', name: 'noteAddress' },
  );
  const { Table } = await database.run((client) => client.send(request));
  if (Table?.LatestStreamArn === undefined)
    throw unavailable(
      `DynamoDB table ${table} has no stream; switch on NEW_AND_OLD_IMAGES, or seat maps would not follow the sale.`,
    );
  return { arn: Table.LatestStreamArn, ...sentTo };
}

export function isAws(host = ''): boolean {
  return /\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(host);
}

function addressOf(request: unknown): { origin: string; host: string } {
  const { protocol, hostname, port } = request as { protocol: string; hostname: string; port?: number };
  return { origin: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`, host: hostname };
}
