import {
  arrivalSample,
  type EdgeReason,
  HEADERS,
  keysKey,
  methodNotAllowed,
  mintAnswer,
  parseEdgeKeys,
  parseSaleRecord,
  requestSample,
  saleKey,
  signedInSub,
  signInRequired,
  unavailableAnswer,
} from '../../core/admission/index.ts';
import { isFlagged } from './flagged.ts';
import { passedOn, put, type QueueRequest, queueRequest } from './queue-request.ts';
import { respond } from './respond.ts';
import { type EdgeEvent, type EdgeRequest, type EdgeResponse, hashing, readRecord } from './runtime.ts';

const PATH = /^\/v1\/events\/([^/]+)\/queue\/token$/;

/** POST /v1/events/{eventId}/queue/token: gives everybody a place, and refuses nobody who is signed in. */
export async function handler(event: EdgeEvent): Promise<EdgeRequest | EdgeResponse> {
  const request = event.request;
  put(request, HEADERS.edge, undefined);
  const path = PATH.exec(request.uri);
  // Not a path of ours after all: the service knows what to say, and will not take it for a queue request.
  if (path === null) return request;
  if (request.method !== 'POST') return respond(methodNotAllowed());
  const now = Math.floor(Date.now() / 1000);
  const unavailable = unavailableAnswer(201, null, now);
  try {
    return (await mint(request, queueRequest(event, path[1], now))) || respond(unavailable);
  } catch {
    return respond(unavailable);
  }
}

/** Undefined when what the key-value store holds cannot be read. */
async function mint(
  request: EdgeRequest,
  read: QueueRequest,
): Promise<EdgeRequest | EdgeResponse | undefined> {
  const keys = await readRecord(keysKey(read.eventId), parseEdgeKeys);
  if (keys === undefined) return undefined;
  const sale = await readRecord(saleKey(read.eventId), parseSaleRecord);
  const sub = signedInSub(hashing, keys, read.pass, read.now);
  const drawn = (share: number): boolean =>
    share > 0 && requestSample(hashing, keys.sample, read.requestId) < share;
  const goOn = (reason: EdgeReason): EdgeRequest => passedOn(request, read, keys.edge, reason, sub);

  if (sub === undefined) {
    return sale !== undefined && drawn(sale.sampling.suspects) ? goOn('badPass') : respond(signInRequired());
  }
  if (sale === undefined) return undefined;
  if (await isFlagged(sale, keys, read.eventId, sub)) return goOn('flagged');
  const arrivals = sale.sampling.arrivals;
  if (arrivals > 0 && arrivalSample(hashing, keys.sample, read.eventId, sub) < arrivals)
    return goOn('arrival');
  if (drawn(sale.sampling.requests)) return goOn('sampled');
  return respond(mintAnswer(hashing, keys, sale, Object.assign({ sub: sub }, read), 201));
}
