import type { DrawKeys, SaleTerms } from '../../admission/index.ts';
import type { Hashing } from '../../crypto/index.ts';
import type { BundleHead } from '../bundle.ts';
import type { Findings } from '../findings.ts';

/** A draw whose keys are known, as every check needs it. */
export interface OpenedDraw {
  readonly hashing: Hashing;
  readonly head: BundleHead;
  /** The beacon is worked into the draw key already, which saves half of the work for every number. */
  readonly keys: DrawKeys;
  readonly sale: SaleTerms;
  readonly findings: Findings;
}

export function openedDraw(hashing: Hashing, head: BundleHead, findings: Findings): OpenedDraw {
  const { rules, lotKey, drawKey, beacon, schedule } = head;
  const draw = beacon === '' ? drawKey : hashing.hmacSha256(drawKey, beacon);
  return {
    hashing,
    head,
    keys: { lot: lotKey, draw, beacon: '' },
    sale: { ...rules, schedule },
    findings,
  };
}
