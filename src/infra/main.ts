// `npm run synth`: writes the CloudFormation templates of a deployment to dist/cdk, from where the CDK's command deploys them.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv, cwd, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { UserError } from '../core/errors/index.ts';
import { createInfra, type Deployment, parseDeployment } from './index.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const USAGE = `Usage: npm run synth -- [--config FILE] [--out DIR]

  --config FILE  what to deploy, as JSON (docs/deploy.md); a rehearsal when left out
  --out DIR      where the templates are written (dist/cdk)
`;

function main(): void {
  const { values } = readArguments();
  if (values.help === true) {
    stdout.write(USAGE);
    return;
  }
  const deployment = parseDeployment(
    values.config === undefined ? { preset: 'rehearsal' } : readJson(resolve(cwd(), values.config)),
  );
  const outDir = resolve(cwd(), values.out ?? join(ROOT, 'dist', 'cdk'));
  const artefacts = { edge: join(ROOT, 'dist', 'edge'), lambda: join(ROOT, 'dist', 'lambda') };
  createInfra(deployment, artefacts, outDir).app.synth();
  stdout.write(summary(deployment, outDir));
}

function readArguments() {
  try {
    return parseArgs({
      args: argv.slice(2),
      options: { config: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UserError('USAGE', `${(error as Error).message}\n\n${USAGE}`);
  }
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError('CONFIG_UNREADABLE', `${path} cannot be read`, [], { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError('CONFIG_UNREADABLE', `${path} is not JSON: ${(error as Error).message}`);
  }
}

function summary({ preset, name, region }: Deployment, outDir: string): string {
  return `A ${preset} named ${name} in ${region}, checked, in ${outDir}. Deploy it as docs/deploy.md says.\n`;
}

try {
  main();
} catch (error) {
  // What the checks found stands above, with its place in the source.
  if (error instanceof Error && error.name === 'ValidationFailed') process.exit(1);
  if (!(error instanceof UserError)) throw error;
  stderr.write(`error: ${error.message}\n`);
  for (const { path, message } of error.problems) stderr.write(`  ${path}: ${message}\n`);
  process.exitCode = 2;
}
