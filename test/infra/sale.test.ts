import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_BYTES_MAX } from '../../src/edge/build/build-edge.ts';
import { tableDefinitions, tableNames } from '../../src/service/adapters/store-dynamodb/index.ts';
import * as lambda from '../../src/service/lambda/index.ts';
import {
  ofType,
  type Resource,
  resolved,
  SALE,
  type Synthesised,
  synthesise,
  theOne,
} from './synthesised.ts';

let stacks: Synthesised;
beforeAll(async () => {
  stacks = await synthesise(SALE);
});
afterAll(() => stacks[Symbol.asyncDispose]());

const named = (name: string) => (resource: Resource) =>
  [resource.Properties.Name, resource.Properties.FunctionName, resource.Properties.TableName].includes(name);
const functionNamed = (name: string) => theOne(stacks.sale, 'AWS::Lambda::Function', named(`tix-${name}`));

describe('the edge', () => {
  test.for(['mint', 'admit'])(
    'runs the very %s function that was built, with the store it reads',
    async (name) => {
      const built = await readFile(join(stacks.edge, `${name}.js`), 'utf8');
      const { Properties } = theOne(stacks.sale, 'AWS::CloudFront::Function', named(`tix-${name}`));
      expect(Properties.FunctionCode).toBe(built);
      expect(Buffer.byteLength(Properties.FunctionCode)).toBeLessThanOrEqual(FUNCTION_BYTES_MAX);
      expect(Properties.AutoPublish).toBe(true);
      expect(Properties.FunctionConfig).toMatchObject({
        Runtime: 'cloudfront-js-2.0',
        KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': [expect.any(String), 'Arn'] } }],
      });
    },
  );

  test('keys what it keeps by the path alone: no cookie, header or query makes another copy', () => {
    const policies = ofType(stacks.sale, 'AWS::CloudFront::CachePolicy').map(
      ({ Properties }) => Properties.CachePolicyConfig,
    );
    expect(policies.map(({ Name }) => Name)).toEqual(['tix-maps', 'tix-lasting']);
    for (const policy of policies)
      expect(policy.ParametersInCacheKeyAndForwardedToOrigin).toEqual({
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        EnableAcceptEncodingBrotli: true,
        EnableAcceptEncodingGzip: true,
      });
    expect(policies.map(({ MinTTL, DefaultTTL, MaxTTL }) => [MinTTL, DefaultTTL, MaxTTL])).toEqual([
      [0, 0, 60],
      [0, 0, 31_536_000],
    ]);
  });

  test('keeps no error longer than a second', () => {
    const { CustomErrorResponses } = distribution();
    const kept = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
    expect(CustomErrorResponses.map(({ ErrorCode }: { ErrorCode: number }) => ErrorCode)).toEqual(kept);
    for (const { ErrorCachingMinTTL } of CustomErrorResponses)
      expect(ErrorCachingMinTTL).toBeLessThanOrEqual(1);
  });

  test('proves itself to the API with a secret that the template does not hold', () => {
    const origins = distribution().Origins.filter(
      ({ CustomOriginConfig }: { CustomOriginConfig?: object }) => CustomOriginConfig,
    );
    expect(origins).toHaveLength(2);
    for (const { OriginCustomHeaders, CustomOriginConfig } of origins) {
      expect(CustomOriginConfig.OriginProtocolPolicy).toBe('https-only');
      const [{ HeaderName, HeaderValue }] = OriginCustomHeaders;
      expect(HeaderName).toBe(lambda.ORIGIN_HEADER);
      expect(JSON.stringify(HeaderValue)).toMatch(/\{\{resolve:secretsmanager:.+SecretString/);
    }
  });

  test('answers over TLS 1.2 at least, under the sale’s own name, behind the rate rules', () => {
    expect(distribution()).toMatchObject({
      Aliases: ['tickets.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      HttpVersion: 'http2and3',
      WebACLId: expect.anything(),
    });
  });

  test('the rate rules never count the payment provider', () => {
    const { Rules, Scope } = theOne(stacks.guard, 'AWS::WAFv2::WebACL').Properties;
    expect(Scope).toBe('CLOUDFRONT');
    expect(Rules.map(({ Name }: { Name: string }) => Name)).toEqual(['queue', 'sign-in', 'everything']);
    const everything = Rules[2].Statement.RateBasedStatement.ScopeDownStatement;
    expect(everything.NotStatement.Statement.ByteMatchStatement.SearchString).toBe('/v1/webhooks/');
    for (const { Action } of Rules) expect(Action.Block.CustomResponse.ResponseCode).toBe(429);
  });
});

describe('the tables', () => {
  test('are those that the store itself would create', () => {
    for (const definition of tableDefinitions(tableNames('tix-'))) {
      const { Properties } = theOne(
        stacks.sale,
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
      const { Properties, DeletionPolicy } = theOne(stacks.sale, 'AWS::DynamoDB::GlobalTable', named(name));
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
      theOne(stacks.sale, 'AWS::DynamoDB::GlobalTable', named(name)).Properties.TimeToLiveSpecification;
    expect(ttl('tix-Reservations')).toEqual({ AttributeName: 'ttl', Enabled: true });
    expect(ttl('tix-Seats')).toBeUndefined();
  });
});

describe('the functions', () => {
  test('are told exactly what they accept to be told', () => {
    const schemas: Readonly<Record<lambda.Entry, { parse(value: unknown): unknown }>> = {
      api: lambda.apiSettings,
      stream: lambda.streamSettings,
      'map-queue': lambda.mapQueueSettings,
      'outbound-queue': lambda.outboundSettings,
      'expiry-queue': lambda.expirySettings,
      reconciler: lambda.reconcilerSettings,
      probe: lambda.probeSettings,
      'make-sale': lambda.makeSaleSettings,
      'rotate-origin': lambda.rotateOriginSettings,
    };
    const seen = new Set<string>();
    for (const { Properties } of ours()) {
      const [entry = ''] = Properties.Handler.split('.');
      seen.add(entry);
      const text = resolved(stacks.sale, Properties.Environment.Variables[lambda.SETTINGS_VARIABLE]);
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
    const { RouteSettings } = theOne(stacks.sale, 'AWS::ApiGatewayV2::Stage').Properties;
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
        resolved(stacks.sale, Properties.Environment.Variables[lambda.SETTINGS_VARIABLE]),
      );
      expect(Object.keys(JSON.parse(settings))).not.toEqual(
        expect.arrayContaining(['payments', 'keyValueStore', 'identity']),
      );
    }
    expect(ofType(stacks.sale, 'AWS::EC2::NatGateway')).toEqual([]);
    expect(ofType(stacks.sale, 'AWS::EC2::InternetGateway')).toEqual([]);
    const endpoints = ofType(stacks.sale, 'AWS::EC2::VPCEndpoint').map(
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
    ofType(stacks.sale, 'AWS::Lambda::Function').filter(
      ({ Properties }) => Properties.Environment?.Variables[lambda.SETTINGS_VARIABLE] !== undefined,
    );
});

describe('the feed', () => {
  test('brings only what failed again, and puts aside what nobody can deal with', () => {
    const sources = ofType(stacks.sale, 'AWS::Lambda::EventSourceMapping').map(
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
    const queues = ofType(stacks.sale, 'AWS::SQS::Queue').map(({ Properties }) => Properties);
    expect(queues.filter(({ RedrivePolicy }) => RedrivePolicy?.maxReceiveCount === 10)).toHaveLength(3);
  });

  test('a message is not seen by two consumers while one works on it', () => {
    for (const name of ['maps', 'outbound', 'expiry']) {
      const consumer = { maps: 'map-queue', outbound: 'outbound-queue', expiry: 'expiry-queue' }[name] ?? '';
      const queue = theOne(
        stacks.sale,
        'AWS::SQS::Queue',
        ({ Properties }) => Properties.QueueName === `tix-${name}`,
      );
      expect(queue.Properties.VisibilityTimeout).toBe(6 * functionNamed(consumer).Properties.Timeout);
    }
  });
});

test('the shared cache is one shard that survives a zone, encrypted, with a password', () => {
  const { Properties } = theOne(stacks.sale, 'AWS::ElastiCache::ReplicationGroup');
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

  test('learns from each alarm what has happened, by mail', () => {
    expect(alarms().length).toBeGreaterThan(40);
    for (const { AlarmName, AlarmDescription, AlarmActions } of alarms()) {
      expect(AlarmDescription, AlarmName).toMatch(/^.{30,}\.$/);
      expect(AlarmActions, AlarmName).toHaveLength(1);
    }
    for (const stack of [stacks.sale, stacks.watch])
      expect(theOne(stack, 'AWS::SNS::Subscription').Properties).toMatchObject({
        Protocol: 'email',
        Endpoint: 'ops@example.com',
      });
  });

  test('watches measures that the functions really write', async () => {
    const { DashboardBody } = theOne(stacks.sale, 'AWS::CloudWatch::Dashboard').Properties;
    const body = String(resolved(stacks.sale, DashboardBody));
    const shown = [...body.matchAll(/"tix","(\w+)"/g)].map(([, name]) => name);
    const alarmed = alarms()
      .filter(({ Namespace }) => Namespace === 'tix')
      .map(({ MetricName }) => MetricName);
    const written = await measuresInSource();
    expect(new Set(shown).size).toBeGreaterThan(12);
    expect([...shown, ...alarmed].filter((name) => !written.has(name ?? ''))).toEqual([]);
  });

  const alarms = () =>
    [stacks.sale, stacks.watch].flatMap((stack) =>
      ofType(stack, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties),
    );
});

function distribution() {
  return theOne(stacks.sale, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
}

/** Names of measures as they stand in the functions' source. */
async function measuresInSource(): Promise<ReadonlySet<string>> {
  const files = [
    'feed/sale-measures',
    'feed/map-queue-handler',
    'feed/expiry-handler',
    'composition/service-context',
    'jobs/reconcile',
    'jobs/probe',
  ];
  const texts = await Promise.all(
    files.map((file) =>
      readFile(join(import.meta.dirname, '../../src/service/lambda', `${file}.ts`), 'utf8'),
    ),
  );
  const names = texts.join('\n').matchAll(/'([A-Z]\w+)'/g);
  const found = new Set([...names].map(([, name = '']) => name));
  for (const name of ['Site', 'CachedRead', 'Queue']) found.add(`${name}Failures`);
  return found;
}
