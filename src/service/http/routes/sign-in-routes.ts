import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { PASS_COOKIE, signSignInPass } from '../../../core/admission/index.ts';
import { pseudonym } from '../../auth/index.ts';
import type { ServiceContext } from '../../context.ts';
import { ProblemError } from '../../problems/index.ts';
import { answer, body, problemResponses } from '../schemas/index.ts';

/** Long enough for an on-sale day; the pass only says who somebody is. */
const PASS_LIFE_SECONDS = 12 * 3600;
const DEV_ISSUER = 'dev-login';

const signedInAnswer = answer(
  z.object({ pass: z.string(), sub: z.string(), expiresAt: z.number().int() }).openapi('SignedIn'),
  'The pass; it is set as a cookie too',
);

const exchange = createRoute({
  method: 'post',
  path: '/v1/sign-in/exchange',
  summary: 'Exchange an identity provider’s ID token for a sign-in pass',
  tags: ['sign-in'],
  request: { body: body(z.strictObject({ idToken: z.string().min(1).max(8192) })) },
  responses: {
    200: signedInAnswer,
    ...problemResponses(
      'INVALID_REQUEST',
      'SIGN_IN_REFUSED',
      'NOT_FOUND',
      'TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
    ),
  },
});

const devLogin = createRoute({
  method: 'post',
  path: '/v1/sign-in/dev',
  summary: 'Sign in as anybody (rehearsals only)',
  tags: ['sign-in'],
  request: {
    body: body(
      z.strictObject({
        userId: z.string().regex(/^[ -~]{1,128}$/, 'expected 1 to 128 printable ASCII characters'),
      }),
    ),
  },
  responses: {
    200: signedInAnswer,
    ...problemResponses('INVALID_REQUEST', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'),
  },
});

/** `devLogin` opens a door for rehearsals: anybody becomes anybody. */
export function signInRoutes(
  app: OpenAPIHono,
  service: ServiceContext,
  options: { devLogin: boolean },
): void {
  const signIn = (c: Context, issuer: string, userId: string) => {
    const { hashing, secrets, clock } = service;
    const sub = pseudonym(hashing, secrets.sub, issuer, userId);
    const iat = Math.floor(clock.nowMs() / 1000);
    const expiresAt = iat + PASS_LIFE_SECONDS;
    const pass = signSignInPass(hashing, secrets.signIn, { sub, iat, exp: expiresAt });
    setCookie(c, PASS_COOKIE, pass, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: new URL(c.req.url).protocol === 'https:',
      path: '/',
      maxAge: PASS_LIFE_SECONDS,
    });
    return { pass, sub, expiresAt };
  };

  app.openapi(exchange, async (c) => {
    if (service.identity === undefined)
      throw new ProblemError('NOT_FOUND', 'No identity provider is configured here.');
    const now = new Date(service.clock.nowMs());
    const { issuer, userId } = await service.identity.verify(c.req.valid('json').idToken, now);
    return c.json(signIn(c, issuer, userId), 200);
  });

  if (!options.devLogin) return;
  app.openapi(devLogin, (c) => c.json(signIn(c, DEV_ISSUER, c.req.valid('json').userId), 200));
}
