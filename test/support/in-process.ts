import { Readable } from 'node:stream';
import { commands } from '../../src/cli/commands/table.ts';
import { runProgram } from '../../src/cli/framework/index.ts';
import { systemClock } from '../../src/service/adapters/system/index.ts';
import { repoRoot } from './run-tix.ts';
import { testWorld } from './world.ts';

const program = { name: 'tix', version: '', description: '', commands };

export interface InProcessOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What a person types at the terminal; without it there is none. */
  readonly typed?: string;
}

/** Runs a command line within the test, which is quicker than the built command and may have a terminal of its own. */
export async function runHere(words: readonly string[], options: InProcessOptions) {
  const { cwd, typed, env = {} } = options;
  const at = testWorld({ isTTY: typed !== undefined, env });
  const stdin = Object.assign(Readable.from([typed ?? '']), { isTTY: typed !== undefined });
  const world = { ...at.world, cwd, stdin, packageRoot: repoRoot, clock: systemClock };
  const exitCode = await runProgram(program, words, world);
  return { exitCode, stdout: at.stdout(), stderr: at.stderr() };
}

/** The same with `--json`: the one object that was printed, or the error. */
export async function jsonHere(words: readonly string[], options: InProcessOptions) {
  const { exitCode, stdout, stderr } = await runHere([...words, '--json'], options);
  return { exitCode, data: JSON.parse(stdout === '' ? stderr : stdout) };
}
