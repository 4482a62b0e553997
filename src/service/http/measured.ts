import type { MiddlewareHandler } from 'hono';
import type { ServiceContext } from '../context.ts';

const HOLD = /^\/v1\/sessions\/[^/]+\/(?:auto-)?holds$/;

/** Tells the measures how every request went. Of the response only the status is touched: looking at more makes the server rebuild it. */
export function measured({ clock, requestMeasures }: ServiceContext): MiddlewareHandler {
  return async (c, next) => {
    const beganMs = clock.nowMs();
    await next();
    const nowMs = clock.nowMs();
    const isHold = c.req.method === 'POST' && HOLD.test(c.req.path);
    requestMeasures.answered({ isHold, status: c.res.status, tookMs: nowMs - beganMs, nowMs });
  };
}
