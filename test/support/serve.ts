import { createInterface } from 'node:readline';
import { finished, runTix, startTix } from './run-tix.ts';

export interface Served extends AsyncDisposable {
  readonly url: string;
  /** Stops the server as ^C would and answers how it ended. */
  stop(): ReturnType<typeof finished>;
  /** What a power cut would do to the process. */
  kill(): ReturnType<typeof finished>;
}

/** `tix serve` on a free port, over a store and state folder inside `dir`. */
export async function serve(dir: string, flags: readonly string[] = []): Promise<Served> {
  const child = startTix([
    ...['serve', '--json', '--port', '0', '--dev-login', '--pow-bits', '4'],
    ...['--store', `lmdb:${dir}/store`, '--state', `${dir}/state`, ...flags],
  ]);
  const ended = finished(child);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line).url));
    void ended.then(({ stderr }) => reject(new Error(`the server ended: ${stderr}`)));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    url,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}

/** A small hall on sale, open since a moment ago. */
export async function seedHall(dir: string, flags: readonly string[] = []): Promise<void> {
  const opensAt = String(Math.floor(Date.now() / 1000) - 5);
  const { exitCode, stderr } = await runTix([
    ...['seed', '--venue', 'hall-small', '--event', 'recital', '--opens-at', opensAt, '--slot', '1s'],
    ...['--store', `lmdb:${dir}/store`, '--json', ...flags],
  ]);
  if (exitCode !== 0) throw new Error(`seeding failed: ${stderr}`);
}
