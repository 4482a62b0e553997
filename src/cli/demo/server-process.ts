import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../../core/errors/index.ts';
import type { MapReport } from '../../service/maps/index.ts';

export interface ServerProcess {
  readonly url: string;
  /** Stops it as an operator would, and answers what it said of its maps; null when it came to no proper end. */
  stop(): Promise<MapReport | null>;
}

/**
 * Runs `tix serve` as a process of its own, as an operator would, on a free port.
 *
 * @throws UserError `SERVER_FAILED` with the server's own words when it does not come up.
 */
export async function startServerProcess(options: {
  readonly packageRoot: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [join(options.packageRoot, 'bin', 'tix.js'), 'serve', '--port', '0', '--json', ...options.args],
    // A group of its own, so that ^C at the terminal reaches the demo first and the server is stopped in order.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const words = lastWords(child);
  const told = toldBy(child);
  const kill = () => void child.kill('SIGTERM');
  options.signal.addEventListener('abort', kill, { once: true });
  process.once('exit', kill);

  const url = await Promise.race([told.listening, ended.then(() => undefined)]);
  if (url === undefined)
    throw new UserError('SERVER_FAILED', `the server did not start: ${words() || 'it said nothing'}`);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      return told.maps();
    },
  };
}

/** What the server tells on standard output, line by line: where it listens, and in the end how true its maps were. */
function toldBy(child: ChildProcess): { listening: Promise<string>; maps(): MapReport | null } {
  let maps: MapReport | null = null;
  const listening = new Promise<string>((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { type?: string; url?: string; maps?: MapReport };
      if (event.type === 'listening' && event.url !== undefined) resolve(event.url);
      if (event.type === 'stopped') maps = event.maps ?? null;
    });
  });
  return { listening, maps: () => maps };
}

const WORDS_MAX = 2_000;

function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-WORDS_MAX);
  });
  return () => words.trim();
}
