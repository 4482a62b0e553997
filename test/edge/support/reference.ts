import {
  type Answer,
  admissionDecision,
  arrivalSample,
  choosePass,
  type EdgeReason,
  inspectAdmission,
  keysKey,
  makeEdgeHeader,
  mintAnswer,
  parseEdgeKeys,
  parseSaleRecord,
  requestSample,
  saleKey,
  signedInSub,
  signInRequired,
  unavailableAnswer,
} from '../../../src/core/admission/index.ts';
import type { EdgeOutcome, EdgeRequest } from '../../../src/edge/host/index.ts';
import { hashing } from '../../core/admission/support.ts';
import type { EdgeCase } from './cases.ts';

/**
 * What a function has to answer, from the core alone and on Node's own crypto: the golden side of the comparison. Written as the design
 * tells it, step by step, and sharing no code with the functions.
 */
export function referenceOutcome({ endpoint, event, nowMs, store }: EdgeCase): EdgeOutcome {
  const request = structuredClone(event.request);
  delete request.headers['x-tix-edge'];
  if (request.method !== 'POST') return methodRefusal;
  const status = endpoint === 'mint' ? 201 : 200;
  const now = Math.floor(nowMs / 1000);
  const { requestId } = event.context;
  const eventId = decodeURIComponent(request.uri.split('/')[3] ?? '');
  const token = first(request.headers['x-tix-token']);
  const nonce = first(request.headers['x-tix-nonce']);
  const pass = choosePass({
    pass: first(request.headers['x-tix-auth']),
    authorization: first(request.headers.authorization),
    cookie: first(request.cookies.tix_auth),
  });
  const unavailable = unavailableAnswer(status, endpoint === 'admit' ? token || null : null, now);

  const keys = parseEdgeKeys(store[keysKey(eventId)] ?? '');
  if (keys === undefined) return answered(unavailable);
  const sale = parseSaleRecord(store[saleKey(eventId)] ?? '');
  const sub = signedInSub(hashing, keys, pass, now);
  const roll = requestSample(hashing, keys.sample, requestId);
  const passOn = (reason: EdgeReason): EdgeRequest => {
    const single = {
      'x-tix-auth': pass,
      'x-tix-token': token,
      'x-tix-nonce': nonce,
      'x-tix-viewer': event.viewer.ip,
      'x-tix-edge': makeEdgeHeader(hashing, keys.edge, request.uri, { second: now, reason, sub }),
    };
    for (const [name, value] of Object.entries(single)) {
      if (value === undefined) delete request.headers[name];
      else request.headers[name] = { value };
    }
    return request;
  };

  if (sub === undefined) {
    return sale && roll < sale.sampling.suspects ? passOn('badPass') : answered(signInRequired());
  }
  if (sale === undefined) return answered(unavailable);
  const context = { eventId, sub, now, requestId };
  const isFlagged = isInFilter(store, eventId, keys.sample, sub, sale.flagBlocks ?? 0);
  if (endpoint === 'mint') {
    if (isFlagged) return passOn('flagged');
    if (arrivalSample(hashing, keys.sample, eventId, sub) < sale.sampling.arrivals) return passOn('arrival');
    if (roll < sale.sampling.requests) return passOn('sampled');
    return answered(mintAnswer(hashing, keys, sale, context, 201));
  }
  const inspection = inspectAdmission(hashing, keys, { ...context, token, nonce });
  if (inspection.finding === 'sound') {
    if (isFlagged) return passOn('flagged');
    if (roll < sale.sampling.requests) return passOn('sampled');
  } else if (roll < sale.sampling.suspects) {
    return passOn(inspection.finding);
  }
  const decision = admissionDecision(hashing, keys, sale, context, inspection);
  return decision.admitted ? passOn('admitted') : answered(decision.answer);
}

/** The filter as `docs/abuse.md` tells it: eight bits by double hashing in one block, six bits a character from "0" on. */
function isInFilter(
  store: EdgeCase['store'],
  eventId: string,
  key: Uint8Array,
  sub: string,
  blocks: number,
): boolean {
  const digest = Buffer.from(hashing.hmacSha256(key, `flag\n${eventId}\n${sub}`));
  const text = store[`flags:${eventId}:${blocks}:${digest.readUInt32BE(0) % blocks}`];
  if (text === undefined) return false;
  const bits = [...text].flatMap((char) =>
    [0, 1, 2, 3, 4, 5].map((i) => (char.charCodeAt(0) - 48) & (1 << i)),
  );
  const [start, step] = [digest.readUInt32BE(4), digest.readUInt32BE(8) + 1];
  return [0, 1, 2, 3, 4, 5, 6, 7].every((i) => bits[(start + i * step) % 6120] !== 0);
}

function answered(answer: Answer): EdgeOutcome {
  return {
    statusCode: answer.status,
    headers: { 'content-type': { value: answer.contentType }, 'cache-control': { value: 'no-store' } },
    body: JSON.stringify(answer.body),
  };
}

const methodRefusal: EdgeOutcome = {
  statusCode: 405,
  headers: {
    'content-type': { value: 'application/problem+json' },
    'cache-control': { value: 'no-store' },
    allow: { value: 'POST' },
  },
  body: JSON.stringify({
    type: '/problems/METHOD_NOT_ALLOWED',
    title: 'This method is not offered here',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    detail: 'Send POST.',
  }),
};

function first(entry: EdgeRequest['headers'][string] | undefined): string | undefined {
  return entry?.multiValue?.[0]?.value ?? entry?.value;
}
