import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { inOrder, Sale, seat } from '../../contracts/reservation-store.sale.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tix-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The one line with which opening is refused. */
async function refusal(options: { dir: string; readOnly?: boolean }): Promise<string> {
  const error = await openLmdbStore(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreUnavailableError);
  const { message } = error as StoreUnavailableError;
  expect(message).not.toContain('\n');
  expect(message).toContain(options.dir);
  return message;
}

describe('a store is refused in one line that says what to do, and left as it was, when', () => {
  test('the directory is a file', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, 'text');
    expect(await refusal({ dir: file })).toContain('must be a directory');
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  test('the directory cannot be made', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, 'text');
    expect(await refusal({ dir: join(file, 'store') })).toContain('must be a directory');
  });

  test('the directory may not be written', async () => {
    // Root may write everywhere but where the kernel says no.
    const forbidden = process.getuid?.() === 0 ? '/sys/tix-store' : join(dir, 'closed');
    if (forbidden.startsWith(dir)) mkdirSync(forbidden, { mode: 0o500 });
    expect(await refusal({ dir: forbidden })).toMatch(/Give this user the right|file system is read-only/);
  });

  test('it is to be read but is not there', async () => {
    const missing = join(dir, 'missing');
    expect(await refusal({ dir: missing, readOnly: true })).toContain('Seed an event first');
    expect(existsSync(missing)).toBe(false);
    expect(await refusal({ dir, readOnly: true })).toContain('Seed an event first');
    expect(readdirSync(dir)).toEqual([]);
  });

  test('the file is not a database', async () => {
    const file = join(dir, 'data.mdb');
    const bytes = Buffer.alloc(20_000, 'not a database ');
    writeFileSync(file, bytes);
    expect(await refusal({ dir })).toContain('not an LMDB database');
    expect(readFileSync(file).equals(bytes)).toBe(true);
    writeFileSync(file, 'short');
    expect(await refusal({ dir })).toContain('not an LMDB database');
  });

  test('the database is somebody else’s', async () => {
    const theirs = open<string, string>({ path: dir, noSubdir: false });
    await theirs.put('their key', 'their value');
    await theirs.close();
    const before = readFileSync(join(dir, 'data.mdb'));
    expect(await refusal({ dir })).toContain('not one of tix');
    expect(await refusal({ dir, readOnly: true })).toContain('not one of tix');
    expect(readFileSync(join(dir, 'data.mdb')).equals(before)).toBe(true);
  });

  test('a newer tix wrote it', async () => {
    await (await openLmdbStore({ dir })).close();
    const root = open<unknown, string>({ path: dir, noSubdir: false, overlappingSync: false });
    await root.openDB<unknown, string>('tix', { encoding: 'msgpack' }).put('format', 2);
    await root.close();
    expect(await refusal({ dir })).toContain('format 2 by a newer tix');
  });

  test('it was begun and never finished, and is to be read', async () => {
    const root = open<unknown, string>({ path: dir, noSubdir: false, overlappingSync: false });
    await root.openDB<unknown, string>('tix', { encoding: 'msgpack' }).put('format', 1);
    await root.close();
    expect(await refusal({ dir, readOnly: true })).toContain('never finished');
    await (await openLmdbStore({ dir })).close();
    await (await openLmdbStore({ dir, readOnly: true })).close();
  });

  test('the file was cut short', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    const seats = Array.from({ length: 40_000 }, (_, number) => ({
      seatId: `C1#B1#R1#S${number}`,
      sectionId: 'C1',
      tier: 'standard',
      priceMinor: 1,
    }));
    await sale.store.seedSeats('another', seats, sale.nowMs);
    await sale.store.close();
    const file = join(dir, 'data.mdb');
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(await refusal({ dir })).toContain('cut short');
    expect(await refusal({ dir, readOnly: true })).toContain('cut short');
  });
});

describe('an open store', () => {
  test('is made where whoever began it was killed before its format was written down', async () => {
    const root = open<unknown, string>({ path: dir, noSubdir: false, overlappingSync: false });
    root.openDB<unknown, string>('tix', { encoding: 'msgpack' });
    await root.close();
    const sale = await Sale.open(await openLmdbStore({ dir }));
    expect(await sale.violations()).toEqual([]);
    await sale.store.close();
    await (await openLmdbStore({ dir, readOnly: true })).close();
  });

  test('is made where there is none, in directories that do not exist yet', async () => {
    const deep = join(dir, 'a', 'b');
    const sale = await Sale.open(await openLmdbStore({ dir: deep }));
    expect(existsSync(join(deep, 'data.mdb'))).toBe(true);
    expect(await sale.violations()).toEqual([]);
    await sale.store.close();
  });

  test('may live in a directory whose name has a dot', async () => {
    const dotted = join(dir, 'store.d');
    mkdirSync(dotted);
    await (await openLmdbStore({ dir: dotted })).close();
    expect(existsSync(join(dotted, 'data.mdb'))).toBe(true);
  });

  test('for reading refuses to write', async () => {
    await (await Sale.open(await openLmdbStore({ dir }))).store.close();
    const reading = new Sale(await openLmdbStore({ dir, readOnly: true }));
    await expect(reading.shopper('anna')).rejects.toThrow(/reading only/);
    expect(await reading.store.listEvents()).toHaveLength(1);
    await reading.store.close();
  });

  test('answers nothing more once it was closed, and closing twice is harmless', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    await sale.store.close();
    await sale.store.close();
    await expect(sale.shopper('anna')).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(sale.store.ping()).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  test('refuses more commands than may wait for the disk, and goes on', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir, waitingMax: 3 }));
    const session = await sale.shopper('anna');
    const holds = [1, 2, 3, 4, 5].map((number) => sale.hold(session, [seat(number)]));
    const results = await Promise.allSettled(holds);
    const [reason] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(results.map(({ status }) => status)).toEqual([
      ...Array(3).fill('fulfilled'),
      ...Array(2).fill('rejected'),
    ]);
    expect(reason).toBeInstanceOf(StoreUnavailableError);
    expect(await sale.hold(session, [seat(4)])).toMatchObject({ kind: 'held' });
    await sale.store.close();
  });

  test('finishes what was asked before it closes', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    const session = await sale.shopper('anna');
    const hold = sale.hold(session, [seat(1)]);
    await sale.store.close();
    expect(await hold).toMatchObject({ kind: 'held' });
  });

  test('says that a record is damaged instead of misreading it', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    await sale.store.close();
    const root = open<unknown, string>({ path: dir, noSubdir: false, maxDbs: 32, overlappingSync: false });
    await root
      .openDB<unknown, string>('seats', { encoding: 'msgpack' })
      .put(`final\n${seat(1)}`, ['half', 'a', 'seat']);
    await root.close();
    const store = await openLmdbStore({ dir });
    await expect(store.readSection('final', 'A1')).rejects.toThrow(/table "seats" is damaged/);
    await store.close();
  });

  test('is scanned as of one moment, whatever is written meanwhile', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    const session = await sale.shopper('anna');
    const before = await sale.items();
    const scan = sale.store.scan()[Symbol.asyncIterator]();
    const seen = [(await scan.next()).value];
    await sale.hold(session, [seat(1), seat(2)]);
    for (let next = await scan.next(); !next.done; next = await scan.next()) seen.push(next.value);
    expect(inOrder(seen)).toEqual(before);
    expect(await sale.items()).not.toEqual(before);
    await sale.store.close();
  });
});
