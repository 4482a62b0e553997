import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import type { Bench } from './bench.ts';
import type { Played } from './load/messages.ts';

const ROUNDS = 3;
/** Long enough that compiling, which counts as processor time too, weighs little on either side. */
const SECONDS = 8;
/** Requests a second of both: how many are on their way at once decides how much one turn of an event loop gets done. */
const RATE = 9_000;

/** The cost of a request in the load generator itself, on a route that does nothing. */
export const bench: Bench = {
  name: 'load',
  summary: 'requests per second of processor time, tix load against autocannon',
  async run() {
    const folder = join(import.meta.dirname, 'load');
    const server = fork(join(folder, 'server.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const url = (await firstMessage(server)) as string;
      const play = async (who: 'tix' | 'autocannon') => {
        const words = [who, url, String(SECONDS), String(RATE)];
        const player = fork(join(folder, 'player.ts'), words, { stdio: ['ignore', 2, 2, 'ipc'] });
        const { requests, cpuSeconds } = (await firstMessage(player)) as Played;
        return requests / cpuSeconds;
      };
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(await play('tix'));
        theirs.push(await play('autocannon'));
      }
      const [rate, peer] = [median(ours), median(theirs)];
      return [
        {
          name: 'requests per core, tix load / autocannon, on a route that does nothing',
          value: rate / peer,
          unit: '×',
          bar: { atLeast: 0.7 },
          detail: `${Math.round(rate)} against ${Math.round(peer)} a core and second, at ${RATE} a second each`,
        },
      ];
    } finally {
      server.disconnect();
    }
  },
};

function firstMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a part of the benchmark ended with exit code ${code}`)));
  });
}
