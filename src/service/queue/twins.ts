import {
  type Answer,
  admissionDecision,
  type EdgeKeys,
  type EdgePassage,
  type Inspection,
  inspectAdmission,
  lotOf,
  mintAnswer,
  notYetAnswer,
  openEdgeHeader,
  type QueueContext,
  type SaleRecord,
  signInRequired,
  unavailableAnswer,
} from '../../core/admission/index.ts';
import type { SessionRecord } from '../../core/reservation/index.ts';
import type { ServiceContext } from '../context.ts';
import { ProblemError } from '../problems/index.ts';
import { startSession } from '../sessions/index.ts';

/** A queue request that the edge let through, with the headers the judgement needs. */
export interface QueueRequest {
  readonly eventId: string;
  /** Raw path as received: the edge vouches for exactly these characters. */
  readonly path: string;
  readonly edge: string | undefined;
  readonly pass: string | undefined;
  readonly token: string | undefined;
  readonly nonce: string | undefined;
}

export type AdmissionAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'session'; readonly session: SessionRecord };

interface Vouched {
  readonly passage: EdgePassage;
  readonly keys: EdgeKeys;
  readonly sale: SaleRecord | undefined;
}

/**
 * The stateful twin of the edge's mint: answers what the edge would have answered at its second.
 *
 * @throws ProblemError `EDGE_ONLY` when the request did not come through the edge.
 */
export async function mintTwin(service: ServiceContext, request: QueueRequest): Promise<Answer> {
  const { passage, keys, sale } = await vouched(service, request);
  if (passage.sub === undefined) return signInRequired();
  if (sale === undefined) return unavailableAnswer(201, null, passage.second);
  const context = contextOf(service, request, passage.sub, passage.second);
  return mintAnswer(service.hashing, keys, sale, context, 201);
}

/**
 * The stateful twin of the edge's admit. It judges again, at the edge's second, from the same record and with the same code; who is in gets
 * a session, if a place is free.
 *
 * @throws ProblemError `EDGE_ONLY`, and whatever starting a session throws.
 */
export async function admitTwin(service: ServiceContext, request: QueueRequest): Promise<AdmissionAnswer> {
  const { passage, keys, sale } = await vouched(service, request);
  const { sub, second } = passage;
  if (sub === undefined) return { kind: 'answer', answer: signInRequired() };
  if (sale === undefined)
    return { kind: 'answer', answer: unavailableAnswer(200, request.token ?? null, second) };
  const { hashing } = service;
  const { eventId, token, nonce } = request;
  const inspected = inspectAdmission(hashing, keys, { eventId, sub, now: second, token, nonce });
  const inspection = withOwnLot(service, keys, inspected);
  const context = contextOf(service, request, sub, second);
  const decision = admissionDecision(hashing, keys, sale, context, inspection);
  if (!decision.admitted) return { kind: 'answer', answer: decision.answer };

  const { payload, verdict } = decision;
  const start = { eventId, userId: sub, token: payload, slotStart: verdict.slotStart };
  const started = await startSession(service, start);
  return started.kind === 'session'
    ? started
    : { kind: 'answer', answer: notYetAnswer(hashing, keys, sale, context, payload, verdict) };
}

/**
 * The edge believes the lottery ticket in a token it signed. Here it is derived again, so that somebody who got hold of a signing key still
 * cannot write a lucky one.
 */
function withOwnLot({ hashing }: ServiceContext, keys: EdgeKeys, inspection: Inspection): Inspection {
  if (inspection.finding === 'badToken') return inspection;
  const { evt, sub, lot } = inspection.payload;
  return lotOf(hashing, keys.lot, evt, sub) === lot
    ? inspection
    : { finding: 'badToken', reason: 'badSignature' };
}

async function vouched(service: ServiceContext, request: QueueRequest): Promise<Vouched> {
  const { keys, sale } = await service.saleBook.read(request.eventId);
  const now = Math.floor(service.clock.nowMs() / 1000);
  const passage =
    keys === undefined
      ? undefined
      : openEdgeHeader(service.hashing, keys, request.edge, { path: request.path, pass: request.pass, now });
  if (keys === undefined || passage === undefined)
    throw new ProblemError('EDGE_ONLY', 'This address is served through the edge only.');
  return { passage, keys, sale };
}

function contextOf(
  service: ServiceContext,
  request: QueueRequest,
  sub: string,
  second: number,
): QueueContext {
  const requestId = service.random.uuidV7(service.clock.nowMs());
  return { eventId: request.eventId, sub, now: second, requestId };
}
