import type { StoredItem } from '../core/reservation/index.ts';
import type { ReservationStore } from '../service/ports/index.ts';

/** The items of one event, or all. A due item names its payment only, so those wait until the payments have been seen. */
export async function* itemsOf(
  store: ReservationStore,
  event: string | undefined,
): AsyncIterable<StoredItem> {
  const payments = new Set<string>();
  const due: Extract<StoredItem, { type: 'due' }>[] = [];
  for await (const item of store.scan()) {
    if (event === undefined) yield item;
    else if (item.type === 'due') due.push(item);
    else if (item.record.eventId === event) {
      if (item.type === 'payment') payments.add(item.record.paymentId);
      yield item;
    }
  }
  for (const item of due) if (payments.has(item.record.paymentId)) yield item;
}
