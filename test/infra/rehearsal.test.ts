import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPages } from '../../src/cli/serving/pages.ts';
import { ROUTES } from '../../src/infra/api/index.ts';
import { openHarness } from '../service/harness.ts';
import {
  ofType,
  REHEARSAL,
  type Resource,
  resolved,
  type Synthesised,
  synthesise,
  theOne,
} from './synthesised.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly isPrivate: boolean;
}

let stacks: Synthesised;
let operations: readonly Operation[];
beforeAll(async () => {
  stacks = await synthesise(REHEARSAL);
  operations = await operationsOfApp();
});
afterAll(() => stacks[Symbol.asyncDispose]());

/** Every operation that the app describes. */
async function operationsOfApp(): Promise<readonly Operation[]> {
  const { app } = await openHarness({ devLogin: true });
  type Described = Record<string, { tags?: string[]; security?: object[] }>;
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Described>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { tags = [], security = [] }]) => ({
      method: method.toUpperCase(),
      path,
      tags,
      isPrivate: security.length > 0,
    })),
  );
}

describe('every operation of the app', () => {
  const ownerOf = ({ method, path }: Operation) =>
    ROUTES.find((route) => route.method === method && route.path === path)?.owner ?? 'shop';

  test('is led to the function that is there for it', () => {
    const wanted: Readonly<Record<string, string>> = {
      availability: 'maps',
      queue: 'queue',
      holds: 'holds',
    };
    const lost = operations.filter((operation) => {
      const [owner] = operation.tags.flatMap((tag) => wanted[tag] ?? []);
      return owner !== undefined && ownerOf(operation) !== owner;
    });
    expect(operations.length).toBeGreaterThan(25);
    expect(lost).toEqual([]);
    const known = new Set(operations.map(({ method, path }) => `${method} ${path}`));
    expect(
      ROUTES.map(({ method, path }) => `${method} ${path}`).filter((route) => !known.has(route)),
    ).toEqual([]);
  });

  test('has its route in the API, and whatever is left goes to the shop', () => {
    const keys = ofType(stacks.sale, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);
    expect(keys.sort()).toEqual(
      [...ROUTES.map(({ method, path }) => `${method} ${path}`), '$default'].sort(),
    );
    for (const { Properties } of ofType(stacks.sale, 'AWS::ApiGatewayV2::Integration'))
      expect(Properties.PayloadFormatVersion).toBe('2.0');
  });

  test('passes the CDN with all it needs when it writes or is private, and is never kept there', () => {
    const concerned = operations.filter(({ method, isPrivate }) => method !== 'GET' || isPrivate);
    expect(concerned.length).toBeGreaterThan(12);
    for (const { method, path } of concerned) {
      const behaviour = behaviourOf(path);
      expect(behaviour, path).toMatchObject({
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_BUT_HOST,
      });
      expect(behaviour.AllowedMethods, path).toContain(method);
    }
  });

  test('is kept by the CDN as long as it says when it is public and worth keeping', () => {
    const { maps, lasting } = cachePolicies();
    const policyOf = (path: string) => behaviourOf(path).CachePolicyId.Ref;
    for (const { path, tags } of operations.filter((operation) => operation.tags[0] === 'availability'))
      expect(policyOf(path), tags.join()).toBe(maps);
    for (const path of ['/v1/events', '/v1/events/{eventId}', '/v1/venues/{venueHash}'])
      expect(policyOf(path)).toBe(lasting);
  });
});

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_BUT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

