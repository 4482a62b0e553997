import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, type NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import { invariant } from '../../../../core/errors/index.ts';

/** The expressions of one request. `#name` stands for the attribute `name`, so that no reserved word can be hit, `:name` for a value. */
export interface Expressions {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
}

/** The expressions with the names and values they use: exactly those, since DynamoDB refuses any that is left over. */
export function expressions<E extends Expressions>(
  parts: E,
  values: Readonly<Record<string, NativeAttributeValue>> = {},
): E & {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
} {
  const text = Object.values(parts).join(' ');
  const names = new Set(text.match(/#\w+/g));
  const used = new Set(text.match(/:\w+/g));
  for (const name of used) invariant(name.slice(1) in values, `the value ${name} is given`);
  const given = [...used].map((name) => [name, values[name.slice(1)]]);
  return {
    ...parts,
    ...(names.size === 0
      ? {}
      : { ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [name, name.slice(1)])) }),
    ...(given.length === 0 ? {} : { ExpressionAttributeValues: marshall(Object.fromEntries(given)) }),
  };
}
