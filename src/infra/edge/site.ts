import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  type Function as EdgeFunction,
  type ErrorResponse,
  FunctionEventType,
  HttpVersion,
  type IFunctionRef,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ORIGIN_HEADER, PAYMENT_PAGE_PATH } from '../../service/lambda/index.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Deployment } from '../config/index.ts';
import type { DeploymentSecrets } from '../secrets/index.ts';
import type { EdgeFunctions } from './edge-functions.ts';
import { EdgePolicies } from './policies.ts';

export interface SiteProps {
  readonly functions: EdgeFunctions;
  readonly secrets: DeploymentSecrets;
  readonly apiHost: string;
  /** Of the rate rules, which live in us-east-1. */
  readonly webAclArn: string;
}

/** Kept by CloudFront without being asked, for ten seconds, unless told otherwise here. */
const KEPT_ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** The site as buyers reach it: the waiting room's functions, the API, its cached parts, and the pages. */
export class Site extends Construct {
  readonly distribution: Distribution;
  readonly pages: Bucket;
  /** Without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, deployment: Deployment, props: SiteProps) {
    super(scope, 'Site');
    const { name, domain, originShieldRegion, keepData } = deployment;
    const { functions, secrets, apiHost } = props;
    const policies = new EdgePolicies(this, deployment);

    this.pages = new Bucket(this, 'Pages', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    acknowledge(
      this.pages,
      'AwsSolutions-S1',
      'Public pages, read by the CDN alone: a log would say nothing new.',
    );

    const apiOrigin = (shield: string | null) =>
      new HttpOrigin(apiHost, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        readTimeout: Duration.seconds(20),
        keepaliveTimeout: Duration.seconds(60),
        connectionAttempts: 2,
        connectionTimeout: Duration.seconds(3),
        // A dynamic reference, resolved by CloudFormation: the template holds no secret.
        customHeaders: { [ORIGIN_HEADER]: secrets.origin.secretValue.unsafeUnwrap() },
        ...(shield === null ? {} : { originShieldRegion: shield }),
      });
    const origin = apiOrigin(null);
    const common = { origin, viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY };
    const asked: BehaviorOptions = {
      ...common,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    const judged = (by: EdgeFunction): BehaviorOptions => ({ ...asked, functionAssociations: [before(by)] });
    // One place asks the API for all edge locations, so that a hot section is one request a second, whoever asks.
    const shielded = originShieldRegion === null ? origin : apiOrigin(originShieldRegion);
    const kept = (cachePolicy: CachePolicy): BehaviorOptions => ({
      ...common,
      origin: shielded,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy,
      compress: true,
    });
    const maps = kept(policies.maps);
    const lasting = kept(policies.lasting);
    const page: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(this.pages as IBucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: policies.pages,
      compress: true,
    };
    const shell = { ...page, functionAssociations: [before(functions.shell)] };

    this.distribution = new Distribution(this, 'Distribution', {
      comment: `tix: ${name}`,
      defaultBehavior: page,
      defaultRootObject: 'index.html',
      // The first that fits is taken; `*` stands for any characters, slashes too.
      additionalBehaviors: {
        '/v1/events/*/queue/token': judged(functions.mint),
        '/v1/events/*/queue/admission': judged(functions.admit),
        '/v1/events/*/availability': maps,
        '/v1/events/*/seats': maps,
        '/v1/events/*/seats/packed': maps,
        '/v1/events/*/human-check': asked,
        '/v1/events/*/session': asked,
        '/v1/events/*/reservations': asked,
        '/v1/events': lasting,
        '/v1/events/*': lasting,
        '/v1/venues/*': lasting,
        '/v1/*': asked,
        '/problems/*': lasting,
        '/openapi.json': lasting,
        ...(deployment.payments.kind === 'rehearsal' ? { [`${PAYMENT_PAGE_PATH}/*`]: asked } : {}),
        '/e/*': shell,
      },
      errorResponses: KEPT_ERRORS.map(briefly),
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: props.webAclArn,
      publishAdditionalMetrics: true,
      ...(domain === null
        ? {}
        : {
            domainNames: [domain.name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
          }),
    });
    this.url = `https://${domain?.name ?? this.distribution.distributionDomainName}`;
    acknowledge(
      this.distribution,
      'AwsSolutions-CFR1',
      'Buyers come from anywhere, and may travel between their place in the queue and their turn.',
    );
    acknowledge(
      this.distribution,
      'AwsSolutions-CFR3',
      'An access log would keep the addresses of ten million people; what an operator needs is in the metrics, and addresses are kept as keyed hashes only.',
    );
    if (domain === null)
      acknowledge(
        this.distribution,
        'AwsSolutions-CFR4',
        'Without a domain of its own a distribution has CloudFront’s certificate, whose oldest protocol nobody can choose.',
      );
  }
}

function before(edgeFunction: EdgeFunction) {
  return { eventType: FunctionEventType.VIEWER_REQUEST, function: edgeFunction as IFunctionRef };
}

/**
 * An error says nothing about the next second, and the key of a private answer is its path alone: what one caller may not do must not be
 * told to another. Only the failures of the API itself are kept, for a second, so that they do not become more.
 */
function briefly(httpStatus: number): ErrorResponse {
  return { httpStatus, ttl: Duration.seconds(httpStatus >= 500 ? 1 : 0) };
}
