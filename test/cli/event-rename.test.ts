import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../src/service/adapters/store-lmdb/index.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';

const STORE = ['--store', 'lmdb:store'];

describe('tix event rename', () => {
  test('changes what buyers read, and lets everybody who keeps the old name know', async () => {
    using folder = tempFolder();
    const seed = ['seed', '--venue', 'hall-small', '--event', 'gala', '--opens-at', '1900000000', ...STORE];
    await runTix(seed, { cwd: folder.path });
    const rename = ['event', 'rename', 'gala', 'Gala (new date)', ...STORE];
    const { exitCode, stdout } = await runTix(rename, { cwd: folder.path });
    expect({ exitCode, stdout: stdout.trim() }).toEqual({
      exitCode: 0,
      stdout: 'renamed gala: "gala" is "Gala (new date)" now.',
    });
    const again = await runTix([...rename, '--json'], { cwd: folder.path });
    expect(JSON.parse(again.stdout)).toEqual({
      eventId: 'gala',
      before: 'Gala (new date)',
      name: 'Gala (new date)',
    });

    const store = await openLmdbStore({ dir: join(folder.path, 'store') });
    const told = (await store.readChanges(0, 10)).flatMap(({ body }) =>
      body.kind === 'event' ? [body.name] : [],
    );
    await store.close();
    expect(told).toEqual(['gala', 'Gala (new date)']);
  });

  test('of an event that is not there changes nothing and says so', async () => {
    using folder = tempFolder();
    const { exitCode, stderr } = await runTix(['event', 'rename', 'gala', 'Gala', ...STORE], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('gala');
  });
});
