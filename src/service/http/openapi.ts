import type { OpenAPIHono } from '@hono/zod-openapi';

/** Serves the OpenAPI 3.1 document of all routes registered so far. */
export function openApiDocument(app: OpenAPIHono): void {
  const schemes = app.openAPIRegistry;
  schemes.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  schemes.registerComponent('securitySchemes', 'cookie', { type: 'apiKey', in: 'cookie', name: 'tix_auth' });
  schemes.registerComponent('securitySchemes', 'header', {
    type: 'apiKey',
    in: 'header',
    name: 'x-tix-auth',
  });
  schemes.registerComponent('securitySchemes', 'sessionPass', {
    type: 'apiKey',
    in: 'header',
    name: 'x-tix-session',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'tix',
      version: '0.1.0',
      description:
        'A fair on-sale: a waiting room judged at the edge, all-or-nothing seat holds, and payments that end in seats or a refund. ' +
        'Times ending in Ms are milliseconds since the Unix epoch; other times are seconds.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/' }],
  });
}
