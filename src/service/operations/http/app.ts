import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import type { AbuseRule } from '../../../core/abuse/index.ts';
import type { EventCatalogue } from '../../events/index.ts';
import { defaultHeaders, methodsAt } from '../../http/index.ts';
import type { AuditLog, Clock, KeyValueStore, SignalStore } from '../../ports/index.ts';
import type { OperatorAccess } from '../access/index.ts';
import type { OperationsSnapshot } from '../contract.ts';
import type { Operations } from '../operations.ts';
import { actionRoutes } from './actions.ts';
import { flagRoutes } from './flags.ts';
import { type Exposition, metricsRoute } from './metrics.ts';
import { answerFailure, Refusal } from './problems.ts';
import type { Caller, Route } from './route.ts';
import { snapshotStreams } from './stream.ts';
import { viewRoutes } from './views.ts';

export interface OperationsAppOptions {
  readonly operations: Operations;
  readonly access: OperatorAccess;
  readonly auditLog: AuditLog;
  readonly events: EventCatalogue;
  readonly signals: SignalStore;
  readonly abuseRules: readonly AbuseRule[];
  /** For changing records. */
  readonly kvs: KeyValueStore;
  readonly clock: Clock;
  /** Time until every edge knows a change. */
  readonly leadSeconds: number;
  readonly log: Logger;
  /** Says all that is measured in the words of Prometheus. */
  exposition(snapshots: readonly OperationsSnapshot[]): Promise<Exposition>;
}

export interface OperationsApp {
  readonly app: Hono;
  /** Everything it answers, and to whom. */
  readonly routes: readonly Pick<Route, 'method' | 'path' | 'role'>[];
  /** Ends the streams, so that the server can be stopped. */
  end(): void;
}

const BODY_BYTES_MAX = 4 * 1024;

/** The operations API, for a port that buyers do not reach. */
export function createOperationsApp(options: OperationsAppOptions): OperationsApp {
  const streams = snapshotStreams(options.operations);
  const routes = [
    ...viewRoutes(options),
    metricsRoute(options),
    streams.route,
    ...actionRoutes(options),
    ...flagRoutes(options),
  ];
  const app = new Hono();
  app.use(defaultHeaders);
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge }));
  for (const { method, path, role, handle } of routes) {
    app.on(method, path, (c) => handle(c, callerOf(options.access, c.req.header('authorization'), role)));
  }
  const methods = methodsAt(app.routes);
  app.notFound((c) => {
    const allowed = methods(c.req.path);
    const refusal =
      allowed.length === 0
        ? new Refusal(404, 'NOT_FOUND', 'There is nothing at this address.')
        : new Refusal(405, 'METHOD_NOT_ALLOWED', `Allowed here: ${allowed.join(', ')}.`);
    const response = answerFailure(c, refusal, options.log);
    if (allowed.length > 0) response.headers.set('allow', allowed.join(', '));
    return response;
  });
  app.onError((error, c) => answerFailure(c, error, options.log));
  return { app, routes, end: streams.end };
}

const NOBODY: Caller = { who: 'anybody', role: 'viewer' };

/** @throws Refusal 401 without a token that is known, 403 when its role is not enough. */
function callerOf(access: OperatorAccess, header: string | undefined, role: Route['role']): Caller {
  if (role === 'anybody') return NOBODY;
  const token = /^Bearer +([\w-]{1,256})$/i.exec(header ?? '')?.[1];
  const known = token === undefined ? undefined : access.identify(token);
  if (known === undefined)
    throw new Refusal(401, 'TOKEN_REQUIRED', 'Send a token of the operations API: Authorization: Bearer ….');
  if (role === 'operator' && known.role !== 'operator')
    throw new Refusal(403, 'ROLE_REQUIRED', 'This token may look, and not change anything.');
  return { who: known.name, role: known.role };
}

function tooLarge(): never {
  throw new Refusal(413, 'TOO_LARGE', `A request body has at most ${BODY_BYTES_MAX} bytes.`);
}
