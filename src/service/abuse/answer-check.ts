import type { HumanCheck } from '../ports/index.ts';
import { ProblemError } from '../problems/index.ts';
import type { Ladder } from './ladder.ts';

/**
 * Takes a buyer's answer to the human check. Who has no flag has nothing to prove.
 *
 * @throws ProblemError `HUMAN_CHECK_FAILED` when the answer is wrong, old, or somebody else's.
 * @throws HumanCheckUnavailableError when whoever knows cannot be asked.
 */
export async function answerHumanCheck(
  { ladder, humanCheck }: { readonly ladder: Ladder; readonly humanCheck: HumanCheck },
  of: { readonly eventId: string; readonly sub: string; readonly answer: string; readonly nowMs: number },
): Promise<void> {
  const flag = await ladder.flagOf(of.eventId, of.sub);
  if (flag === undefined || flag.isHuman) return;
  if (!(await humanCheck.verify(of.sub, of.answer, of.nowMs)))
    throw new ProblemError(
      'HUMAN_CHECK_FAILED',
      'The answer does not fit, or came too late. Take a new check.',
    );
  await ladder.passed(flag);
}
