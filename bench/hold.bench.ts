import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import type { Bench } from './bench.ts';
import { openRaw } from './hold/raw.ts';
import { IN_FLIGHT, perSecond } from './hold/shape.ts';
import { openSeeded } from './hold/store.ts';

const ROUNDS = 5;
const HOLDS = 8_000;
const SHOPPERS = 12_000;

/** Durable two-seat holds through the rules, against the same six writes done with the library alone. */
export const bench: Bench = {
  name: 'hold',
  summary: 'two-seat holds on the LMDB store, against the same writes without rules or reads',
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'tix-bench-hold-'));
    const store = await openSeeded(join(dir, 'store'), SHOPPERS);
    const transactions = await openRaw(join(dir, 'transactions'));
    const puts = await openRaw(join(dir, 'puts'));
    try {
      const rates = { store: [], transactions: [], puts: [] } as Record<string, number[]>;
      for (let round = 0; round <= ROUNDS; round += 1) {
        const first = round * HOLDS;
        const measured = {
          store: await perSecond(first, HOLDS, store.hold),
          transactions: await perSecond(first, HOLDS, transactions.inTransaction),
          puts: await perSecond(first, HOLDS, puts.asPuts),
        };
        // The first round warms up.
        if (round > 0) for (const [side, rate] of Object.entries(measured)) rates[side]?.push(rate);
      }
      const rate = median(rates.store ?? []);
      const raw = Math.max(median(rates.transactions ?? []), median(rates.puts ?? []));
      return [
        {
          name: 'two-seat hold on the LMDB store / the same writes raw (the faster of transactions and puts)',
          value: rate / raw,
          unit: '×',
          bar: { atLeast: 0.5 },
          detail: `${Math.round(rate)} against ${Math.round(raw)} a second, ${IN_FLIGHT} in flight`,
        },
      ];
    } finally {
      await Promise.all([store.close(), transactions.close(), puts.close()]);
      rmSync(dir, { recursive: true, force: true });
    }
  },
};
