import { resolve } from 'node:path';
import { type BuildFailure, build, type PluginBuild, transform } from 'esbuild';
import { type MinifyOptions, minify } from 'terser';
import type { Problem } from '../../core/errors/index.ts';
import { importLine, RUNTIME_MODULES } from '../runtime/index.ts';

const SOURCE = resolve(import.meta.dirname, '../..');

/** The runtime's language beyond ES5, in esbuild's terms: what is not named here is lowered, or refused where it cannot be. */
const RUNTIME_LANGUAGE = {
  'const-and-let': true,
  arrow: true,
  'async-await': true,
  'template-literal': true,
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

/** A bundle, or why esbuild could not bring the source down to the runtime's language. */
export type Bundled = { readonly code: string } | { readonly problems: readonly Problem[] };

/** One function's source in one text that CloudFront Functions takes: imports, then code with `handler` at top level, no `export`. */
export async function bundle(entryPoint: string): Promise<Bundled> {
  try {
    return { code: asFunction(await tightened(await lowered(await bundled(entryPoint)))) };
  } catch (error) {
    const problems = problemsFrom(error, entryPoint);
    if (problems === undefined) throw error;
    return { problems };
  }
}

/** Everything the entry point uses and nothing else. What is unused may use the whole language, so it has to go before anything is lowered. */
async function bundled(entryPoint: string): Promise<string> {
  const result = await build({
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
  return result.outputFiles[0]?.text ?? '';
}

async function lowered(source: string): Promise<string> {
  const result = await transform(source, {
    format: 'esm',
    target: 'es5',
    supported: RUNTIME_LANGUAGE,
    minify: true,
    mangleProps: new RegExp(`^(${INTERNAL_NAMES.replaceAll(' ', '|')})$`),
    legalComments: 'none',
    charset: 'ascii',
    logLevel: 'silent',
  });
  return result.code;
}

/** Inlines what is used once and shortens what esbuild leaves: a twentieth of the size, and the functions must fit. */
const TIGHT: MinifyOptions = {
  ecma: 2015,
  module: true,
  compress: { ecma: 2015, passes: 4, inline: 3, pure_getters: true, unsafe_arrows: true },
  format: { ecma: 2015, ascii_only: true, shorthand: false },
};

async function tightened(code: string): Promise<string> {
  // Written in place of its call, an awaited function would become an async arrow, which the runtime does not take.
  const marked = code.replaceAll(/\bawait (?=[\w$]+\()/g, 'await /*@__NOINLINE__*/');
  return (await minify(marked, TIGHT)).code ?? '';
}

/** esbuild's complaints, each with the source line it is about; undefined when the error is something else. */
function problemsFrom(error: unknown, entryPoint: string): readonly Problem[] | undefined {
  const errors = (error as Partial<BuildFailure>).errors;
  if (!Array.isArray(errors)) return undefined;
  return (errors as BuildFailure['errors']).map(({ text, location }) => ({
    path: location?.file && location.file !== '<stdin>' ? location.file : entryPoint,
    message: location ? `${text} (in: ${location.lineText.trim()})` : text,
  }));
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
