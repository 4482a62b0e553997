import { commitmentOf, type OwnDraw, ownDraw } from '../../core/admission/index.ts';
import type { Hashing } from '../../core/crypto/index.ts';
import type { PublishedDraw } from './published-draw.ts';

export interface DrawFinding extends OwnDraw {
  /** Computed from the published keys and rules; to be compared with what was promised before the sale. */
  readonly commitment: string;
}

/** What the published keys say about one buyer. `since` is when their place was first given, epoch seconds. */
export function checkDraw(
  hashing: Hashing,
  { rules, lotKey, drawKey, beacon, schedule }: PublishedDraw,
  sub: string,
  since: number,
): DrawFinding {
  const keys = { lot: lotKey, draw: drawKey, beacon };
  return {
    commitment: commitmentOf(hashing, rules, lotKey, drawKey),
    ...ownDraw(hashing, { ...rules, schedule }, keys, { sub, since }),
  };
}
