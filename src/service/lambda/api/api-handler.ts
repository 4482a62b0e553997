import type { OpenAPIHono } from '@hono/zod-openapi';
import type {
  APIGatewayProxyEventV2 as ApiEvent,
  APIGatewayProxyStructuredResultV2 as ApiResult,
  Context,
} from 'aws-lambda';
import { handle, type LambdaContext } from 'hono/aws-lambda';
import { type ProblemCode, problemDocument } from '../../problems/index.ts';
import { ORIGIN_HEADER } from '../names.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { escapedPath } from './event-path.ts';
import type { OriginCheck } from './origin-check.ts';

export interface ApiHandlerOptions {
  /** The app, made when first asked for. */
  app(): Promise<OpenAPIHono>;
  readonly origin: OriginCheck;
  readonly telemetry: Telemetry;
}

export type ApiHandler = (event: ApiEvent, context: Context) => Promise<ApiResult>;

/** Answers API Gateway's events (payload format 2.0) with the app, for requests that came through the CDN; others are refused unread. */
export function createApiHandler({ app, origin, telemetry }: ApiHandlerOptions): ApiHandler {
  return async (event, context) => {
    const { [ORIGIN_HEADER]: proof, ...headers } = event.headers;
    telemetry.begin(context, headers['x-amz-cf-id'] ?? event.requestContext.requestId);
    try {
      if (!(await origin.accepts(proof)))
        return problem('EDGE_ONLY', 'This address is served through the edge only.');
      const request = { ...event, headers, rawPath: escapedPath(event.rawPath) };
      return (await handle(await app())(request as never, context as LambdaContext)) as ApiResult;
    } catch (error) {
      // The app answers its own failures; what is left is that it could not be made.
      telemetry.log.error({ err: error }, 'the service could not be started');
      return problem(
        'UNAVAILABLE',
        'The service cannot be reached. What was acknowledged is safe; try again.',
      );
    } finally {
      telemetry.end();
    }
  };
}

function problem(code: ProblemCode, detail: string): ApiResult {
  const document = problemDocument(code, detail);
  return {
    statusCode: document.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(code === 'UNAVAILABLE' ? { 'retry-after': '2' } : {}),
    },
    body: JSON.stringify(document),
    isBase64Encoded: false,
  };
}
