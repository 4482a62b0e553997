import {
  admissionDecision,
  type EdgeReason,
  HEADERS,
  inspectAdmission,
  keysKey,
  methodNotAllowed,
  parseEdgeKeys,
  parseSaleRecord,
  requestSample,
  saleKey,
  signedInSub,
  signInRequired,
  unavailableAnswer,
} from '../../core/admission/index.ts';
import { isFlagged } from './flagged.ts';
import { firstOf, passedOn, put, type QueueRequest, queueRequest } from './queue-request.ts';
import { respond } from './respond.ts';
import { type EdgeEvent, type EdgeRequest, type EdgeResponse, hashing, readRecord } from './runtime.ts';

const PATH = /^\/v1\/events\/([^/]+)\/queue\/admission$/;

/** POST /v1/events/{eventId}/queue/admission: lets through who is in, and tells everybody else when to come again. */
export async function handler(event: EdgeEvent): Promise<EdgeRequest | EdgeResponse> {
  const request = event.request;
  put(request, HEADERS.edge, undefined);
  const path = PATH.exec(request.uri);
  // Not a path of ours after all: the service knows what to say, and will not take it for a queue request.
  if (path === null) return request;
  if (request.method !== 'POST') return respond(methodNotAllowed());
  const now = Math.floor(Date.now() / 1000);
  const unavailable = unavailableAnswer(200, firstOf(request.headers, HEADERS.token) || null, now);
  try {
    return (await admit(request, queueRequest(event, path[1], now))) || respond(unavailable);
  } catch {
    return respond(unavailable);
  }
}

/** Undefined when what the key-value store holds cannot be read. */
async function admit(
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
  const attempt = Object.assign({ sub: sub }, read);
  const inspection = inspectAdmission(hashing, keys, attempt);
  const finding = inspection.finding;
  if (finding === 'sound') {
    if (await isFlagged(sale, keys, read.eventId, sub)) return goOn('flagged');
    if (drawn(sale.sampling.requests)) return goOn('sampled');
  } else if (drawn(sale.sampling.suspects)) {
    return goOn(finding);
  }
  const decision = admissionDecision(hashing, keys, sale, attempt, inspection);
  return decision.admitted ? goOn('admitted') : respond(decision.answer);
}
