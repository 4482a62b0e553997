import type { EdgeKeys } from '../../core/admission/index.ts';
import { saleKey } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { doorsAt } from './doors.ts';
import { type BeaconSignature, beaconKey, type DrawRecord, parseBeaconSignature } from './draw-record.ts';
import { editSale, readRecords, type SaleRecords } from './edit-sale.ts';

/** What may be published of a draw whose sale is over. */
export interface RevealableDraw {
  readonly commitment: string;
  readonly keys: Pick<EdgeKeys, 'lot' | 'draw' | 'sample' | 'beacon'>;
  readonly draw: DrawRecord;
  readonly beaconSignature: BeaconSignature | undefined;
  /** Epoch s. */
  readonly closedAt: number;
}

/** @throws UserError `NOTHING_COMMITTED`; `SALE_NOT_OVER` while the doors are not closed. */
export async function revealableDraw(
  kvs: KeyValueStore,
  eventId: string,
  now: number,
): Promise<RevealableDraw> {
  const [records, signature] = await Promise.all([readRecords(kvs, eventId), kvs.get(beaconKey(eventId))]);
  const { commitment, keys, draw } = requireCommitted(records, eventId);
  const closedAt = records.notes.doors.findLast(([from]) => from <= now)?.[0];
  if (doorsAt(records.notes, now) !== 'closed' || closedAt === undefined)
    throw new UserError(
      'SALE_NOT_OVER',
      `${eventId} is not closed, and whoever had the keys could tell who gets in; \`tix sale close ${eventId}\` first`,
    );
  return {
    commitment,
    keys,
    draw,
    closedAt,
    beaconSignature: signature === undefined ? undefined : parseBeaconSignature(signature, eventId),
  };
}

/** Notes that the keys are public: the doors cannot be opened again. */
export function markRevealed(kvs: KeyValueStore, eventId: string, now: number): Promise<void> {
  return editSale(kvs, eventId, (records) => {
    const { draw } = requireCommitted(records, eventId);
    return draw.revealedAt === null
      ? { draw: { ...draw, revealedAt: now }, result: undefined }
      : { result: undefined };
  });
}

function requireCommitted({ sale, keys, draw }: SaleRecords, eventId: string) {
  const commitment = sale?.commitment ?? null;
  if (commitment === null || keys === undefined || draw === undefined)
    throw new UserError(
      'NOTHING_COMMITTED',
      `nothing was committed to under ${saleKey(eventId)}, so there is nothing to prove`,
    );
  return { commitment, keys, draw };
}
