/** Request headers of the buyer's journey, and the one between edge and service. */
export const HEADERS = {
  pass: 'x-tix-auth',
  token: 'x-tix-token',
  nonce: 'x-tix-nonce',
  session: 'x-tix-session',
  edge: 'x-tix-edge',
  /** The viewer's address as the edge saw it. */
  viewer: 'x-tix-viewer',
} as const;

/** Cookie that may carry the sign-in pass. */
export const PASS_COOKIE = 'tix_auth';
