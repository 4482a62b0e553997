import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors/index.ts';
import {
  buildEdge,
  bundleProblems,
  FUNCTION_BYTES_MAX,
  languageFindings,
} from '../../src/edge/build/index.ts';
import { requireProgram } from '../support/require-program.ts';
import { builtFunctions } from './support/built-functions.ts';

const run = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tix-build-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function source(name: string, code: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, code);
  return path;
}

async function refusal(entryPoints: { readonly mint: string; readonly admit: string }): Promise<UserError> {
  try {
    await buildEdge(join(folder, 'out'), entryPoints);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was built');
}

const FINE = 'export async function handler(event) { return event.request; }';

describe('the built functions', () => {
  test('are small enough for CloudFront', async () => {
    const built = await buildEdge(folder);
    expect(built.map(({ name }) => name)).toEqual(['mint', 'admit']);
    for (const { bytes } of built) expect(bytes).toBeLessThanOrEqual(10_240);
    expect((await readdir(folder)).sort()).toEqual(['admit.js', 'mint.js']);
  });

  test('import like CloudFront wants it, export nothing and have a top-level handler', async () => {
    const built = await builtFunctions();
    for (const code of Object.values(built)) {
      expect(code).toMatch(/^import [\w$]+ from 'cloudfront';\nimport [\w$]+ from 'crypto';\n/);
      expect(code.match(/\bimport\b/g)).toHaveLength(2);
      expect(code).not.toMatch(/\bexport\b/);
      expect(code).toMatch(/async function handler\(/);
      expect(bundleProblems('function.js', code)).toEqual([]);
    }
  });

  test('are the same bytes from the same source', async () => {
    expect(await builtFunctions()).toEqual(await builtFunctions());
  });
});

describe('the build refuses', () => {
  test('a function that is too large, naming it, its size and what to do, and writes neither', async () => {
    const words = Array.from({ length: 2_000 }, (_, i) => `'word number ${i}'`).join();
    const error = await refusal({
      mint: await source('mint.ts', FINE),
      admit: await source('admit.ts', `${FINE}\nglobalThis.words = [${words}];`),
    });
    expect(error.code).toBe('EDGE_BUNDLE_REFUSED');
    expect(error.problems).toEqual([
      {
        path: 'admit.js',
        message: expect.stringMatching(
          /^\d{5} bytes, \d+ more than the 10240 CloudFront takes: move what the edge/,
        ),
      },
    ]);
    await expect(readdir(join(folder, 'out'))).rejects.toThrow('ENOENT');
  });

  test('language that cannot be brought down to the runtime’s, with the line it is about', async () => {
    const error = await refusal({
      mint: await source('mint.ts', FINE),
      admit: await source(
        'admit.ts',
        'export async function handler(event) { const { request } = event; return request; }',
      ),
    });
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]?.path).toContain('admit.ts');
    expect(error.problems[0]?.message).toMatch(/destructuring.*\(in: .*event.*\)/);
  });

  test('a function without a handler', async () => {
    const none = await source('none.ts', 'export const x = 1;');
    await expect(buildEdge(folder, { mint: none, admit: none })).rejects.toThrow(
      'must export one async function',
    );
  });
});

