/** The functions behind the API, by what they are there for. */
export type RouteOwner = 'queue' | 'holds' | 'maps' | 'shop' | 'webhooks';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** As the API's own description has it. */
  readonly path: string;
  readonly owner: RouteOwner;
}

const event = '/v1/events/{eventId}';
const section = `${event}/sections/{sectionId}`;
const session = '/v1/sessions/{sessionId}';

/** Routes with a function of their own. All others are the shop's. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: `${event}/queue/token`, owner: 'queue' },
  { method: 'POST', path: `${event}/queue/admission`, owner: 'queue' },
  { method: 'POST', path: `${session}/holds`, owner: 'holds' },
  { method: 'POST', path: `${session}/auto-holds`, owner: 'holds' },
  { method: 'POST', path: `${session}/releases`, owner: 'holds' },
  { method: 'GET', path: `${event}/availability`, owner: 'maps' },
  { method: 'GET', path: `${event}/seats/packed`, owner: 'maps' },
  { method: 'GET', path: `${section}/availability`, owner: 'maps' },
  { method: 'GET', path: `${section}/seats`, owner: 'maps' },
  { method: 'GET', path: `${section}/seats/packed`, owner: 'maps' },
  { method: 'GET', path: `${section}/blocks/{blockId}/seats`, owner: 'maps' },
  { method: 'POST', path: '/v1/webhooks/payments/{provider}', owner: 'webhooks' },
];
