import { type Flag, GUIDANCE } from '../../core/abuse/index.ts';
import type { Standing } from '../../core/admission/index.ts';
import type { HumanCheck } from '../ports/index.ts';

/** What a flagged buyer is told: what was seen, what to do about it, and until when. */
export async function standingOf(flag: Flag, check: HumanCheck, nowMs: number): Promise<Standing> {
  const { level, signal, until, reference, sub, isHuman } = flag;
  const asks = level === 1 && !isHuman;
  return {
    level,
    signal,
    until,
    reference,
    guidance: GUIDANCE[signal],
    humanCheck: asks ? await check.challenge(sub, nowMs) : null,
  };
}

/** Whether somebody who was drawn may come in now. The place is kept in any case. */
export function mayEnter(flag: Flag | undefined): boolean {
  return flag === undefined || (flag.level === 1 && flag.isHuman);
}