describe('what the runtime does not document is found', () => {
  const wrap = (body: string) => `async function handler(event) { ${body}; return event; }`;
  const offences: [string, string, string][] = [
    ['classes', 'class A {}', 'class declaration'],
    ['destructuring', 'const { a } = event', 'object pattern'],
    ['array destructuring', 'const [a] = event', 'array pattern'],
    ['call spread', 'Math.max(...event)', 'spread element'],
    ['array spread', '[...event]', 'spread element'],
    ['object spread', '({ ...event })', 'spread element'],
    ['default parameters', '(function (a = 1) {})', 'assignment pattern'],
    ['for-of', 'for (const a of event) {}', 'for of statement'],
    ['generators', '(function* () {})', 'generators'],
    ['optional chaining', 'event?.a', 'chain expression'],
    ['nullish coalescing', 'event ?? 1', 'operator ??'],
    ['logical assignment', 'event ||= 1', 'operator ||='],
    ['BigInt literals', '1n', 'BigInt'],
    ['tagged templates', 'String.raw`x`', 'tagged template'],
    ['dynamic import', 'import("crypto")', 'import expression'],
    ['async arrows', '(async () => {})', 'async arrows'],
    ['await among arguments', 'Math.max(await event)', 'await among arguments'],
    ['shorthand properties', '({ event })', 'plain name and value'],
    ['computed properties', '({ [event]: 1 })', 'plain name and value'],
    ['methods', '({ f() {} })', 'plain name and value'],
    ['catch without a binding', 'try {} catch {}', 'catch without a binding'],
    ['regular expression flags', '/a/u.test("a")', 'flags u'],
    ['Map', 'new Map()', 'global Map'],
    ['Set', 'new Set()', 'global Set'],
    ['Proxy', 'new Proxy({}, {})', 'global Proxy'],
    ['process', 'process.env', 'global process'],
    ['timers', 'setTimeout(event, 1)', 'global setTimeout'],
    ['fetch', 'fetch("https://tix.example")', 'global fetch'],
    ['eval', 'eval("1")', 'global eval'],
    ['Function', 'new Function("1")', 'global Function'],
    ['require', 'require("fs")', 'global require'],
    ['later methods', 'Object.hasOwn(event, "a")', 'method hasOwn'],
    ['a global that is assigned', 'undeclared = 1', 'global undeclared'],
  ];

  test.each(offences)('%s', (_name, code, message) => {
    const findings = languageFindings(wrap(code));
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(message);
    expect(findings[0]).toMatchObject({ line: 1, column: expect.any(Number) });
  });

  test('modules the runtime has not, exports, and a missing handler', () => {
    expect(languageFindings(`import fs from 'fs';\n${wrap('fs')}`)[0]?.message).toContain('module fs');
    expect(languageFindings(`import { a } from 'crypto';\n${wrap('a')}`)[0]?.message).toContain(
      'import specifier',
    );
    expect(languageFindings(`export ${wrap('1')}`)[0]?.message).toContain('export named declaration');
    expect(languageFindings('function handler() {}')[0]?.message).toContain(
      'no top-level `async function handler`',
    );
    expect(languageFindings('const = 1')[0]?.message).toContain('is not JavaScript');
  });

  test('and what it does document is let through', () => {
    const fine = [
      ['let a = 1; const b = `$', '{a}`; var c = a ** 2'].join(''),
      'const f = (x, ...rest) => rest.length + x; f(1)',
      'for (const key in event) { if (key === "x") break; else continue }',
      'try { throw new Error("x") } catch (e) { console.log(e) } finally {}',
      'outer: do { break outer } while (false)',
      'switch (event) { case 1: break; default: }',
      'const o = { a: 1, get b() { return 2 }, "c-d": 3, f: function () {} }; o.map = delete o.a, void 0',
      'const v = await event; await Promise.resolve()',
      'const d = new DataView(new ArrayBuffer(8)), t = new Uint8Array(2), r = /a/gi; Buffer.from("x"); atob("")',
      'event.Map = event.process',
    ];
    for (const code of fine) expect(languageFindings(wrap(code)), code).toEqual([]);
  });
});

test('every finding names the file, the place, the size and what to do', () => {
  expect(bundleProblems('mint.js', 'async function handler() {\n  return new Map(); }\n')).toEqual([
    {
      path: 'mint.js:2:14',
      message:
        'the global Map is not offered by the CloudFront Functions runtime: write it without (49 bytes)',
    },
  ]);
});

test('the command builds both functions and says how large they are', async () => {
  const { stdout } = await run(process.execPath, ['src/edge/build/cli.ts']);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/mint\.js {2}\d+ of 10240 bytes$/),
    expect.stringMatching(/admit\.js {2}\d+ of 10240 bytes$/),
  ]);
  expect(FUNCTION_BYTES_MAX).toBe(10_240);
});

const njs = requireProgram('njs');

test.skipIf(njs === undefined)(
  'njs itself refuses what the check refuses of its language, and takes the rest',
  async () => {
    const accepts = async (code: string) => {
      const file = await source('language.js', code);
      return run(njs ?? '', [file]).then(
        () => true,
        () => false,
      );
    };
    for (const code of [
      'class A {}',
      'const { a } = {}',
      'Math.max(...[1])',
      '(function* () {})',
      'null?.a',
    ]) {
      expect(await accepts(code), code).toBe(false);
    }
    expect(await accepts('async function f(e) { Math.max(await e); }')).toBe(false);
    expect(await accepts('const f = (x, ...r) => `x`; f(1 ** 2); async function g() { await 1; }')).toBe(
      true,
    );
  },
);
