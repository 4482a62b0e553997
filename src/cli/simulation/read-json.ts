import { UserError } from '../../core/errors/index.ts';
import { type Context, readText } from '../framework/index.ts';

/**
 * A JSON file, or `-`.
 *
 * @throws UserError `FILE_UNREADABLE`, or `JSON_INVALID` when it is not JSON
 */
export async function readJson(ctx: Context, path: string): Promise<unknown> {
  const content = await readText(ctx, path);
  try {
    return JSON.parse(content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('JSON_INVALID', `${path} is not JSON: ${reason}`, [], { cause: error });
  }
}
