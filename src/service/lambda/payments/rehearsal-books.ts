import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ProviderLedger } from '../../adapters/payment-test/index.ts';
import { PaymentProviderUnavailableError } from '../../ports/index.ts';

export type LedgerAttempt = NonNullable<ReturnType<ProviderLedger['get']>>;

/** The test provider's books in a table with the keys `paymentId` and `attempt`. */
export interface RehearsalBooks {
  /** Attempts of a payment, first to last. */
  load(paymentId: string): Promise<LedgerAttempt[]>;
  /**
   * Writes an attempt whose status was `before`, or that was not there.
   *
   * @throws PaymentProviderUnavailableError when somebody else changed it meanwhile: to be asked again.
   */
  put(attempt: LedgerAttempt, before: LedgerAttempt['status'] | undefined): Promise<void>;
}

export function dynamoBooks(options: { table: string; client?: DynamoDBClientConfig }): RehearsalBooks {
  let made: DynamoDBClient | undefined;
  const client = () => {
    made ??= new DynamoDBClient(options.client ?? {});
    return made;
  };
  return {
    async load(paymentId) {
      const { Items = [] } = await client().send(
        new QueryCommand({
          TableName: options.table,
          KeyConditionExpression: 'paymentId = :payment',
          ExpressionAttributeValues: { ':payment': { S: paymentId } },
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => unmarshall(item) as LedgerAttempt);
    },
    async put(attempt, before) {
      const unchanged =
        before === undefined
          ? { ConditionExpression: 'attribute_not_exists(attempt)' }
          : {
              ConditionExpression: '#status = :before',
              ExpressionAttributeNames: { '#status': 'status' },
              ExpressionAttributeValues: { ':before': { S: before } },
            };
      try {
        await client().send(
          new PutItemCommand({ TableName: options.table, Item: marshall(attempt), ...unchanged }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        throw new PaymentProviderUnavailableError('the payment was changed meanwhile', { cause: error });
      }
    },
  };
}
