import { copyFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Context } from '../framework/index.ts';

const PAGE = 'verify-draw.html';

/** Puts the page that verifies a bundle in a browser beside it; answers its path, or null when the pages are not built. */
export async function copyVerifierPage(ctx: Context, bundle: string): Promise<string | null> {
  const beside = join(dirname(bundle), PAGE);
  try {
    await copyFile(join(ctx.packageRoot, 'dist', 'verifier', PAGE), resolve(ctx.cwd, beside));
    return beside;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
