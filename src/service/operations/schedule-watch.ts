import { type Hashing, toBase64Url } from '../../core/crypto/index.ts';
import type { Clock, ReservationStore, SaleJournal } from '../ports/index.ts';
import type { SaleBook } from '../sale/index.ts';

export interface ScheduleWatch {
  /** Brings the schedules that have changed since the last look to the journal. */
  look(): Promise<void>;
}

/**
 * Keeps every schedule by which buyers were judged. A sale record forgets entries that no slot needs any more, a minute and a slot after
 * they ended, so a look at least once a minute misses nothing.
 */
export function createScheduleWatch(options: {
  readonly store: Pick<ReservationStore, 'listEvents'>;
  readonly saleBook: SaleBook;
  readonly journal: SaleJournal;
  readonly hashing: Hashing;
  readonly clock: Clock;
}): ScheduleWatch {
  const { store, saleBook, journal, hashing, clock } = options;
  const lastIds = new Map<string, string>();

  async function lookAt(eventId: string): Promise<void> {
    const { sale } = await saleBook.read(eventId);
    if (sale === undefined) return;
    const { phase, schedule } = sale;
    const id = toBase64Url(hashing.sha256(JSON.stringify([phase, schedule])));
    if (lastIds.get(eventId) === id) return;
    await journal.record(eventId, [{ kind: 'schedule', id, atMs: clock.nowMs(), phase, schedule }]);
    lastIds.set(eventId, id);
  }

  return {
    async look() {
      const events = await store.listEvents();
      await Promise.all(events.map(({ eventId }) => lookAt(eventId)));
    },
  };
}
