import { UserError } from '../../core/errors/index.ts';
import { rosterTree } from '../../core/proof/index.ts';
import { nodeHashing } from '../../service/adapters/system/index.ts';
import { pseudonym } from '../../service/auth/index.ts';
import { type Context, readLines, text } from '../framework/index.ts';

export const rosterOption = text({
  summary: 'file of the accounts that may take part, one user id a line',
  placeholder: 'FILE',
});

export const issuerOption = text({
  summary: 'issuer of the user ids in the roster; `dev-login` for rehearsals',
  placeholder: 'ISS',
  default: 'dev-login',
});

export interface Roster {
  /** Pseudonyms in byte order. */
  readonly accounts: readonly string[];
  readonly root: string;
}

/**
 * Reads a roster and makes pseudonyms of its accounts, as signing in does.
 *
 * @throws UserError `ROSTER_INVALID` naming the line of an account that is there twice; `FILE_UNREADABLE`.
 */
export async function readRoster(
  ctx: Context,
  path: string,
  names: { readonly subKey: Uint8Array; readonly issuer: string },
): Promise<Roster> {
  const lineOf = new Map<string, number>();
  let number = 0;
  for await (const line of readLines(ctx, path)) {
    number += 1;
    const userId = line.trim();
    if (userId === '') continue;
    const sub = pseudonym(nodeHashing, names.subKey, names.issuer, userId);
    const before = lineOf.get(sub);
    if (before !== undefined)
      throw new UserError(
        'ROSTER_INVALID',
        `line ${number} of ${path} names the account of line ${before} again`,
      );
    lineOf.set(sub, number);
  }
  if (lineOf.size === 0) throw new UserError('ROSTER_INVALID', `${path} names no account`);
  const accounts = [...lineOf.keys()].sort();
  const tree = rosterTree(nodeHashing);
  for (const sub of accounts) tree.add({ sub, members: null });
  return { accounts, root: tree.root() };
}
