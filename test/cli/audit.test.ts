import { join } from 'node:path';
import { open } from 'lmdb';
import { describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { holdFirstSeat } from '../support/held-seat.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';

const STORE = ['--store', 'lmdb:store'];

async function seeded(folder: string, ...events: string[]) {
  for (const event of events) {
    await runTix(['seed', '--venue', 'hall-small', '--event', event, ...STORE], { cwd: folder });
  }
}

describe('tix audit', () => {
  test('finds a store that was only seeded clean, and says what it read', async () => {
    using folder = tempFolder();
    await seeded(folder.path, 'gala', 'matinee');
    const { exitCode, stdout, stderr } = await runTix(['audit', ...STORE, '--json'], { cwd: folder.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, violations: [], events: ['gala', 'matinee'] });

    const asText = await runTix(['audit', ...STORE], { cwd: folder.path });
    expect(asText.stdout).toMatch(/^clean {2}gala, matinee \(lmdb:store\)\n\n[\s\S]*seats +326 available/);
  });

  test('reads one event alone when it is named', async () => {
    using folder = tempFolder();
    await seeded(folder.path, 'gala', 'matinee');
    const { stdout } = await runTix(['audit', '--event', 'gala', ...STORE, '--json'], { cwd: folder.path });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      events: ['gala'],
      counts: { events: 1, seats: { available: 163, locked: 0, sold: 0 } },
    });
  });

  test('refuses an event that is not there', async () => {
    using folder = tempFolder();
    await seeded(folder.path, 'gala');
    const { exitCode, stderr } = await runTix(['audit', '--event', 'opera', ...STORE], { cwd: folder.path });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: lmdb:store holds no event "opera"\n',
    });
  });

  test('fails, and names the records, when something is wrong', async () => {
    using folder = tempFolder();
    await seeded(folder.path, 'gala');
    const seatId = await holdFirstSeat(join(folder.path, 'store'));
    await loseReservations(join(folder.path, 'store'));
    const asJson = await runTix(['audit', ...STORE, '--json'], { cwd: folder.path });
    expect(asJson.exitCode).toBe(1);
    const report = JSON.parse(asJson.stdout);
    expect(report.ok).toBe(false);
    expect(report.violations).toContainEqual(
      expect.objectContaining({
        code: 'SEAT_LOCK_UNFOUNDED',
        ids: expect.arrayContaining([expect.stringContaining(seatId)]),
      }),
    );

    const asText = await runTix(['audit', ...STORE], { cwd: folder.path });
    expect(asText.exitCode).toBe(1);
    expect(asText.stdout).toMatch(/^\d+ violations? /);
    expect(asText.stdout).toContain('SEAT_LOCK_UNFOUNDED');
    expect(asText.stdout).toContain(seatId);
  });

  test('reads beside a store that is in use', async () => {
    using folder = tempFolder();
    await seeded(folder.path, 'gala');
    const store = await openLmdbStore({ dir: join(folder.path, 'store') });
    const { exitCode } = await runTix(['audit', ...STORE], { cwd: folder.path });
    await store.close();
    expect(exitCode).toBe(0);
  });
});

/** Damages a store behind its back: every reservation record is gone. */
async function loseReservations(dir: string): Promise<void> {
  const root = open({ path: dir, noSubdir: false, maxDbs: 32 });
  await root.openDB('reservations', { encoding: 'msgpack' }).clearAsync();
  await root.close();
}
