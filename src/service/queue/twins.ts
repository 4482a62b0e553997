import {
  type Answer,
  admissionDecision,
  arrivalSample,
  type EdgeKeys,
  type EdgePassage,
  type Inspection,
  inspectAdmission,
  lotOf,
  mintAnswer,
  newPlace,
  notYetAnswer,
  openEdgeHeader,
  type QueueContext,
  type SaleRecord,
  signInRequired,
  unavailableAnswer,
  type WaitingPayload,
} from '../../core/admission/index.ts';
import type { SessionRecord } from '../../core/reservation/index.ts';
import { mayEnter } from '../abuse/index.ts';
import type { ServiceContext } from '../context.ts';
import { scheduleEntry } from '../journal/index.ts';
import type { AdmittedEntry } from '../ports/index.ts';
import { ProblemError } from '../problems/index.ts';
import { startSession } from '../sessions/index.ts';
import type { QueueRequest } from './queue-request.ts';
import { hardened, harder, type Seen, sawAttempt, sawExcess, sawMint, told } from './watch.ts';

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
  const { sub } = passage;
  const flag = await sawMint(service, keys, { request, passage, sub, sale });
  const context = contextOf(service, request, sub, passage.second);
  await noteArrival(service, { keys, sale, passage }, context);
  return told(service, mintAnswer(service.hashing, keys, harder(sale, flag), context, 201), flag);
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
  const seen = { request, passage, sub, sale };
  const flag = await sawAttempt(service, seen, inspection);
  const decision = admissionDecision(
    hashing,
    keys,
    harder(sale, flag),
    context,
    hardened(inspection, sale, flag),
  );
  const notYet = async (answer: Answer) => ({
    kind: 'answer' as const,
    answer: await told(service, answer, flag),
  });
  if (!decision.admitted) return notYet(decision.answer);

  const { payload, verdict } = decision;
  const { slotStart } = verdict;
  const note = (outcome: AdmittedEntry['outcome']) => noteAdmission(service, payload, slotStart, outcome);
  const sameAgain = () => notYet(notYetAnswer(hashing, keys, sale, context, payload, verdict));
  if (!mayEnter(flag)) {
    await note('refused');
    return sameAgain();
  }
  const start = { eventId, userId: sub, token: payload, slotStart };
  const started = await startSession(service, start).catch(async (error: unknown) => {
    if (error instanceof ProblemError)
      await Promise.all([note('refused'), noticeExcess(service, seen, error)]);
    throw error;
  });
  await note(started.kind === 'session' ? 'session' : 'pass');
  return started.kind === 'session' ? started : sameAgain();
}

/** Asking for more than the rules allow is refused, and noticed. */
async function noticeExcess(service: ServiceContext, seen: Seen, { code }: ProblemError): Promise<void> {
  if (code === 'SESSION_EXISTS' || code === 'ADMISSION_USED') await sawExcess(service, seen);
}

/** Sale records whose schedule this process has noted; the sale book answers the same object until the record changes. */
const noted = new WeakSet<SaleRecord>();

/** Keeps the schedule that buyers are judged by: a deployment has no process that stands by and watches. */
async function noteSchedule(
  { clock, hashing, journal }: ServiceContext,
  eventId: string,
  sale: SaleRecord,
): Promise<void> {
  if (noted.has(sale)) return;
  noted.add(sale);
  await journal.write(eventId, scheduleEntry(hashing, sale, clock.nowMs()));
}

/** Keeps that this buyer came, when they are one of those who are counted. */
async function noteArrival(
  { clock, hashing, journal }: ServiceContext,
  { keys, sale, passage }: { keys: EdgeKeys; sale: SaleRecord; passage: EdgePassage },
  context: QueueContext,
): Promise<void> {
  const { eventId, sub } = context;
  // Whatever the edge let them through for: who is counted is counted once, and among those drawn by request they are nobody new.
  const isCounted = arrivalSample(hashing, keys.sample, eventId, sub) < sale.sampling.arrivals;
  if (!isCounted && passage.reason !== 'sampled') return;
  const place = newPlace(hashing, keys, sale, context);
  if (place === undefined) return;
  const { id, iat, c0 } = place;
  const sample = isCounted ? 'arrivals' : 'requests';
  await journal.write(eventId, { kind: 'minted', id, sub, iat, c0, atMs: clock.nowMs(), sample });
}

async function noteAdmission(
  { clock, journal }: ServiceContext,
  { evt, id, sub, iat, c0 }: WaitingPayload,
  slotStart: number,
  outcome: AdmittedEntry['outcome'],
): Promise<void> {
  await journal.write(evt, { kind: 'admitted', id, sub, iat, c0, slotStart, atMs: clock.nowMs(), outcome });
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
  if (sale !== undefined) await noteSchedule(service, request.eventId, sale);
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
