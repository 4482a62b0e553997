import { EXTRA_POW_BITS, type Flag, type Signal } from '../../core/abuse/index.ts';
import {
  type Answer,
  arrivalSample,
  type EdgeKeys,
  type EdgePassage,
  type Inspection,
  type QueueBody,
  type SaleRecord,
} from '../../core/admission/index.ts';
import { standingOf } from '../abuse/index.ts';
import type { ServiceContext } from '../context.ts';
import type { QueueRequest } from './queue-request.ts';

/** Most bits that a proof of work may ask for. */
const POW_BITS_MAX = 32;

/** A request that came through the edge, and of whom. */
export interface Seen {
  readonly request: QueueRequest;
  readonly passage: EdgePassage;
  readonly sub: string;
  readonly sale: SaleRecord;
}

/** Counts that somebody took a place, and answers their flag. */
export function sawMint(service: ServiceContext, keys: EdgeKeys, seen: Seen): Promise<Flag | undefined> {
  const { request, passage, sub, sale } = seen;
  // Who is counted among the arrivals, or flagged, passes with every request; of the others a share does.
  const always =
    passage.reason === 'flagged' ||
    arrivalSample(service.hashing, keys.sample, request.eventId, sub) < sale.sampling.arrivals;
  return sighted(service, seen, 'manyTokens', always ? 1 : sale.sampling.requests);
}

/** Counts what was wrong with an attempt, if anything, and answers the buyer's flag. */
export function sawAttempt(
  service: ServiceContext,
  seen: Seen,
  inspection: Inspection,
): Promise<Flag | undefined> {
  return sighted(service, seen, signalOf(inspection), seen.sale.sampling.suspects);
}

/** A token that has expired is what a laptop that slept brings. */
function signalOf(inspection: Inspection): Signal | undefined {
  if (inspection.finding === 'sound') return undefined;
  if (inspection.finding === 'badToken' && inspection.reason === 'expired') return undefined;
  return inspection.finding;
}

/** Counts that somebody asked for more than the rules allow. */
export function sawExcess(service: ServiceContext, seen: Seen): Promise<Flag | undefined> {
  return sighted(service, seen, 'manyPlaces', 1);
}

function sighted(
  { ladder }: ServiceContext,
  { request, sub }: Seen,
  signal: Signal | undefined,
  share: number,
): Promise<Flag | undefined> {
  const { eventId, viewer: address } = request;
  // A share of 0 lets nothing through by chance: what came was judged worth passing on by itself.
  const signals = signal === undefined ? [] : [{ signal, share: share > 0 ? share : 1 }];
  return ladder.sighted({ eventId, sub, address, signals });
}

/** The sale as a flagged buyer meets it: tokens made from it ask for more work. */
export function harder(sale: SaleRecord, flag: Flag | undefined): SaleRecord {
  return flag === undefined ? sale : { ...sale, powBits: raisedBits(sale) };
}

/** A flagged buyer's place as it is signed again: it asks for more work from now on. An early attempt keeps the token it has. */
export function hardened(inspection: Inspection, sale: SaleRecord, flag: Flag | undefined): Inspection {
  const { finding } = inspection;
  if (flag === undefined || finding === 'badToken' || finding === 'early') return inspection;
  const { payload } = inspection;
  const chd = raisedBits(sale);
  if (payload.chd >= chd) return inspection;
  // Another challenge: who has solved the easier one must see that there is something to solve.
  return { ...inspection, payload: { ...payload, ch: `${payload.ch}.${chd}`, chd } };
}

function raisedBits(sale: SaleRecord): number {
  return Math.min(sale.powBits + EXTRA_POW_BITS, POW_BITS_MAX);
}

/** The answer with what a flagged buyer has to be told. */
export async function told(service: ServiceContext, answer: Answer, flag: Flag | undefined): Promise<Answer> {
  if (flag === undefined) return answer;
  const standing = await standingOf(flag, service.humanCheck, service.clock.nowMs());
  return { ...answer, body: { ...(answer.body as QueueBody), standing } };
}
