import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { openLmdbStore } from '../src/service/adapters/store-lmdb/index.ts';
import type { Bench } from './bench.ts';
import { EVENT_ID, OPENS_MS, SEATS, seatId } from './hold/shape.ts';

const ROUNDS = 3;
const SEATS_AT_ONCE = 5_000;

/** Seeding a stadium, durably, until the last answer. */
export const bench: Bench = {
  name: 'seed',
  summary: `seeding ${SEATS} seats into the LMDB store`,
  async run() {
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) seconds.push(await seed());
    return [
      {
        name: `seeding ${SEATS} seats into LMDB`,
        value: median(seconds),
        unit: 's',
        bar: { atMost: 2 },
        detail: `${seconds.map((value) => value.toFixed(2)).join(', ')} s, ${SEATS_AT_ONCE} seats a transaction`,
      },
    ];
  },
};

async function seed(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'tix-bench-seed-'));
  const store = await openLmdbStore({ dir });
  try {
    const startedMs = performance.now();
    for (let first = 0; first < SEATS; first += SEATS_AT_ONCE) {
      const seats = Array.from({ length: SEATS_AT_ONCE }, (_, i) => {
        const id = seatId(first + i);
        return { seatId: id, sectionId: id.slice(0, id.indexOf('#')), tier: 'standard', priceMinor: 12_000 };
      });
      await store.seedSeats(EVENT_ID, seats, OPENS_MS);
    }
    return (performance.now() - startedMs) / 1000;
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
