import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openLmdbJournal } from '../../../src/service/adapters/journal-lmdb/index.ts';
import { createMemoryJournal } from '../../../src/service/adapters/journal-memory/index.ts';
import { openDynamoJournal } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { systemClock } from '../../../src/service/adapters/system/index.ts';
import type { JournalEntry, SaleJournal } from '../../../src/service/ports/index.ts';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { describeSaleJournal } from '../../contracts/sale-journal.contract.ts';
import { freshTables, startDynamo } from '../../support/dynamodb.ts';

const temporaryDir = () => mkdtempSync(join(tmpdir(), 'tix-journal-'));

/** Handles on one journal, opened as they are asked for and closed together. */
function handles(open: () => SaleJournal, cleanUp: () => void) {
  const opened: SaleJournal[] = [];
  const another = () => {
    const handle = open();
    opened.push(handle);
    return handle;
  };
  return {
    journal: another(),
    other: another,
    async close() {
      await Promise.all(opened.map((handle) => handle.close()));
      cleanUp();
    },
  };
}

describeSaleJournal('memory', async () => {
  const journal = createMemoryJournal();
  return { journal, other: () => journal, settle: async () => {}, close: () => journal.close() };
});

describeSaleJournal('LMDB', async () => {
  const dir = temporaryDir();
  const opened = handles(
    () => openLmdbJournal({ dir }),
    () => rmSync(dir, { recursive: true }),
  );
  return { ...opened, settle: async () => {} };
});

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

describe.skipIf(dynamo === undefined)('on a local server', () => {
  describeSaleJournal('DynamoDB', async () => {
    const { options } = await freshTables(dynamo);
    let aheadMs = 0;
    const clock = { nowMs: () => systemClock.nowMs() + aheadMs };
    const opened = handles(
      () => openDynamoJournal({ ...options, clock }),
      () => {},
    );
    return {
      ...opened,
      async settle() {
        aheadMs += 3_001;
      },
    };
  });

  test('what is young is not read yet, so that nothing can come to stand behind a reader', async () => {
    const { options } = await freshTables(dynamo);
    const journal = openDynamoJournal(options);
    await journal.record('gala', [entry]);
    expect((await journal.read('gala', null, 10)).entries).toEqual([]);
    await journal.close();
  });
});

const entry: JournalEntry = {
  kind: 'minted',
  id: 'token',
  sub: 'person',
  iat: 1_800_000_000,
  c0: 0,
  atMs: 1_800_000_000_000,
  sample: 'arrivals',
};

test('the journal on disk is there after a restart, and can be read by its owner only', async () => {
  const dir = temporaryDir();
  const before = openLmdbJournal({ dir });
  await before.record('gala', [entry]);
  await before.close();
  expect(statSync(join(dir, 'journal.mdb')).mode & 0o777).toBe(0o600);
  const after = openLmdbJournal({ dir, readOnly: true });
  expect(await after.read('gala', null, 10)).toEqual({ entries: [entry], cursor: '1' });
  await after.close();
  rmSync(dir, { recursive: true });
});

test('looking for a journal that is not there makes none', () => {
  const dir = temporaryDir();
  expect(() => openLmdbJournal({ dir, readOnly: true })).toThrow(StoreUnavailableError);
  rmSync(dir, { recursive: true });
});
