import type { KeyValueStore } from '../ports/index.ts';
import { editSale, requireSale } from './edit-sale.ts';

/** Tells the edge how many blocks the flag filter has. @throws UserError `SALE_UNKNOWN` */
export function setFlagBlocks(kvs: KeyValueStore, eventId: string, blocks: number): Promise<void> {
  return editSale(kvs, eventId, (records) => {
    const sale = requireSale(records, eventId);
    if ((sale.flagBlocks ?? 0) === blocks) return { result: undefined };
    return { sale: { ...sale, flagBlocks: blocks }, result: undefined };
  });
}
