import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { TixFunction } from './tix-function.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/** Reading items and the one index. Transactions need no right of their own: DynamoDB asks for those of their parts. */
export function mayRead(reader: TixFunction, ...tables: readonly TableV2[]): void {
  reader.allow(READ, tables.flatMap(withIndex));
}

export function mayReadAndWrite(writer: TixFunction, ...tables: readonly TableV2[]): void {
  writer.allow([...READ, ...WRITE], tables.flatMap(withIndex));
}

/** Single items of a table without an index. */
export function mayKeepItems(keeper: TixFunction, table: TableV2): void {
  keeper.allow(
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    [table.tableArn],
  );
}

export function mayReadSecrets(reader: TixFunction, ...arns: readonly string[]): void {
  reader.allow(['secretsmanager:GetSecretValue'], arns);
}

function withIndex({ tableArn }: TableV2): string[] {
  return [tableArn, `${tableArn}/index/GSI1`];
}
