import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { holdFirstSeat } from '../support/held-seat.ts';
import { finished, runTix, startTix, tempFolder } from '../support/run-tix.ts';

const STORE = ['--store', 'lmdb:store'];

describe('tix seed', () => {
  test('stores an event with all its seats, and says what it made', async () => {
    using folder = tempFolder();
    const words = ['seed', '--venue', 'theatre-2k', '--event', 'gala', '--opens-at', '1900000000', ...STORE];
    const { exitCode, stdout, stderr } = await runTix([...words, '--json'], { cwd: folder.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { event, eventCreated, seatsCreated, seatsExisting } = JSON.parse(stdout);
    expect({ eventCreated, seatsCreated, seatsExisting }).toEqual({
      eventCreated: true,
      seatsCreated: event.seatCount,
      seatsExisting: 0,
    });
    expect(event).toMatchObject({
      eventId: 'gala',
      opensAt: 1_900_000_000,
      k: 2,
      slotSeconds: 30,
      seatLimit: 10,
    });
  });

  test('run twice changes nothing, also when it opens in so many minutes', async () => {
    using folder = tempFolder();
    const words = [
      'seed',
      '--venue',
      'hall-small',
      '--event',
      'gala',
      '--opens-at',
      '+1h',
      '--k',
      '3',
      ...STORE,
      '--json',
    ];
    const first = JSON.parse((await runTix(words, { cwd: folder.path })).stdout);
    const second = await runTix(words, { cwd: folder.path });
    expect(second.exitCode).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({
      event: first.event,
      eventCreated: false,
      seatsCreated: 0,
      seatsExisting: first.event.seatCount,
    });
  });

  test.each([
    ['another venue', ['--venue', 'theatre-2k'], /exists with another venue/],
    [
      'another dial',
      ['--venue', 'hall-small', '--k', '4'],
      /exists with other terms: --k is 2 in the store, not 4/,
    ],
    [
      'another opening',
      ['--venue', 'hall-small', '--opens-at', '1900000001'],
      /--opens-at is 1900000000 in the store/,
    ],
  ])('refuses %s for an event that is stored, and changes nothing', async (_, words, says) => {
    using folder = tempFolder();
    const first = [
      'seed',
      '--venue',
      'hall-small',
      '--event',
      'gala',
      '--opens-at',
      '1900000000',
      ...STORE,
      '--json',
    ];
    const { event } = JSON.parse((await runTix(first, { cwd: folder.path })).stdout);
    const refused = await runTix(['seed', '--event', 'gala', ...words, ...STORE], { cwd: folder.path });
    expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(says) });
    const again = JSON.parse((await runTix(first, { cwd: folder.path })).stdout);
    expect(again).toMatchObject({ event, eventCreated: false, seatsCreated: 0 });
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'stopped by %s and run again completes the event',
    async (signal) => {
      using folder = tempFolder();
      const words = ['seed', '--venue', 'stadium-100k', '--event', 'cup', ...STORE, '--json'];
      const child = startTix(words, { cwd: folder.path });
      await appears(folder.path, 'store/data.mdb');
      child.kill(signal);
      await finished(child);
      const again = await runTix(words, { cwd: folder.path });
      expect(again.exitCode).toBe(0);
      const { event, seatsCreated, seatsExisting } = JSON.parse(again.stdout);
      expect(seatsCreated + seatsExisting).toBe(event.seatCount);
      expect((await runTix(['audit', ...STORE], { cwd: folder.path })).exitCode).toBe(0);
    },
  );

  test('never touches a seat that somebody holds', async () => {
    using folder = tempFolder();
    const words = ['seed', '--venue', 'hall-small', '--event', 'gala', ...STORE];
    await runTix(words, { cwd: folder.path });
    const held = await holdFirstSeat(join(folder.path, 'store'));
    expect((await runTix(words, { cwd: folder.path })).exitCode).toBe(0);
    const store = await openLmdbStore({ dir: join(folder.path, 'store'), readOnly: true });
    const seats = await store.readSection('gala', 'HALL');
    await store.close();
    expect(seats.find(({ seatId }) => seatId === held)).toMatchObject({
      availability: 'locked',
      sessionId: 'session-1',
    });
  });
});

/** Resolves when a file is there, however soon that is. */
function appears(folder: string, path: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!existsSync(join(folder, path))) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, { recursive: true }, look);
    look();
  });
}
