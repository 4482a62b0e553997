import { resolve } from 'node:path';
import { UserError } from '../../core/errors/index.ts';
import { knownAccess } from '../../service/operations/index.ts';
import { type Context, TargetUnreachableError, text } from '../framework/index.ts';
import { stateFolder } from '../serving/index.ts';

/** `--ops`, for commands that watch or steer a running service. */
export const opsOption = text({
  summary: 'operations API of the service',
  placeholder: 'URL',
  defaultText: 'that of the `tix serve` whose state is in --state',
  pattern: /^https?:\/\/[^\s]+[^/\s]$/,
  expected: 'a web address without a slash at the end',
});

/** Holds the token for `--ops`; a command line is seen by everybody on the machine. */
const TOKEN_VARIABLE = 'TIX_OPS_TOKEN';

export interface OpsAddress {
  readonly url: string;
  readonly token: string;
}

/**
 * Where the operations API is and the token for it: as told, or as a `tix serve` on this machine wrote it down.
 *
 * @throws UserError `OPS_TOKEN_MISSING`, `OPS_FILE_INVALID`; TargetUnreachableError `OPS_UNKNOWN` when no server has written anything down.
 */
export async function opsAddress(
  ctx: Context,
  { ops, state }: { readonly ops: string | undefined; readonly state: string },
): Promise<OpsAddress> {
  const path = stateFolder(resolve(ctx.cwd, state)).accessFile;
  const known = knownAccess(path);
  const url = ops ?? known?.url ?? undefined;
  if (url === undefined)
    throw new TargetUnreachableError(
      'OPS_UNKNOWN',
      `no server has left its address in ${path}: start \`tix serve\`, or say --ops URL and set ${TOKEN_VARIABLE}`,
    );
  const own = known?.url === url ? known.tokens.find(({ role }) => role === 'operator') : undefined;
  const token = ctx.env[TOKEN_VARIABLE] ?? own?.token ?? '';
  if (token === '')
    throw new UserError(
      'OPS_TOKEN_MISSING',
      `set ${TOKEN_VARIABLE} to a token of the operations API at ${url}`,
    );
  return { url, token };
}
