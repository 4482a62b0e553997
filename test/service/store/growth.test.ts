import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SessionRecord } from '../../../src/core/reservation/index.ts';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import { Sale, seat } from '../../contracts/reservation-store.sale.ts';

describe('what a store keeps is bounded', () => {
  test('a log whose consumers stand still keeps the newest changes, and readers see the gap', async () => {
    const sale = await Sale.open(createMemoryStore({ changesMax: 20 }));
    await sale.store.commitCursor('stuck', 1);
    const session = await sale.shopper('anna');
    for (let turn = 0; turn < 40; turn += 1) {
      await sale.hold(session, [seat(1)]);
      await sale.release(session, [seat(1)]);
    }
    const last = await sale.store.lastChangeSeq();
    const kept = await sale.store.readChanges(1, 1_000);
    expect(kept.length).toBeLessThanOrEqual(24);
    expect(kept[0]?.seq).toBeGreaterThan(2);
    expect(kept.at(-1)?.seq).toBe(last);
  });

  test('the file of a busy store stops growing when its log is read', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tix-store-'));
    const sale = await Sale.open(await openLmdbStore({ dir }));
    const shoppers: SessionRecord[] = [];
    for (let number = 0; number < 50; number += 1) {
      shoppers.push(await sale.shopper(`user-${number}`, { newcomerPlaces: [number] }));
    }
    const bytes = () => statSync(join(dir, 'data.mdb')).size;
    const turn = async () => {
      await Promise.all(shoppers.map((session, number) => sale.hold(session, [seat(number)])));
      await Promise.all(shoppers.map((session, number) => sale.release(session, [seat(number)])));
      await sale.store.readSection('final', 'A1');
      await sale.store.commitCursor('reader', await sale.store.lastChangeSeq());
    };
    for (let count = 0; count < 40; count += 1) await turn();
    const settled = bytes();
    for (let count = 0; count < 160; count += 1) await turn();
    expect(bytes()).toBeLessThan(settled * 1.25);
    await sale.store.close();
    rmSync(dir, { recursive: true, force: true });
  });
});
