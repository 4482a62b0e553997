import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import type { Bench, BenchRow } from './bench.ts';
import { IN_FLIGHT, perSecond } from './hold/shape.ts';
import { openSeeded } from './hold/store.ts';
import type { Peer } from './peers/peer.ts';
import { openPostgres } from './peers/postgres.ts';
import { openRedisPeer } from './peers/redis.ts';

const ROUNDS = 5;
const HOLDS = 3_000;
const SHOPPERS = 5_000;

const PEERS: readonly {
  readonly name: string;
  readonly missing: string;
  readonly open: () => Promise<Peer | undefined>;
  readonly atLeast: number;
}[] = [
  {
    name: 'PostgreSQL, SELECT … FOR UPDATE, synchronous_commit=on',
    missing: 'postgresql',
    open: () => openPostgres(SHOPPERS),
    atLeast: 1,
  },
  {
    name: 'Redis, Lua script, appendfsync=always',
    missing: 'redis-server',
    open: () => openRedisPeer('always', SHOPPERS),
    atLeast: 0.4,
  },
  {
    name: 'Redis, Lua script, appendfsync=everysec (may lose a second)',
    missing: 'redis-server',
    open: () => openRedisPeer('everysec', SHOPPERS),
    atLeast: 0.25,
  },
];

/** Two-seat holds on our store and on what else could hold seats on one machine, in turns. */
export const bench: Bench = {
  name: 'hold-peers',
  summary: 'two-seat holds on the LMDB store, against PostgreSQL and Redis where they are installed',
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'tix-bench-hold-peers-'));
    const store = await openSeeded(join(dir, 'store'), SHOPPERS);
    await using peers = new AsyncDisposableStack();
    const sides = [{ name: 'LMDB', atLeast: 1, server: '', hold: store.hold, rates: [] as number[] }];
    try {
      for (const { name, missing, open, atLeast } of PEERS) {
        const peer = await open();
        if (peer === undefined) {
          process.stderr.write(`hold-peers: not compared with ${name}: ${missing} is not installed\n`);
          continue;
        }
        peers.use(peer);
        sides.push({ name, atLeast, server: peer.server, hold: (n) => held(peer, n), rates: [] });
      }
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const { hold, rates } of sides) {
          const rate = await perSecond(round * HOLDS, HOLDS, hold);
          // The first round warms up.
          if (round > 0) rates.push(rate);
        }
      }
      const [ours, ...others] = sides;
      const rate = median(ours?.rates ?? []);
      return others.map(
        ({ name, atLeast, server, rates }): BenchRow => ({
          name: `two-seat hold on the LMDB store / on ${name}`,
          value: rate / median(rates),
          unit: '×',
          bar: { atLeast },
          detail: `${Math.round(rate)} against ${Math.round(median(rates))} a second, ${IN_FLIGHT} in flight, ${server}`,
        }),
      );
    } finally {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

async function held(peer: Peer, n: number): Promise<void> {
  const outcome = await peer.hold(n);
  if (outcome !== 'held') throw new Error(`hold ${n} was answered ${outcome}`);
}
