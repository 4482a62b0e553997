import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EventRecord } from '../../src/core/reservation/index.ts';
import { openLmdbKeyValueStore } from '../../src/service/adapters/kvs-lmdb/index.ts';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { nodeHashing, systemRandom } from '../../src/service/adapters/system/index.ts';
import { changeDoors, createSale } from '../../src/service/sale/index.ts';
import { jsonHere } from '../support/in-process.ts';
import { tempFolder } from '../support/run-tix.ts';

const OPENED_AT = Math.floor(Date.now() / 1000) - 700;

/** A sale that was made in time and opened ten minutes ago; nobody came. */
async function pastSale(doors: 'close' | 'open') {
  const folder = tempFolder();
  const tix = (words: string) => jsonHere(words.split(' '), { cwd: folder.path });
  await tix(`seed --venue hall-small --event gala --opens-at ${OPENED_AT}`);
  const event = await eventOf(join(folder.path, '.tix', 'store'));
  const kvs = openLmdbKeyValueStore({ dir: join(folder.path, '.tix', 'kvs') });
  const now = OPENED_AT - 3_600;
  await createSale(kvs, nodeHashing, systemRandom, {
    ...{ event, now, tau: 600, powBits: 0, tokenLifeSeconds: 600, signInKey: systemRandom.bytes(32) },
    sampling: { arrivals: 0.5, requests: 0, suspects: 0 },
  });
  await changeDoors(kvs, { eventId: 'gala', verb: doors, now, leadSeconds: 10 });
  await kvs.close();
  return { folder, tix };
}

async function eventOf(dir: string): Promise<EventRecord> {
  const store = await openLmdbStore({ dir });
  const event = await store.getEvent('gala');
  await store.close();
  if (event === undefined) throw new Error('the event was not seeded');
  return event;
}

describe('tix draw reveal', () => {
  let sale: Awaited<ReturnType<typeof pastSale>>;
  beforeAll(async () => {
    sale = await pastSale('close');
    return () => sale.folder[Symbol.dispose]();
  });

  test('refuses a roster that was not committed to, and writes nothing', async () => {
    writeFileSync(join(sale.folder.path, 'accounts.txt'), 'ada\n');
    const { exitCode, data } = await sale.tix('draw reveal gala --roster accounts.txt --yes');
    expect([exitCode, data.error.code]).toEqual([2, 'ROSTER_DIFFERS']);
    expect(existsSync(join(sale.folder.path, 'gala.tixdraw'))).toBe(false);
  });

  test('writes a bundle that the verifier reads, and says at once what it will find', async () => {
    const { exitCode, data } = await sale.tix('draw reveal gala --yes');
    expect(exitCode).toBe(1);
    const codes = ['grindable', 'unproven'];
    const codesOf = (findings: readonly { code: string }[]) => findings.map(({ code }) => code).sort();
    expect(codesOf(data.report.findings)).toEqual(codes);
    const written = readFileSync(join(sale.folder.path, 'gala.tixdraw'), 'utf8');
    expect(written.split('\n')).toHaveLength(data.lines + 1);
    const verified = await sale.tix('draw verify gala.tixdraw');
    expect(verified.exitCode).toBe(1);
    expect(codesOf(verified.data.findings)).toEqual(codes);
    expect(verified.data.checked).toMatchObject({ eventId: 'gala', links: expect.any(Number), admitted: 0 });
  });

  test('ends the draw: the doors stay shut once the keys are public', async () => {
    const { exitCode, data } = await sale.tix('sale open gala --yes');
    expect([exitCode, data.error.code]).toEqual([2, 'DRAW_REVEALED']);
  });

  test('may be run again, and writes the same draw', async () => {
    const before = readFileSync(join(sale.folder.path, 'gala.tixdraw'), 'utf8').split('\n')[0];
    await sale.tix('draw reveal gala --yes');
    expect(readFileSync(join(sale.folder.path, 'gala.tixdraw'), 'utf8').split('\n')[0]).toBe(before);
  });
});

test('a draw is not revealed while its sale is open', async () => {
  const sale = await pastSale('open');
  using _ = sale.folder;
  const { exitCode, data } = await sale.tix('draw reveal gala --yes');
  expect([exitCode, data.error.code]).toEqual([2, 'SALE_NOT_OVER']);
});
