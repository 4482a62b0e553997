import { getRandomValues, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Random } from '../../ports/index.ts';

/** The operating system's randomness. Ids made within one millisecond differ and sort by their time, in no order among themselves. */
export const systemRandom: Random = {
  uuidV7: (nowMs) => v7({ msecs: nowMs }),
  bytes: (length) => new Uint8Array(randomBytes(length)),
  unit() {
    const [high = 0, low = 0] = getRandomValues(new Uint32Array(2));
    return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
  },
};
