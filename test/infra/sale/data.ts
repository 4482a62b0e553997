import { describe, expect, test } from 'vitest';
import { tableDefinitions, tableNames } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { named, type Resource, type Synthesised, theOne } from '../synthesised.ts';

export function describeData(stacks: () => Synthesised): void {
  describe('the tables', () => {
    test('are those that the store itself would create', () => {
      for (const definition of tableDefinitions(tableNames('tix-'))) {
        const { Properties } = theOne(
          stacks().sale,
          'AWS::DynamoDB::GlobalTable',
          named(definition.TableName ?? ''),
        );
        expect(Properties).toMatchObject({
          BillingMode: definition.BillingMode,
          KeySchema: definition.KeySchema,
          StreamSpecification: { StreamViewType: definition.StreamSpecification?.StreamViewType },
        });
        const byName = (a: { AttributeName: string }, b: { AttributeName: string }) =>
          a.AttributeName.localeCompare(b.AttributeName);
        expect(Properties.AttributeDefinitions.toSorted(byName)).toEqual(
          (definition.AttributeDefinitions ?? []).toSorted(byName as never),
        );
        const indexes = Properties.GlobalSecondaryIndexes.map(
          ({ IndexName, KeySchema, Projection }: Resource['Properties']) => ({
            IndexName,
            KeySchema,
            Projection,
          }),
        );
        expect(indexes).toEqual(definition.GlobalSecondaryIndexes);
      }
    });

    test.for([
      ['tix-Seats', 20_000, 15_000],
      ['tix-Reservations', 30_000, 30_000],
    ] as const)(
      '%s can be restored, is not deleted by accident, and is warm',
      ([name, ReadUnitsPerSecond, WriteUnitsPerSecond]) => {
        const { Properties, DeletionPolicy } = theOne(
          stacks().sale,
          'AWS::DynamoDB::GlobalTable',
          named(name),
        );
        const warm = { ReadUnitsPerSecond, WriteUnitsPerSecond };
        expect(DeletionPolicy).toBe('Retain');
        expect(Properties.Replicas).toEqual([
          expect.objectContaining({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ]);
        expect(Properties.WarmThroughput).toEqual(warm);
        expect(Properties.GlobalSecondaryIndexes[0].WarmThroughput).toEqual(warm);
      },
    );

    test('only leftovers of reservations are dropped by time; seats never are', () => {
      const ttl = (name: string) =>
        theOne(stacks().sale, 'AWS::DynamoDB::GlobalTable', named(name)).Properties.TimeToLiveSpecification;
      expect(ttl('tix-Reservations')).toEqual({ AttributeName: 'ttl', Enabled: true });
      expect(ttl('tix-Seats')).toBeUndefined();
    });
  });

  test('the shared cache is one shard that survives a zone, encrypted, with a password', () => {
    const { Properties } = theOne(stacks().sale, 'AWS::ElastiCache::ReplicationGroup');
    expect(Properties).toMatchObject({
      Engine: 'valkey',
      NumCacheClusters: 3,
      AutomaticFailoverEnabled: true,
      MultiAZEnabled: true,
      TransitEncryptionEnabled: true,
      AtRestEncryptionEnabled: true,
    });
    expect(Properties.NumNodeGroups).toBeUndefined();
    expect(JSON.stringify(Properties.AuthToken)).toContain('resolve:secretsmanager');
  });
}
