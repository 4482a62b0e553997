import { Duration } from 'aws-cdk-lib';
import {
  CachePolicy,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import type { Deployment } from '../config/index.ts';

const MAP_SECONDS_MAX = 60;
const YEAR_DAYS = 365;

/** What a page may do: load our own files and talk to our own API, and nothing else, whatever gets into it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * How long the CDN keeps what. The origin says for how long, up to these bounds, and a key is the path alone: no cookie, no header and
 * no query string makes another copy, except the encoding.
 */
export class EdgePolicies extends Construct {
  /** Seat maps: a second or two while they change, longer while they do not. */
  readonly maps: CachePolicy;
  /** Events and venues, which the change feed invalidates or which carry their content in their address. */
  readonly lasting: CachePolicy;
  readonly pages: ResponseHeadersPolicy;

  constructor(scope: Construct, { name }: Deployment) {
    super(scope, 'EdgePolicies');
    const policy = (id: string, comment: string, maxTtl: Duration) =>
      new CachePolicy(this, id, {
        cachePolicyName: `${name}-${id.toLowerCase()}`,
        comment,
        minTtl: Duration.seconds(0),
        // Counts only where the origin says nothing, and it always does.
        defaultTtl: Duration.seconds(0),
        maxTtl,
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      });
    this.maps = policy('Maps', 'Seat maps, as long as the API says', Duration.seconds(MAP_SECONDS_MAX));
    this.lasting = policy('Lasting', 'Events and venues, as long as the API says', Duration.days(YEAR_DAYS));
    this.pages = new ResponseHeadersPolicy(this, 'Pages', {
      responseHeadersPolicyName: `${name}-pages`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: PAGE_POLICY, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(YEAR_DAYS),
          includeSubdomains: false,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
          { header: 'cross-origin-resource-policy', value: 'same-origin', override: true },
          {
            header: 'permissions-policy',
            value: 'camera=(), geolocation=(), microphone=(), payment=()',
            override: true,
          },
        ],
      },
    });
  }
}
