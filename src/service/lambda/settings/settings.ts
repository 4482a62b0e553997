import type { z } from 'zod';
import { UserError } from '../../../core/errors/index.ts';

/** The environment variable that holds a function's settings, as JSON. */
export const SETTINGS_VARIABLE = 'TIX_SETTINGS';

/**
 * A function's settings.
 *
 * @throws UserError `SETTINGS_INVALID` with every problem, when they do not fit the function.
 */
export function readSettings<S extends z.ZodType>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): z.infer<S> {
  const parsed = schema.safeParse(fromJson(env[SETTINGS_VARIABLE]));
  if (parsed.success) return parsed.data;
  throw new UserError(
    'SETTINGS_INVALID',
    `${SETTINGS_VARIABLE} does not fit this function; deploy again`,
    parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  );
}

function fromJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
