import { createInterface } from 'node:readline/promises';
import { UserError } from '../core/errors/index.ts';
import { type Context, flag } from './framework/index.ts';

/** `--yes`, for every command that asks first. */
export const yesOption = flag({ summary: 'do it without asking, for scripts' });

/**
 * Shows what will change and waits for a yes, unless one was given on the command line.
 *
 * @throws UserError `CONFIRMATION_NEEDED` where nobody can be asked, `DECLINED`.
 */
export async function confirm(ctx: Context, yes: boolean, changes: readonly string[]): Promise<void> {
  if (yes) return;
  const canAsk = ctx.isTTY && !ctx.json && 'isTTY' in ctx.stdin && ctx.stdin.isTTY === true;
  if (!canAsk)
    throw new UserError(
      'CONFIRMATION_NEEDED',
      `nothing was changed: say --yes to do this where nobody can be asked. ${changes.join(' ')}`,
    );
  for (const line of changes) ctx.note(line);
  const terminal = createInterface({ input: ctx.stdin, output: ctx.stderr });
  try {
    const answer = await terminal.question('Do this? [y/N] ', { signal: ctx.signal });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new UserError('DECLINED', 'nothing was changed');
}
