import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ofType, resolved, type Synthesised, theOne } from '../synthesised.ts';

export function describeWatch(stacks: () => Synthesised): void {
  describe('whoever is on call', () => {
    test('is told of every promise that is broken', () => {
      const names = alarms().map(({ AlarmName }) => AlarmName);
      expect(names).toEqual(
        expect.arrayContaining([
          'tix-slo-reservation',
          'tix-slo-hold-holds',
          'tix-slo-hold-auto-holds',
          'tix-slo-queue',
          'tix-slo-queue-mint',
          'tix-slo-queue-admit',
          'tix-slo-cached-read',
        ]),
      );
      const hold = alarms().find(({ AlarmName }) => AlarmName === 'tix-slo-hold-holds');
      expect(hold).toMatchObject({
        MetricName: 'Latency',
        ExtendedStatistic: 'p99',
        Threshold: 2_000,
        Dimensions: expect.arrayContaining([{ Name: 'Resource', Value: '/v1/sessions/{sessionId}/holds' }]),
      });
    });

    test('finds every promise of docs/deploy.md among the alarms, and every such alarm there', async () => {
      const page = await readFile(join(import.meta.dirname, '../../../docs/deploy.md'), 'utf8');
      const promised = new Set([...page.matchAll(/`(slo-[\w-]+)`/g)].map(([, id]) => `tix-${id}`));
      const there = alarms()
        .map(({ AlarmName }) => AlarmName)
        .filter((name) => name.startsWith('tix-slo-'));
      expect([...promised].sort()).toEqual(there.sort());
    });

    test('learns from each alarm what has happened, by mail', () => {
      expect(alarms().length).toBeGreaterThan(40);
      for (const { AlarmName, AlarmDescription, AlarmActions } of alarms()) {
        expect(AlarmDescription, AlarmName).toMatch(/^.{30,}\.$/);
        expect(AlarmActions, AlarmName).toHaveLength(1);
      }
      for (const stack of [stacks().sale, stacks().watch])
        expect(theOne(stack, 'AWS::SNS::Subscription').Properties).toMatchObject({
          Protocol: 'email',
          Endpoint: 'ops@example.com',
        });
    });

    test('watches measures that the functions really write', async () => {
      const { DashboardBody } = theOne(stacks().sale, 'AWS::CloudWatch::Dashboard').Properties;
      const body = String(resolved(stacks().sale, DashboardBody));
      const shown = [...body.matchAll(/"tix","(\w+)"/g)].map(([, name]) => name);
      const alarmed = alarms()
        .filter(({ Namespace }) => Namespace === 'tix')
        .map(({ MetricName }) => MetricName);
      const written = await measuresInSource();
      expect(new Set(shown).size).toBeGreaterThan(12);
      expect([...shown, ...alarmed].filter((name) => !written.has(name ?? ''))).toEqual([]);
    });

    const alarms = () =>
      [stacks().sale, stacks().watch].flatMap((stack) =>
        ofType(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties),
      );
  });
}

/** Names of measures as they stand in the functions' source. */
async function measuresInSource(): Promise<ReadonlySet<string>> {
  const files = [
    'measures/sale-measures',
    'measures/request-measures',
    'maps/map-measures',
    'lambda/feed/map-queue-handler',
    'lambda/feed/expiry-handler',
    'lambda/jobs/reconcile',
    'lambda/jobs/probe',
  ];
  const texts = await Promise.all(
    files.map((file) => readFile(join(import.meta.dirname, '../../../src/service', `${file}.ts`), 'utf8')),
  );
  const names = texts.join('\n').matchAll(/'([A-Z]\w+)'/g);
  const found = new Set([...names].map(([, name = '']) => name));
  for (const name of ['Site', 'CachedRead', 'Queue']) found.add(`${name}Failures`);
  return found;
}
