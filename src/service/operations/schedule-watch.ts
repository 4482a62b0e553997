import type { Hashing } from '../../core/crypto/index.ts';
import { scheduleEntry } from '../journal/index.ts';
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
    const entry = scheduleEntry(hashing, sale, clock.nowMs());
    if (lastIds.get(eventId) === entry.id) return;
    await journal.record(eventId, [entry]);
    lastIds.set(eventId, entry.id);
  }

  return {
    async look() {
      const events = await store.listEvents();
      await Promise.all(events.map(({ eventId }) => lookAt(eventId)));
    },
  };
}
