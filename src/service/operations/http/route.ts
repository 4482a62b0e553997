import type { Context } from 'hono';
import type { OperatorRole } from '../contract.ts';

export interface Caller {
  readonly who: string;
  readonly role: OperatorRole;
}

/** One route of the operations API. There is no other way to add one, so none is without its role. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Who may use it, at least; `anybody` for what is public on this machine. */
  readonly role: OperatorRole | 'anybody';
  handle(c: Context, caller: Caller): Response | Promise<Response>;
}
