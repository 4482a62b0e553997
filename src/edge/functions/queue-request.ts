import {
  type AdmissionAttempt,
  choosePass,
  type EdgeReason,
  HEADERS,
  makeEdgeHeader,
  PASS_COOKIE,
  type QueueContext,
} from '../../core/admission/index.ts';
import { type EdgeEvent, type EdgeRequest, hashing } from './runtime.ts';

/** What the functions read of a request to a queue endpoint: one value each, however often the client sent it. */
export type QueueRequest = Omit<AdmissionAttempt & QueueContext, 'sub'> & {
  readonly pass: string | undefined;
  readonly viewer: string;
};

/** `eventId` is as it stands in the path. Throws when it cannot be decoded. */
export function queueRequest(event: EdgeEvent, eventId: string | undefined, now: number): QueueRequest {
  const headers = event.request.headers;
  return {
    eventId: decodeURIComponent(eventId || ''),
    now: now,
    requestId: event.context.requestId,
    pass: choosePass({
      pass: firstOf(headers, HEADERS.pass),
      authorization: firstOf(headers, 'authorization'),
      cookie: firstOf(event.request.cookies, PASS_COOKIE),
    }),
    token: firstOf(headers, HEADERS.token),
    nonce: firstOf(headers, HEADERS.nonce),
    viewer: event.viewer.ip,
  };
}

/**
 * The request as it goes on to the service: vouched for, and carrying exactly the pass, token and nonce that were judged, so that no
 * second value can be read there instead.
 */
export function passedOn(
  request: EdgeRequest,
  read: QueueRequest,
  edgeKey: Uint8Array,
  reason: EdgeReason,
  sub: string | undefined,
): EdgeRequest {
  const passage = { second: read.now, reason: reason, sub: sub };
  put(request, HEADERS.pass, read.pass);
  put(request, HEADERS.token, read.token);
  put(request, HEADERS.nonce, read.nonce);
  put(request, HEADERS.viewer, read.viewer);
  put(request, HEADERS.edge, makeEdgeHeader(hashing, edgeKey, request.uri, passage));
  return request;
}

/** Sets a header to one value, or removes it. */
export function put(request: EdgeRequest, name: string, value: string | undefined): void {
  if (value === undefined) delete request.headers[name];
  else request.headers[name] = { value: value };
}

export function firstOf(values: EdgeRequest['headers'], name: string): string | undefined {
  const entry = values[name];
  if (entry === undefined) return undefined;
  const first = entry.multiValue ? entry.multiValue[0] : undefined;
  return (first || entry).value;
}
