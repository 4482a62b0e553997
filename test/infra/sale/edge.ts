import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FUNCTION_BYTES_MAX } from '../../../src/edge/build/build-edge.ts';
import { ORIGIN_HEADER } from '../../../src/service/lambda/index.ts';
import { named, ofType, type Synthesised, theOne } from '../synthesised.ts';

export function describeEdge(stacks: () => Synthesised): void {
  const distribution = () =>
    theOne(stacks().sale, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

  describe('the edge', () => {
    test.for(['mint', 'admit'])(
      'runs the very %s function that was built, with the store it reads',
      async (name) => {
        const built = await readFile(join(stacks().edge, `${name}.js`), 'utf8');
        const { Properties } = theOne(stacks().sale, 'AWS::CloudFront::Function', named(`tix-${name}`));
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
      const policies = ofType(stacks().sale, 'AWS::CloudFront::CachePolicy').map(
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
        expect(HeaderName).toBe(ORIGIN_HEADER);
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
      const { Rules, Scope } = theOne(stacks().guard, 'AWS::WAFv2::WebACL').Properties;
      expect(Scope).toBe('CLOUDFRONT');
      expect(Rules.map(({ Name }: { Name: string }) => Name)).toEqual(['queue', 'sign-in', 'everything']);
      const everything = Rules[2].Statement.RateBasedStatement.ScopeDownStatement;
      expect(everything.NotStatement.Statement.ByteMatchStatement.SearchString).toBe('/v1/webhooks/');
      for (const { Action } of Rules) expect(Action.Block.CustomResponse.ResponseCode).toBe(429);
    });
  });
}
