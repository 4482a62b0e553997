import { fork } from 'node:child_process';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { Pool } from 'undici';
import type { Bench, BenchRow } from './bench.ts';
import type { FromServer } from './http/messages.ts';

const ROUNDS = 7;
const HOLDS_PER_ROUND = 500;
const MAPS_PER_ROUND = 1_000;
const CONNECTIONS = 64;

/** Routes of the service against routes of the same server that validate and answer the same, and do nothing else. */
export const bench: Bench = {
  name: 'http',
  summary: 'hold and cached seat map over HTTP, against routes that do nothing',
  async run() {
    const child = fork(join(import.meta.dirname, 'http', 'server.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const server = await new Promise<FromServer>((resolve, reject) => {
        child.once('message', (message) => resolve(message as FromServer));
        child.once('exit', (code) => reject(new Error(`the server ended with exit code ${code}`)));
      });
      return await measure(server);
    } finally {
      if (child.connected) child.disconnect();
    }
  },
};

async function measure({ url, mapPath, shoppers }: FromServer): Promise<readonly BenchRow[]> {
  const pool = new Pool(url, { connections: CONNECTIONS });
  const send = async (request: Parameters<Pool['request']>[0]) => {
    const { statusCode, body } = await pool.request(request);
    await body.dump();
    if (statusCode !== 200) throw new Error(`${request.path} answered ${statusCode}`);
  };
  const hold = (i: number, path?: string) => {
    const shopper = shoppers[i] ?? shoppers[0];
    if (shopper === undefined) throw new Error('no shoppers');
    const { headers, body } = shopper;
    return send({ method: 'POST', path: path ?? shopper.path, headers, body });
  };
  const get = (path: string) => send({ method: 'GET', path });

  const rates = { idleHold: [], hold: [], idleMap: [], map: [] } as Record<string, number[]>;
  for (let round = 0; round <= ROUNDS; round++) {
    const first = round * HOLDS_PER_ROUND;
    const measured = {
      idleHold: await perSecond(HOLDS_PER_ROUND, (i) => hold(first + i, '/idle/sessions/idle/holds')),
      hold: await perSecond(HOLDS_PER_ROUND, (i) => hold(first + i)),
      idleMap: await perSecond(MAPS_PER_ROUND, () => get('/idle/map')),
      map: await perSecond(MAPS_PER_ROUND, () => get(mapPath)),
    };
    // The first round warms up.
    if (round > 0) for (const [name, rate] of Object.entries(measured)) rates[name]?.push(rate);
  }
  await pool.close();
  return [
    ratio('two-seat hold over HTTP / idle POST with the same validation', rates.hold, rates.idleHold, 0.4),
    ratio('cached section map over HTTP / idle GET of the same size', rates.map, rates.idleMap, 0.6),
  ];
}

function ratio(name: string, part: number[] = [], whole: number[] = [], atLeast: number): BenchRow {
  const [rate, idle] = [median(part), median(whole)];
  return {
    name,
    value: rate / idle,
    unit: '×',
    bar: { atLeast },
    detail: `${Math.round(rate)} against ${Math.round(idle)} a second, ${CONNECTIONS} connections`,
  };
}

async function perSecond(count: number, task: (i: number) => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: count }, (_, i) => task(i)));
  return (count / (performance.now() - startedMs)) * 1000;
}
