import type { SaleRecord, ScheduleEntry } from '../../core/admission/index.ts';
import type { JournalEntry } from '../ports/index.ts';

/**
 * The schedule from the opening on, put together from all that were published: each one stands from its first entry on, whatever was
 * planned before it, and forgets only what is past.
 */
export function wholeSchedule(journal: readonly JournalEntry[], sale: SaleRecord): readonly ScheduleEntry[] {
  const published = [
    ...journal.flatMap((entry) => (entry.kind === 'schedule' ? [entry.schedule] : [])),
    sale.schedule,
  ];
  return published.reduce((known, next) => {
    const from = next[0]?.[0] ?? Number.POSITIVE_INFINITY;
    return [...known.filter(([start]) => start < from), ...next];
  }, []);
}
