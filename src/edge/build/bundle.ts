import { resolve } from 'node:path';
import { build, type PluginBuild, transform } from 'esbuild';
import { importLine, RUNTIME_MODULES } from '../runtime/index.ts';

const SOURCE = resolve(import.meta.dirname, '../..');

/** The runtime's language beyond ES5, in esbuild's terms: what is not named here is lowered, or refused where it cannot be. */
const RUNTIME_LANGUAGE = {
  'const-and-let': true,
  arrow: true,
  'async-await': true,
  'template-literal': true,
  'object-extensions': true,
  'rest-argument': true,
  'exponent-operator': true,
} as const;

/**
 * Property names that never leave a function: they stand in no record, token, answer, header or interface of the runtime, so they
 * may be shortened.
 */
const INTERNAL_NAMES = [
  'answer authorization clock contentType cookie eventId finding hazard hmacSha256 keyOf nextBackoff nonce pass passage',
  'payload reason second session sha256 share slotPhase slotStart verdict',
].join(' ');

/**
 * One function's source in one text that CloudFront Functions takes: `import` lines, then code, with `handler` at top level and no
 * `export`. Rejects with esbuild's own message where the source cannot be brought down to the runtime's language.
 */
export async function bundle(entryPoint: string): Promise<string> {
  // Twice, because unused parts of core may use the whole language: they must be gone before anything is lowered.
  const bundled = await build({
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'esnext',
    treeShaking: true,
    minifySyntax: true,
    external: [...RUNTIME_MODULES],
    logLevel: 'silent',
    plugins: [{ name: 'pure-core', setup: declarePure }],
  });
  const source = bundled.outputFiles[0]?.text ?? '';
  const minified = await transform(source, {
    format: 'esm',
    target: 'es5',
    supported: RUNTIME_LANGUAGE,
    minify: true,
    mangleProps: new RegExp(`^(${INTERNAL_NAMES.replaceAll(' ', '|')})$`),
    legalComments: 'none',
    charset: 'ascii',
    logLevel: 'silent',
  });
  return asFunction(minified.code);
}

/** The runtime's own codec takes the place of the one that works everywhere. */
const NATIVE: Readonly<Record<string, string>> = {
  [resolve(SOURCE, 'core/crypto/base64url.ts')]: resolve(SOURCE, 'edge/functions/base64url.ts'),
};

/** Importing a module of ours does nothing by itself, so that whatever is not used can be left out. */
function declarePure(setup: PluginBuild): void {
  setup.onResolve({ filter: /^\.{1,2}\// }, async ({ path, importer, resolveDir, kind, pluginData }) => {
    if (pluginData === 'resolved' || importer.includes('node_modules')) return undefined;
    const resolved = await setup.resolve(path, { importer, resolveDir, kind, pluginData: 'resolved' });
    return { ...resolved, path: NATIVE[resolved.path] ?? resolved.path, sideEffects: false };
  });
}

/** Puts the imports first, and names the handler `handler` where it stands: `export` is not valid in a function. */
function asFunction(code: string): string {
  const exported = /export\s*\{\s*([\w$]+) as handler\s*\};?\s*$/.exec(code);
  const declaration = `async function ${exported?.[1]}(`;
  if (exported === null || code.split(declaration).length !== 2) {
    throw new Error(
      'the entry point must export one async function named handler, and use it nowhere itself',
    );
  }
  let imports = '';
  const rest = code
    .slice(0, exported.index)
    .replace(declaration, 'async function handler(')
    .replace(/import ([\w$]+) from"(\w+)";/g, (_import, name: string, moduleName: string) => {
      imports += importLine(name, moduleName);
      return '';
    });
  return `${imports}${rest}\n`;
}
