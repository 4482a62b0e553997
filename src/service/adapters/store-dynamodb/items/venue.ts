import { gunzipSync, gzipSync } from 'node:zlib';
import { Fields, type Item, toItem } from './fields.ts';
import { venuePartition } from './keys.ts';

/** An item may weigh 400 KB; a venue file is compressed, and cut where that is not enough. */
const PART_BYTES = 350_000;

/** The venue file as items, to be stored together. */
export function venueItems(venueHash: string, json: string): Item[] {
  const packed = gzipSync(json);
  const parts = Math.ceil(packed.length / PART_BYTES);
  return Array.from({ length: parts }, (_, part) =>
    toItem({
      PK: venuePartition(venueHash),
      SK: String(part).padStart(4, '0'),
      kind: 'venue',
      parts,
      bytes: packed.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
    }),
  );
}

/** The venue file from its items in key order. */
export function venueOf(items: readonly Item[]): string | undefined {
  if (items.length === 0) return undefined;
  const parts = items.map((item) => new Fields(item).bytes('bytes'));
  return gunzipSync(Buffer.concat(parts)).toString('utf8');
}
