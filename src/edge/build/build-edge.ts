import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Problem, UserError } from '../../core/errors/index.ts';
import { bundle } from './bundle.ts';
import { languageFindings } from './language.ts';

/** Largest function CloudFront takes, in bytes. */
export const FUNCTION_BYTES_MAX = 10_240;

const ENTRY_POINTS = {
  mint: resolve(import.meta.dirname, '../functions/mint.ts'),
  admit: resolve(import.meta.dirname, '../functions/admit.ts'),
};

export interface BuiltFunction {
  readonly name: 'mint' | 'admit';
  readonly file: string;
  readonly bytes: number;
}

/**
 * Builds `mint.js` and `admit.js` into `outDir`, as CloudFront Functions takes them. Nothing is written unless both are acceptable.
 *
 * @throws UserError `EDGE_BUNDLE_REFUSED`, one problem per finding: too large, or language, module or global that the runtime does not
 *   offer.
 */
export async function buildEdge(
  outDir: string,
  entryPoints = ENTRY_POINTS,
): Promise<readonly BuiltFunction[]> {
  const built = [];
  const problems: Problem[] = [];
  for (const name of ['mint', 'admit'] as const) {
    const bundled = await bundle(entryPoints[name]);
    problems.push(...('code' in bundled ? bundleProblems(`${name}.js`, bundled.code) : bundled.problems));
    if ('code' in bundled) built.push({ name, file: join(outDir, `${name}.js`), code: bundled.code });
  }
  if (problems.length > 0) {
    throw new UserError('EDGE_BUNDLE_REFUSED', 'the edge functions were not built', problems);
  }
  await mkdir(outDir, { recursive: true });
  for (const { file, code } of built) await writeFile(file, code);
  return built.map(({ name, file, code }) => ({ name, file, bytes: Buffer.byteLength(code) }));
}

/** Why CloudFront would refuse `code` as the function in `fileName`; empty when it would not. */
export function bundleProblems(fileName: string, code: string): readonly Problem[] {
  const bytes = Buffer.byteLength(code);
  const problems: Problem[] = languageFindings(code).map(({ line, column, message }) => ({
    path: `${fileName}:${line}:${column + 1}`,
    message: `${message} by the CloudFront Functions runtime: write it without (${bytes} bytes)`,
  }));
  if (bytes > FUNCTION_BYTES_MAX) {
    const excess = bytes - FUNCTION_BYTES_MAX;
    problems.push({
      path: fileName,
      message: `${bytes} bytes, ${excess} more than the ${FUNCTION_BYTES_MAX} CloudFront takes: move what the edge need not do to the service`,
    });
  }
  return problems;
}
