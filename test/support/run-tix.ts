import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const repoRoot = join(import.meta.dirname, '..', '..');

export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Node that runs the launcher; the one that runs the tests unless given. */
  readonly node?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the command reads on standard input. */
  readonly input?: string;
}

/** Runs the built command as a person would and answers what came of it. */
export async function runTix(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return finished(startTix(words, options));
}

/** Starts the built command; for tests that stop it half-way. */
export function startTix(words: readonly string[], options: RunOptions = {}) {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(options.node ?? process.execPath, [join(repoRoot, 'bin', 'tix.js'), ...words], {
    cwd: options.cwd ?? repoRoot,
    env: { ...env, ...options.env },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return child;
}

export async function finished(child: ReturnType<typeof startTix>): Promise<Finished> {
  const ended = new Promise<Pick<Finished, 'exitCode' | 'signal'>>((resolve) => {
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { ...end, stdout, stderr };
}

/** A folder of its own for one test, removed when the test's scope ends. */
export function tempFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'tix-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