/** The behaviour that a request to this path meets: the first whose pattern fits. */
function behaviourOf(path: string): Resource['Properties'] {
  const { CacheBehaviors, DefaultCacheBehavior } = theOne(stacks.sale, 'AWS::CloudFront::Distribution')
    .Properties.DistributionConfig;
  const sample = path.replaceAll(/\{\w+\}/g, 'x1');
  const fits = ({ PathPattern }: { PathPattern: string }) =>
    new RegExp(`^${PathPattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(sample);
  return CacheBehaviors.find(fits) ?? DefaultCacheBehavior;
}

function cachePolicies(): Record<'maps' | 'lasting', string> {
  const entries = Object.entries(stacks.sale.Resources).filter(
    ([, { Type }]) => Type === 'AWS::CloudFront::CachePolicy',
  );
  const idOf = (name: string) =>
    entries.find(
      ([, { Properties }]) => Properties.CachePolicyConfig.Name === `tix-rehearsal-${name}`,
    )?.[0] ?? '';
  return { maps: idOf('maps'), lasting: idOf('lasting') };
}

describe('the waiting room', () => {
  test.for<[string, string]>([
    ['/v1/events/gala/queue/token', 'Mint'],
    ['/v1/events/gala/queue/admission', 'Admit'],
  ])('%s is judged by %s before it goes on', ([path, id]) => {
    const { FunctionAssociations, ...behaviour } = behaviourOf(path);
    expect(FunctionAssociations).toEqual([
      {
        EventType: 'viewer-request',
        FunctionARN: { 'Fn::GetAtt': [expect.stringContaining(id), 'FunctionARN'] },
      },
    ]);
    expect(behaviour).toMatchObject({ CachePolicyId: CACHING_DISABLED, ViewerProtocolPolicy: 'https-only' });
  });

  test('nothing else runs those functions', () => {
    const { CacheBehaviors } = theOne(stacks.sale, 'AWS::CloudFront::Distribution').Properties
      .DistributionConfig;
    const judged = CacheBehaviors.filter(({ FunctionAssociations }: Resource['Properties']) =>
      /Mint|Admit/.test(JSON.stringify(FunctionAssociations ?? [])),
    );
    expect(judged.map(({ PathPattern }: Resource['Properties']) => PathPattern)).toEqual([
      '/v1/events/*/queue/token',
      '/v1/events/*/queue/admission',
    ]);
  });
});

describe('the pages', () => {
  test('are in a bucket that the CDN alone can read', () => {
    expect(theOne(stacks.sale, 'AWS::S3::Bucket').Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(behaviourOf('/assets/main.js').CachePolicyId).toBe('658327ea-f89d-4fab-a63d-7e88639e58f6');
  });

  test('are all the one shell, wherever they are entered', () => {
    const { FunctionCode } = theOne(
      stacks.sale,
      'AWS::CloudFront::Function',
      ({ Properties }) => Properties.Name === 'tix-rehearsal-shell',
    ).Properties;
    const handler = new Function(`${FunctionCode};return handler`)() as (event: object) => { uri: string };
    expect(handler({ request: { uri: '/e/gala/seats', method: 'GET' } })).toEqual({
      uri: '/index.html',
      method: 'GET',
    });
    expect(JSON.stringify(behaviourOf('/e/gala').FunctionAssociations)).toContain('Shell');
    const { DefaultRootObject } = theOne(stacks.sale, 'AWS::CloudFront::Distribution').Properties
      .DistributionConfig;
    expect(DefaultRootObject).toBe('index.html');
  });

  test('have the same protections as on one machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tix-pages-'));
    await mkdir(join(folder, 'dist/web/assets'), { recursive: true });
    await writeFile(join(folder, 'dist/web/index.html'), '<!doctype html>');
    const pages = await readPages(folder);
    await rm(folder, { recursive: true });
    const local = pages.answer(new Request('https://tickets.example/'))?.headers ?? new Headers();
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = theOne(
      stacks.sale,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).Properties.ResponseHeadersPolicyConfig;
    expect(security.ContentSecurityPolicy.ContentSecurityPolicy).toBe(local.get('content-security-policy'));
    expect(`max-age=${security.StrictTransportSecurity.AccessControlMaxAgeSec}`).toBe(
      local.get('strict-transport-security'),
    );
    expect(security.ReferrerPolicy.ReferrerPolicy).toBe(local.get('referrer-policy'));
    for (const { Header, Value } of custom.Items) expect(Value, Header).toBe(local.get(Header));
  });
});

describe('a rehearsal', () => {
  test('has the test provider’s page, and its books', () => {
    expect(behaviourOf('/test-pay/tp_1_1')).toMatchObject({ CachePolicyId: CACHING_DISABLED });
    expect(ofType(stacks.sale, 'AWS::DynamoDB::GlobalTable')).toHaveLength(4);
  });

  test('can be taken down whole', () => {
    const kept = Object.values(stacks.sale.Resources).filter(
      ({ DeletionPolicy }) => DeletionPolicy === 'Retain',
    );
    // A cache of CloudFront’s own metrics subscription and the like keep nothing of the sale.
    expect(kept.map(({ Type }) => Type)).toEqual([]);
    for (const { Properties } of ofType(stacks.sale, 'AWS::DynamoDB::GlobalTable'))
      for (const replica of Properties.Replicas) expect(replica.DeletionProtectionEnabled).not.toBe(true);
  });

  test('fits into an account that was never granted anything', () => {
    const reserved = ofType(stacks.sale, 'AWS::Lambda::Function').map(
      ({ Properties }) => Properties.ReservedConcurrentExecutions ?? 0,
    );
    expect(reserved.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(900);
  });

  test('names what an operator needs next', () => {
    const outputs = Object.keys((stacks.sale as unknown as { Outputs: object }).Outputs);
    expect(outputs).toEqual(
      expect.arrayContaining([
        'SiteUrl',
        'PagesBucket',
        'TablePrefix',
        'KeyValueStoreArn',
        'MakeSaleFunction',
      ]),
    );
  });
});

test('in a Region of its own, the sale still has its rules and alarms from us-east-1', () => {
  const { WebACLId } = theOne(stacks.sale, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
  expect(resolved(stacks.sale, WebACLId)).toBe('resolved');
  expect(ofType(stacks.sale, 'Custom::CrossRegionExportReader')).toHaveLength(1);
  expect(ofType(stacks.watch, 'Custom::CrossRegionExportReader')).toHaveLength(1);
});
