import type { Logger } from 'pino';
import type { EventRecord } from '../../core/reservation/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { createChainWriter } from '../../service/evidence/index.ts';
import type { Clock, KeyValueStore, SaleJournal } from '../../service/ports/index.ts';
import { startLoop } from '../../service/server/index.ts';

/** Whether a link is due is looked at this often; one is made a minute. */
const TURN_MS = 5_000;

/** Chains what the journal has of every event, from the start to the stop. */
export async function startEvidence(options: {
  readonly events: readonly EventRecord[];
  readonly journal: SaleJournal;
  readonly kvs: KeyValueStore;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<{ stop(): Promise<void> }> {
  const { events, log, ...parts } = options;
  const writer = createChainWriter({ ...parts, log, hashing: nodeHashing });
  const turn = async (isLast: boolean) => {
    for (const { eventId } of events) await writer.runOnce(eventId, { isLast });
  };
  await turn(false);
  const loop = startLoop('chain of evidence', TURN_MS, log, () => turn(false));
  return {
    async stop() {
      await loop.stop();
      await turn(true).catch((error: unknown) =>
        log.error({ err: error }, 'the last evidence is not chained'),
      );
    },
  };
}
