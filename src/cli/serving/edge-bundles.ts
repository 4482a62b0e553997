import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../core/errors/index.ts';

/** The edge functions as they would be deployed. @throws UserError `NOT_BUILT`. */
export async function readEdgeBundles(packageRoot: string): Promise<{ mintCode: string; admitCode: string }> {
  const read = (name: string) => readFile(join(packageRoot, 'dist', 'edge', name), 'utf8');
  try {
    const [mintCode, admitCode] = await Promise.all([read('mint.js'), read('admit.js')]);
    return { mintCode, admitCode };
  } catch (error) {
    throw new UserError('NOT_BUILT', 'the edge functions are not built; run `npm run build`', [], {
      cause: error,
    });
  }
}
