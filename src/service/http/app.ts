import { OpenAPIHono } from '@hono/zod-openapi';
import type { ServiceContext } from '../context.ts';
import { jsonBodies, limitedBodies } from './bodies.ts';
import { defaultHeaders } from './default-headers.ts';
import { answerFailure, answerProblem } from './failures.ts';
import { measured } from './measured.ts';
import { methodsAt } from './methods.ts';
import { openApiDocument } from './openapi.ts';
import { availabilityRoutes } from './routes/availability-routes.ts';
import { checkoutRoutes } from './routes/checkout-routes.ts';
import { drawRoutes } from './routes/draw-routes.ts';
import { type EventRouteOptions, eventRoutes } from './routes/event-routes.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { holdRoutes } from './routes/hold-routes.ts';
import { humanCheckRoutes } from './routes/human-check-routes.ts';
import { queueRoutes } from './routes/queue-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { signInRoutes } from './routes/sign-in-routes.ts';

export interface AppOptions extends EventRouteOptions {
  /** Address of the site as buyers see it, without a slash at the end; asked when needed, since a free port is known late. */
  publicUrl(): string;
}

/** The HTTP API: the same app in the local server and in Lambda. */
export function createApp(service: ServiceContext, options: AppOptions): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const problems = result.error.issues.map(({ path, message }) => ({
        path: `/${path.join('/')}`,
        message,
      }));
      return answerProblem(c, 'INVALID_REQUEST', 'See "problems" for everything that is wrong.', {
        problems,
      });
    },
  });

  app.use(measured(service));
  app.use(defaultHeaders);
  app.use(limitedBodies);
  app.use('/v1/*', jsonBodies);

  healthRoutes(app, service);
  eventRoutes(app, service, options);
  drawRoutes(app, service);
  availabilityRoutes(app, service);
  signInRoutes(app, service, options);
  queueRoutes(app, service);
  humanCheckRoutes(app, service);
  sessionRoutes(app, service);
  holdRoutes(app, service);
  checkoutRoutes(app, service, options.publicUrl);
  openApiDocument(app);

  const methods = methodsAt(app.routes);
  app.notFound((c) => {
    const allowed = methods(c.req.path);
    if (allowed.length === 0) return answerProblem(c, 'NOT_FOUND', 'There is nothing at this address.');
    const response = answerProblem(c, 'METHOD_NOT_ALLOWED', `Allowed here: ${allowed.join(', ')}.`);
    response.headers.set('allow', allowed.join(', '));
    return response;
  });
  app.onError((error, c) => answerFailure(c, error, service.log));
  return app;
}
