import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ENTRIES, type Entry } from '../../src/service/lambda/index.ts';

export interface BuiltEntry {
  readonly name: Entry;
  /** What it may load, relative to `outDir`. */
  readonly files: readonly string[];
  /** Bytes loaded before the first event. */
  readonly startBytes: number;
  /** Bytes of everything it may load. */
  readonly bytes: number;
  /** Modules it expects to find where it runs. */
  readonly outside: readonly string[];
}

/** Packages in the old module form ask for these, which an ES module does not have by itself. */
const OLD_MODULE_GLOBALS = `import { createRequire as tixRequire } from 'node:module';
import { dirname as tixDirname } from 'node:path';
import { fileURLToPath as tixPath } from 'node:url';
const require = tixRequire(import.meta.url);
const __filename = tixPath(import.meta.url);
const __dirname = tixDirname(__filename);`;

/** Native code of the one-machine adapters, of which nothing is used in a function; and what tells browsers apart for the AWS SDK. */
const NATIVE = /^lmdb$/;
const UNUSED = /^bowser$/;

/**
 * Bundles the functions into one folder: `<entry>.mjs` each, and chunks they share or load when needed. It holds all their code; nothing of
 * `node_modules` is deployed beside it.
 *
 * @param root folder of the tix package
 */
export async function buildLambda(root: string, outDir: string): Promise<readonly BuiltEntry[]> {
  rmSync(outDir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(ENTRIES.map((name) => [name, `src/service/lambda/entries/${name}.ts`])),
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // The newer module form, of which what is not used can be left out.
    mainFields: ['module', 'main'],
    banner: { js: OLD_MODULE_GLOBALS },
    plugins: [withoutSideEffects(join(root, 'src')), oneLanguage],
  });
  const files = Object.entries(metafile.outputs);
  const sizeOf = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
  return ENTRIES.map((name) => {
    const entryPoint = `src/service/lambda/entries/${name}.ts`;
    const file = files.find(([, output]) => output.entryPoint === entryPoint)?.[0] ?? '';
    const reached = (kinds: readonly string[]) => reachedFrom(metafile.outputs, file, kinds);
    const all = reached(['import-statement', 'dynamic-import']);
    return {
      name,
      files: [...all].map((path) => relative(outDir, join(root, path))),
      startBytes: sizeOf(reached(['import-statement'])),
      bytes: sizeOf(all),
      outside: outsideOf(metafile.outputs, all),
    };
  });
}

/** Importing a module of ours, or a native package that nothing uses, does nothing by itself, so that whatever is not used can be left out. */
function withoutSideEffects(source: string): Plugin {
  return {
    name: 'without-side-effects',
    setup(setup) {
      setup.onResolve({ filter: /^\.{1,2}\// }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === 'resolved' || !importer.startsWith(source)) return undefined;
        const resolved = await setup.resolve(path, { importer, resolveDir, kind, pluginData: 'resolved' });
        return { ...resolved, sideEffects: false };
      });
      setup.onResolve({ filter: NATIVE }, ({ path }) => ({ path, external: true, sideEffects: false }));
      setup.onResolve({ filter: UNUSED }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === 'resolved') return undefined;
        const resolved = await setup.resolve(path, { importer, resolveDir, kind, pluginData: 'resolved' });
        return { ...resolved, sideEffects: false };
      });
    },
  };
}

/** The validator brings its messages in fifty languages; the API speaks one, which it loads by itself. */
const oneLanguage: Plugin = {
  name: 'one-language',
  setup(setup) {
    setup.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export {};',
    }));
  },
};

interface Output {
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
}
type Outputs = Readonly<Record<string, Output>>;

/** A file and every file it imports in one of these ways, directly or not. */
function reachedFrom(
  outputs: Outputs,
  path: string,
  kinds: readonly string[],
  found = new Set<string>(),
): ReadonlySet<string> {
  const output = outputs[path];
  if (found.has(path) || output === undefined) return found;
  found.add(path);
  for (const next of output.imports)
    if (kinds.includes(next.kind)) reachedFrom(outputs, next.path, kinds, found);
  return found;
}

function outsideOf(outputs: Outputs, paths: ReadonlySet<string>): readonly string[] {
  const imports = [...paths].flatMap((path) => outputs[path]?.imports ?? []);
  return [...new Set(imports.filter(({ external }) => external === true).map(({ path }) => path))].sort();
}
