import { equalConstantTime, type Hashing, toBase64Url } from '../crypto/index.ts';
import { signedInSub } from './sign-in-pass.ts';

/** Seconds the edge's and the service's clocks, and the way between them, may differ. */
const EDGE_SKEW_SECONDS = 5;

/** Why the edge let a request through to the service. */
export type EdgeReason =
  /** The verdict was yes. */
  | 'admitted'
  /** One of the buyers whose arrival is counted. */
  | 'arrival'
  /** Drawn among all requests. */
  | 'sampled'
  /** Known to the flag filter. */
  | 'flagged'
  /** Wrong in this way, and drawn among those that are. */
  | 'badPass'
  | 'badToken'
  | 'unproven'
  | 'early';

export interface EdgePassage {
  /** The edge's clock, epoch s: the request is judged again at this second. */
  readonly second: number;
  readonly reason: EdgeReason;
  /** Undefined iff the sign-in pass was bad. */
  readonly sub: string | undefined;
}

/** The value of `x-tix-edge`: `second.reason.mac`. `path` is the raw path of the request. */
export function makeEdgeHeader(
  hashing: Hashing,
  edgeKey: Uint8Array,
  path: string,
  passage: EdgePassage,
): string {
  const mac = hashing.hmacSha256(
    edgeKey,
    `edge\n${passage.second}\n${passage.reason}\n${path}\n${passage.sub || ''}`,
  );
  return `${passage.second}.${passage.reason}.${toBase64Url(mac)}`;
}

/**
 * What the edge says of a request, or undefined when it was not the edge that said it, or said it of another path or buyer, or more
 * than 5 s ago. `value` is the header as received, `path` the raw path, `pass` the sign-in pass of the request.
 */
export function openEdgeHeader(
  hashing: Hashing,
  keys: { readonly edge: Uint8Array; readonly signIn: Uint8Array },
  value: string | undefined,
  request: { readonly path: string; readonly pass: string | undefined; readonly now: number },
): EdgePassage | undefined {
  const parts = value === undefined ? null : /^(\d{1,12})\.([a-zA-Z]{1,16})\.[\w-]{43}$/.exec(value);
  if (value === undefined || parts === null) return undefined;
  const second = Number(parts[1]);
  if (Math.abs(request.now - second) > EDGE_SKEW_SECONDS) return undefined;
  const passage: EdgePassage = {
    second: second,
    reason: parts[2] as EdgeReason,
    sub: signedInSub(hashing, keys, request.pass, second),
  };
  // Only the edge can have made it, so a reason nobody knows cannot come through here.
  return equalConstantTime(value, makeEdgeHeader(hashing, keys.edge, request.path, passage))
    ? passage
    : undefined;
}
