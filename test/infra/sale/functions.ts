import { describe, expect, test } from 'vitest';
import * as lambda from '../../../src/service/lambda/index.ts';
import { named, ofType, resolved, type Synthesised, theOne } from '../synthesised.ts';

export function describeFunctions(stacks: () => Synthesised): void {
  const functionNamed = (name: string) =>
    theOne(stacks().sale, 'AWS::Lambda::Function', named(`tix-${name}`));

  describe('the functions', () => {
    test('are told exactly what they accept to be told', () => {
      const schemas: Readonly<Record<lambda.Entry, { parse(value: unknown): unknown }>> = {
        api: lambda.apiSettings,
        stream: lambda.streamSettings,
        'map-queue': lambda.mapQueueSettings,
        'outbound-queue': lambda.outboundSettings,
        'expiry-queue': lambda.expirySettings,
        reconciler: lambda.reconcilerSettings,
        evidence: lambda.evidenceSettings,
        probe: lambda.probeSettings,
        'make-sale': lambda.makeSaleSettings,
        'rotate-origin': lambda.rotateOriginSettings,
      };
      const seen = new Set<string>();
      for (const { Properties } of ours()) {
        const [entry = ''] = Properties.Handler.split('.');
        seen.add(entry);
        const text = resolved(stacks().sale, Properties.Environment.Variables[lambda.SETTINGS_VARIABLE]);
        expect(() => schemas[entry as lambda.Entry].parse(JSON.parse(String(text))), entry).not.toThrow();
      }
      expect([...seen].sort()).toEqual([...lambda.ENTRIES].sort());
    });

    test('run on the Node that the project runs on', () => {
      for (const { Properties } of ours())
        expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    });

    test('of the API have environments of their own, so that the queue cannot starve holds', () => {
      const reserved = ['queue', 'holds', 'maps', 'shop', 'webhooks'].map(
        (name) => functionNamed(name).Properties.ReservedConcurrentExecutions,
      );
      expect(reserved).toEqual([1_000, 2_500, 1_500, 2_500, 300]);
      const { RouteSettings } = theOne(stacks().sale, 'AWS::ApiGatewayV2::Stage').Properties;
      expect(RouteSettings['POST /v1/events/{eventId}/queue/admission'].ThrottlingRateLimit).toBe(5_000);
      expect(Object.keys(RouteSettings)).toHaveLength(2);
    });

    test('live inside the network only when they need the shared cache, and then need no way out', () => {
      const inside = ours().filter(({ Properties }) => Properties.VpcConfig !== undefined);
      expect(inside.map(({ Properties }) => Properties.FunctionName).sort()).toEqual([
        'tix-holds',
        'tix-map-queue',
        'tix-maps',
      ]);
      for (const { Properties } of inside) {
        const settings = String(
          resolved(stacks().sale, Properties.Environment.Variables[lambda.SETTINGS_VARIABLE]),
        );
        expect(Object.keys(JSON.parse(settings))).not.toEqual(
          expect.arrayContaining(['payments', 'keyValueStore', 'identity']),
        );
      }
      expect(ofType(stacks().sale, 'AWS::EC2::NatGateway')).toEqual([]);
      expect(ofType(stacks().sale, 'AWS::EC2::InternetGateway')).toEqual([]);
      const endpoints = ofType(stacks().sale, 'AWS::EC2::VPCEndpoint').map(
        ({ Properties }) => Properties.VpcEndpointType,
      );
      expect(endpoints.sort()).toEqual(['Gateway', 'Interface']);
    });

    test('no secret is in what they are told', () => {
      const text = JSON.stringify(ours().map(({ Properties }) => Properties.Environment));
      expect(text).not.toContain('resolve:secretsmanager');
      expect(text).not.toContain('SecretString');
    });

    const ours = () =>
      ofType(stacks().sale, 'AWS::Lambda::Function').filter(
        ({ Properties }) => Properties.Environment?.Variables[lambda.SETTINGS_VARIABLE] !== undefined,
      );
  });

  describe('the feed', () => {
    test('brings only what failed again, and puts aside what nobody can deal with', () => {
      const sources = ofType(stacks().sale, 'AWS::Lambda::EventSourceMapping').map(
        ({ Properties }) => Properties,
      );
      expect(sources).toHaveLength(5);
      for (const source of sources) expect(source.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const streams = sources.filter(({ StartingPosition }) => StartingPosition !== undefined);
      expect(streams).toHaveLength(2);
      for (const stream of streams)
        expect(stream).toMatchObject({
          BisectBatchOnFunctionError: true,
          MaximumRecordAgeInSeconds: 3_600,
          DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        });
      const queues = ofType(stacks().sale, 'AWS::SQS::Queue').map(({ Properties }) => Properties);
      expect(queues.filter(({ RedrivePolicy }) => RedrivePolicy?.maxReceiveCount === 10)).toHaveLength(3);
    });

    test('a message is not seen by two consumers while one works on it', () => {
      for (const name of ['maps', 'outbound', 'expiry']) {
        const consumer =
          { maps: 'map-queue', outbound: 'outbound-queue', expiry: 'expiry-queue' }[name] ?? '';
        const queue = theOne(
          stacks().sale,
          'AWS::SQS::Queue',
          ({ Properties }) => Properties.QueueName === `tix-${name}`,
        );
        expect(queue.Properties.VisibilityTimeout).toBe(6 * functionNamed(consumer).Properties.Timeout);
      }
    });
  });
}
