import { describe, expect, test } from 'vitest';
import { ofType, type Synthesised } from '../synthesised.ts';

export function describeRights(stacks: () => Synthesised): void {
  describe('rights', () => {
    /** Everything that is allowed to a resource `*`, or by an action with `*`. */
    function wide() {
      const policies = [stacks().sale, stacks().guard, stacks().watch].flatMap((stack) =>
        ofType(stack, 'AWS::IAM::Policy').map(({ Properties }) => Properties),
      );
      const roles = [stacks().sale, stacks().guard, stacks().watch].flatMap((stack) =>
        ofType(stack, 'AWS::IAM::Role').flatMap(({ Properties }) => Properties.Policies ?? []),
      );
      const statements = [...policies, ...roles].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      expect(statements.length).toBeGreaterThan(40);
      const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
      return statements
        .filter(({ Effect }) => Effect === 'Allow')
        .filter(
          ({ Action, Resource }) =>
            list(Action).some((action) => String(action).includes('*')) || list(Resource).includes('*'),
        )
        .map(({ Action, Resource }) => ({ actions: list(Action), resources: list(Resource) }));
    }

    test('are wide only where a function is placed in a network, which cannot be narrowed', () => {
      const found = wide();
      expect(found).toHaveLength(3);
      for (const { actions, resources } of found) {
        expect(resources).toEqual(['*']);
        expect(
          actions.every((action) =>
            /^ec2:\w+(NetworkInterface|Subnet|PrivateIpAddress)\w*$/.test(String(action)),
          ),
        ).toBe(true);
      }
    });

    test('to write seats are with those who hold and sell them', () => {
      const seats = Object.entries(stacks().sale.Resources).find(
        ([, { Properties }]) => Properties?.TableName === 'tix-Seats',
      )?.[0];
      const writers = ofType(stacks().sale, 'AWS::IAM::Policy').filter(({ Properties }) =>
        Properties.PolicyDocument.Statement.some(
          ({ Action, Resource }: { Action: unknown; Resource: unknown }) =>
            JSON.stringify(Action).includes('dynamodb:UpdateItem') &&
            JSON.stringify(Resource).includes(`"${seats}"`),
        ),
      );
      const roles = writers.map(({ Properties }) => Properties.Roles[0].Ref.replace(/Role[0-9A-F]+$/, ''));
      expect(roles.sort()).toEqual(['ApiHolds', 'ApiShop', 'ApiWebhooks', 'JobsReconciler']);
    });

    test('to write the edge’s records are with the jobs that put events on sale and publish the chain of evidence', () => {
      const writers = ofType(stacks().sale, 'AWS::IAM::Policy').filter(({ Properties }) =>
        JSON.stringify(Properties.PolicyDocument).includes('cloudfront-keyvaluestore:UpdateKeys'),
      );
      const roles = writers.map(({ Properties }) => Properties.Roles[0].Ref.replace(/Role[0-9A-F]+$/, ''));
      expect(roles.sort()).toEqual(['JobsEvidence', 'JobsMakeSale']);
    });

    test('to chain evidence reach no further than the journal, and remove nothing', () => {
      const [policy] = ofType(stacks().sale, 'AWS::IAM::Policy').filter(({ Properties }) =>
        String(Properties.Roles[0].Ref).startsWith('JobsEvidenceRole'),
      );
      const statements: { Action: string | string[]; Condition?: unknown }[] =
        policy?.Properties.PolicyDocument.Statement;
      const actions = statements.flatMap(({ Action }) => Action);
      expect(statements.find(({ Action }) => Action === 'dynamodb:PutItem')?.Condition).toEqual({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['J#*'] },
      });
      expect(actions.filter((action) => /^dynamodb:(Put|Update|Delete|BatchWrite)/.test(action))).toEqual([
        'dynamodb:PutItem',
      ]);
      expect(actions.filter((action) => action.startsWith('secretsmanager:'))).toEqual([]);
    });
  });
}
