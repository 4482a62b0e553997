import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Packages that stay outside: they load native code or files beside their own; Ink's developer tools are not installed and never asked for. */
const EXTERNAL = ['lmdb', 'esbuild', 'react-devtools-core'];

/** Packages in the old module form ask for these, which an ES module does not have by itself. */
const OLD_MODULE_GLOBALS = `
import { createRequire as tixRequire } from 'node:module';
import { dirname as tixDirname } from 'node:path';
import { fileURLToPath as tixPath } from 'node:url';
const require = tixRequire(import.meta.url);
const __filename = tixPath(import.meta.url);
const __dirname = tixDirname(__filename);
`;

/**
 * Bundles the command into dist/cli: one small entry for help and version, a chunk for what each command needs, and the threads of
 * `tix load`.
 *
 * @param root folder of the tix package
 * @returns the files made, relative to `root`
 */
export async function buildCli(root: string): Promise<readonly string[]> {
  const outdir = join(root, 'dist', 'cli');
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/cli/main.ts', 'load-worker': 'src/cli/load/worker/main.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    jsx: 'automatic',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'warning',
    external: EXTERNAL,
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: { js: OLD_MODULE_GLOBALS },
  });
  const made = Object.keys(metafile.outputs);
  removeOld(outdir, new Set(made.map((path) => basename(path))));
  return made;
}

/** Chunks carry a digest in their names; those of earlier builds would only pile up. */
function removeOld(outdir: string, made: ReadonlySet<string>): void {
  for (const name of readdirSync(outdir))
    if (!made.has(name)) rmSync(join(outdir, name), { recursive: true });
}
