// Builds what runs: the edge functions, the command, the buyer's pages and the Lambda functions. `node scripts/build.ts [part …] [--if-stale]`; all parts when none is named.

import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli } from './lib/build-cli.ts';
import { buildLambda } from './lib/build-lambda.ts';
import { inputsDigest, isFresh, PARTS, type Part, stampPart } from './lib/build-stamp.mjs';
import { buildWeb } from './lib/build-web.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** How each part is made; answers the files it made, relative to the root. */
const BUILDERS: Record<Part, () => Promise<readonly string[]>> = {
  edge: async () => {
    runScript('src/edge/build/cli.ts');
    return ['dist/edge/mint.js', 'dist/edge/admit.js'];
  },
  cli: () => buildCli(root),
  web: () => buildWeb(root),
  lambda: async () => {
    const built = await buildLambda(root, join(root, 'dist', 'lambda'));
    for (const { name, startBytes, bytes } of built)
      process.stdout.write(`dist/lambda/${name}.mjs  ${startBytes} bytes to start, ${bytes} in all\n`);
    return [...new Set(built.flatMap(({ files }) => files))].map((file) => `dist/lambda/${file}`);
  },
};

function runScript(script: string): void {
  const { status } = spawnSync(process.execPath, [join(root, script)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** The bundler has said what is wrong, with the place; a stack of its own insides would only hide that. */
function giveUp(error: unknown): never {
  if (error instanceof Error && 'errors' in error) process.exit(1);
  throw error;
}

const words = process.argv.slice(2);
const ifStale = words.includes('--if-stale');
const named = PARTS.filter((part) => words.includes(part));
for (const part of named.length > 0 ? named : PARTS) {
  if (ifStale && isFresh(root, part)) continue;
  const inputs = inputsDigest(root);
  const outputs = await BUILDERS[part]().catch(giveUp);
  stampPart(root, part, inputs, outputs);
}
