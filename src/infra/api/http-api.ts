import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroupRef, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Deployment } from '../config/index.ts';
import type { ApiFunctions } from '../functions/index.ts';
import { ROUTES, type RouteOwner } from './routes.ts';

/** Enough to find a failure; neither addresses nor headers, which would name people and carry their passes. */
const LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
});

/**
 * The API behind the CDN: an HTTP API (payload format 2.0), whose functions answer only requests with the value that the CDN sends. Its
 * own address is no secret and leads nowhere.
 */
export class SaleApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly #deployment: Deployment;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'HttpApi');
    this.#deployment = deployment;
    const { name, logDays, throttle } = deployment;
    this.api = new HttpApi(this, 'Api', {
      apiName: name,
      description: 'tix: reached through the CDN only',
      createDefaultStage: false,
    });
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/apigateway/${name}`,
      retention: logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: throttle.everything, burstLimit: throttle.everything },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log as ILogGroupRef),
        format: AccessLogFormat.custom(LOG_FORMAT),
      },
    });
  }

  /** Host name of the API, without scheme or path. */
  get host(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
  }

  /** Leads every route to its function, and whatever has none to the shop, which knows how to say so. */
  leadTo(functions: ApiFunctions): void {
    const integrations = new Map<RouteOwner, HttpLambdaIntegration>();
    const integrationOf = (owner: RouteOwner) => {
      const known = integrations.get(owner);
      if (known !== undefined) return known;
      const made = new HttpLambdaIntegration(owner, functions[owner] as IFunction, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      });
      integrations.set(owner, made);
      return made;
    };
    const limits: Record<string, object> = {};
    const stage = this.stage.node.defaultChild as CfnStage;
    for (const { method, path, owner } of ROUTES) {
      const routes = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrationOf(owner),
      });
      if (owner !== 'queue') continue;
      const { queue } = this.#deployment.throttle;
      limits[`${method} ${path}`] = {
        ThrottlingRateLimit: queue,
        ThrottlingBurstLimit: queue,
        DetailedMetricsEnabled: true,
      };
      // A limit names a route that must be there.
      for (const route of routes) stage.node.addDependency(route);
    }
    stage.addPropertyOverride('RouteSettings', limits);
    new HttpRoute(this, 'Rest', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrationOf('shop'),
    });
    acknowledge(
      this,
      'AwsSolutions-APIG4',
      'Buyers are known by passes that the app itself verifies, and whoever does not come through the CDN is refused before that; an authorizer would only look twice.',
    );
  }
}
