import type { Context } from 'aws-lambda';
import type { EventRecord } from '../../../core/reservation/index.ts';
import type { ChainWriter } from '../../evidence/index.ts';
import type { Clock, KeyValueStore, ReservationStore } from '../../ports/index.ts';
import { doorsAt, readRecords } from '../../sale/index.ts';
import type { Telemetry } from '../telemetry/index.ts';

export interface EvidenceJobOptions {
  readonly store: Pick<ReservationStore, 'listEvents'>;
  readonly kvs: KeyValueStore;
  readonly writer: ChainWriter;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** Events are looked at from so long before their opening, and for so long after it. */
const BEFORE_SECONDS = 86_400;
const AFTER_SECONDS = 30 * 86_400;
/** What happened just before the doors closed is chained after it. */
const LINGER_SECONDS = 1_800;
/** An event with nothing to chain is looked at again after this: reading the edge's store is paid by the call. */
const REST_SECONDS = 300;

/**
 * Chains the evidence of every sale that is on; run every minute. Two runs at a time do no harm: a link is written down once. One sale whose
 * evidence cannot be chained does not cost the others theirs; that there was one is told at the end.
 */
export function createEvidenceJob({ store, kvs, writer, clock, telemetry }: EvidenceJobOptions) {
  /** Epoch s until which an event is left alone, for as long as this function lives. */
  const restsUntil = new Map<string, number>();

  async function isOver(eventId: string, now: number): Promise<boolean> {
    const { sale, draw, notes } = await readRecords(kvs, eventId);
    const wasClosed = doorsAt(notes, now) === 'closed' && doorsAt(notes, now - LINGER_SECONDS) === 'closed';
    return sale === undefined || draw === undefined || wasClosed;
  }

  async function chain({ eventId, opensAt }: EventRecord): Promise<void> {
    const now = Math.floor(clock.nowMs() / 1000);
    if (now < opensAt - BEFORE_SECONDS || now > opensAt + AFTER_SECONDS) return;
    if (now < (restsUntil.get(eventId) ?? 0)) return;
    if (await isOver(eventId, now)) restsUntil.set(eventId, now + REST_SECONDS);
    else await writer.runOnce(eventId);
  }

  return async (_event: unknown, context: Context): Promise<void> => {
    telemetry.begin(context, context.awsRequestId);
    let failure: unknown;
    for (const event of await store.listEvents())
      await chain(event).catch((error: unknown) => {
        failure = error;
        telemetry.log.error({ err: error, eventId: event.eventId }, 'evidence could not be chained');
      });
    if (failure !== undefined) throw failure;
  };
}
