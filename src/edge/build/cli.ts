import { resolve } from 'node:path';
import { stderr, stdout } from 'node:process';
import { UserError } from '../../core/errors/index.ts';
import { buildEdge, FUNCTION_BYTES_MAX } from './build-edge.ts';

const OUT = resolve(import.meta.dirname, '../../../dist/edge');

try {
  for (const { file, bytes } of await buildEdge(OUT)) {
    stdout.write(`${file}  ${bytes} of ${FUNCTION_BYTES_MAX} bytes\n`);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  for (const { path, message } of error.problems) stderr.write(`${path}: ${message}\n`);
  process.exitCode = 1;
}
