import {
  areFlagged,
  type EdgeKeys,
  flagBlockKey,
  flagPlaceOf,
  type SaleRecord,
} from '../../core/admission/index.ts';
import { hashing, readRecord } from './runtime.ts';

/** Whether the flag filter knows this buyer: one read. Who is hit by chance only makes a detour, and so does nobody while it cannot be read. */
export async function isFlagged(
  sale: SaleRecord,
  keys: EdgeKeys,
  eventId: string,
  sub: string,
): Promise<boolean> {
  const blocks = sale.flagBlocks;
  if (!blocks) return false;
  const place = flagPlaceOf(hashing, keys.sample, eventId, sub, blocks);
  const found = await readRecord(flagBlockKey(eventId, blocks, place.block), (text) =>
    areFlagged(text, place.bits),
  );
  return found === true;
}
