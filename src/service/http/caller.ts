import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { choosePass, HEADERS, PASS_COOKIE, signedInSub } from '../../core/admission/index.ts';
import type { SessionClaim } from '../../core/reservation/index.ts';
import { readSessionPass } from '../auth/index.ts';
import type { ServiceContext } from '../context.ts';
import { ProblemError } from '../problems/index.ts';

/** The sign-in pass of a request, as the edge looks for it. */
export function passOf(c: Context): string | undefined {
  return choosePass({
    pass: c.req.header(HEADERS.pass),
    authorization: c.req.header('authorization'),
    cookie: getCookie(c, PASS_COOKIE),
  });
}

/** @throws ProblemError `SIGN_IN_REQUIRED`. */
export function requireUser(service: ServiceContext, c: Context): string {
  const nowSeconds = Math.floor(service.clock.nowMs() / 1000);
  const userId = signedInSub(service.hashing, service.secrets, passOf(c), nowSeconds);
  if (userId === undefined) throw new ProblemError('SIGN_IN_REQUIRED', 'Send a valid sign-in pass.');
  return userId;
}

/**
 * Who acts in which session: both passes must be genuine and belong to the same person and session.
 *
 * @throws ProblemError `SIGN_IN_REQUIRED`, `SESSION_PASS_REQUIRED`.
 */
export function requireClaim(service: ServiceContext, c: Context, sessionId: string): SessionClaim {
  const userId = requireUser(service, c);
  const claim = readSessionPass(service.hashing, service.secrets.session, c.req.header(HEADERS.session));
  if (claim === undefined || claim.userId !== userId || claim.sessionId !== sessionId)
    throw new ProblemError('SESSION_PASS_REQUIRED', 'Send the pass of this session as x-tix-session.');
  return claim;
}
