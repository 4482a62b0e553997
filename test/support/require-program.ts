import { env, stderr } from 'node:process';
import { findProgram, howToGet } from '../../scripts/lib/system-programs.mjs';

/**
 * The path of a program that a test file needs, or undefined: then the tests that need it are to be skipped (`describe.skipIf`), which is
 * said out loud. With CI=true a missing program is a failure.
 *
 * @throws Error naming the program and how to get it, with CI=true.
 */
export function requireProgram(name: string): string | undefined {
  const found = findProgram(name);
  if (found !== undefined) return found;
  const message = `the program ${name} is not installed (${howToGet(name)})`;
  if (env.CI === 'true') throw new Error(`${message}; with CI=true nothing may be skipped`);
  stderr.write(`\nSKIPPED: ${message}: the tests that run it prove nothing on this machine.\n`);
  return undefined;
}
