import { Writable } from 'node:stream';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { pino } from 'pino';
import type { Telemetry } from '../../../src/service/lambda/telemetry/index.ts';

export interface ApiRequest {
  readonly method?: string;
  /** As the browser sends it, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string | Uint8Array;
  /** API Gateway decides by the content type whether a body comes as text or as base64. */
  readonly asBase64?: boolean;
}

/** The event that API Gateway's HTTP API makes of a request (payload format 2.0): path decoded, header names in lower case, cookies apart. */
export function apiEvent(request: ApiRequest): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = request.path.split('?');
  const method = request.method ?? 'GET';
  const decoded = decodeURIComponent(rawPath);
  const bytes = request.body === undefined ? undefined : Buffer.from(request.body);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: decoded,
    rawQueryString,
    headers: {
      host: 'abc123.execute-api.eu-central-1.amazonaws.com',
      'x-forwarded-proto': 'https',
      ...(bytes === undefined ? {} : { 'content-length': String(bytes.length) }),
      ...request.headers,
    },
    ...(request.cookies === undefined ? {} : { cookies: [...request.cookies] }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      domainName: 'abc123.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abc123',
      http: { method, path: decoded, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: '$default',
      stage: '$default',
      time: '24/Nov/2026:10:00:00 +0000',
      timeEpoch: 1_795_514_400_000,
    },
    isBase64Encoded: request.asBase64 === true,
    ...(bytes === undefined ? {} : { body: bytes.toString(request.asBase64 ? 'base64' : 'utf8') }),
  };
}

export function lambdaContext(remainingMs: () => number = () => 60_000): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'tix-api',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:tix-api',
    memoryLimitInMB: '1024',
    awsRequestId: 'invocation-1',
    logGroupName: '/aws/lambda/tix-api',
    logStreamName: 'stream',
    getRemainingTimeInMillis: remainingMs,
    done() {},
    fail() {},
    succeed() {},
  };
}

/** Keeps what a function told. */
export function recordingTelemetry() {
  const lines: Record<string, unknown>[] = [];
  const measures: { name: string; value: number }[] = [];
  const correlations: string[] = [];
  const stream = new Writable({
    write(line, _, written) {
      lines.push(JSON.parse(String(line)));
      written();
    },
  });
  const telemetry: Telemetry = {
    log: pino({ level: 'debug', base: null, timestamp: false }, stream),
    begin: (_, correlationId) => void correlations.push(correlationId),
    measure: (name, value) => void measures.push({ name, value }),
    end() {},
  };
  const total = (name: string) =>
    measures.reduce((sum, measure) => sum + (measure.name === name ? measure.value : 0), 0);
  return { telemetry, lines, measures, correlations, total };
}
