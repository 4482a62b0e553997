import { systemClock } from '../service/adapters/system/index.ts';
import { commands } from './commands/table.ts';
import { runProgram } from './framework/index.ts';
import { packageRoot, packageVersion } from './package-root.ts';

const program = {
  name: 'tix',
  version: packageVersion(),
  description:
    'Sells seats fairly: a provable draw in front, reservations that never sell a seat twice behind.',
  commands,
};

// A reader that has seen enough (`tix … | head`) closes the pipe: what is left to say is dropped, the exit code stays.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const exitCode = await runProgram(program, process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  packageRoot,
  clock: systemClock,
  process,
  exit: (code) => process.exit(code),
});
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
