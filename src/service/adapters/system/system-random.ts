import { randomBytes, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { Random } from '../../ports/index.ts';

// Asking the operating system for 16 bytes costs as much as asking for 4096.
const ID_BYTES = 16;
const pool = new Uint8Array(256 * ID_BYTES);
let used = pool.length;

function idBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.slice(used - ID_BYTES, used);
}

/**
 * Ids and keys come from the operating system's randomness; `unit`, which only spreads choices, from the engine's generator. Ids made within
 * one millisecond differ and sort by their time, in no order among themselves.
 */
export const systemRandom: Random = {
  uuidV7: (nowMs) => v7({ msecs: nowMs, random: idBytes() }),
  bytes: (length) => new Uint8Array(randomBytes(length)),
  unit: () => Math.random(),
};
