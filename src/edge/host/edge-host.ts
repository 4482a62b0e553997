import { HEADERS } from '../../core/admission/index.ts';
import { eventOf, requestFrom, responseFrom } from './event.ts';
import { loadFunction, type SandboxedFunction } from './sandbox.ts';

export interface EdgeHostOptions {
  /** The built functions, as text. */
  readonly mintCode: string;
  readonly admitCode: string;
  /** The edge's key-value store; undefined for a key it does not have. */
  readonly kvs: { get(key: string): Promise<string | undefined> };
  /** Whatever stands behind the edge. */
  readonly origin: (request: Request) => Promise<Response>;
  /** Epoch seconds. */
  readonly nowSeconds: () => number;
  /** Unique per request. */
  readonly requestId: () => string;
}

export interface EdgeHost {
  /** Answers a viewer's request, at the edge or through the origin. */
  fetch(request: Request, viewerIp: string): Promise<Response>;
}

/**
 * CloudFront on one machine: the built functions in front of the two queue paths, everything else straight to the origin. The origin
 * never sees an `x-tix-edge` header that the functions did not make.
 */
export function createEdgeHost(options: EdgeHostOptions): EdgeHost {
  const services = { get: (key: string) => options.kvs.get(key) };
  const behaviours = [
    { ending: '/queue/token', run: loadFunction('mint.js', options.mintCode, services) },
    { ending: '/queue/admission', run: loadFunction('admit.js', options.admitCode, services) },
  ];
  return {
    async fetch(request, viewerIp) {
      const path = new URL(request.url).pathname;
      const behaviour = behaviours.find(({ ending }) => matches(path, '/v1/events/', ending));
      if (behaviour === undefined) return options.origin(withoutEdgeHeader(request));
      return throughFunction(behaviour.run, request, viewerIp, options);
    },
  };
}

async function throughFunction(
  run: SandboxedFunction,
  request: Request,
  viewerIp: string,
  { origin, nowSeconds, requestId }: EdgeHostOptions,
): Promise<Response> {
  const event = eventOf(request, viewerIp, requestId());
  const outcome = await run(event, nowSeconds() * 1000);
  return 'statusCode' in outcome ? responseFrom(outcome) : origin(requestFrom(outcome, request));
}

/** A behaviour's path pattern `start*ending`: `*` stands for anything, slashes too; letters count as they are, nothing is decoded. */
function matches(path: string, start: string, ending: string): boolean {
  return path.length >= start.length + ending.length && path.startsWith(start) && path.endsWith(ending);
}

function withoutEdgeHeader(request: Request): Request {
  if (!request.headers.has(HEADERS.edge)) return request;
  const headers = new Headers(request.headers);
  headers.delete(HEADERS.edge);
  return new Request(request, { headers });
}
