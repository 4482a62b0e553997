import { keysKey, saleKey } from '../../core/admission/index.ts';
import { KeyValueConflictError, type KeyValueStore } from '../ports/index.ts';
import { beaconKey, chainKey, drawKey, usedKey } from './draw-record.ts';
import { notesKey, tunerKey } from './sale-notes.ts';

const TRIES_MAX = 20;

/** Takes everything of an event out of the key-value store. Its places are worth nothing after that: for rehearsals, and when all is over. */
export async function forgetSale(kvs: KeyValueStore, eventId: string): Promise<void> {
  const names = [saleKey, keysKey, notesKey, tunerKey, drawKey, beaconKey, chainKey, usedKey];
  const deletes = names.map((name) => name(eventId));
  for (let tries = 1; ; tries++) {
    try {
      await kvs.update({ deletes, ifMatch: await kvs.etag() });
      return;
    } catch (error) {
      if (!(error instanceof KeyValueConflictError) || tries >= TRIES_MAX) throw error;
    }
  }
}
