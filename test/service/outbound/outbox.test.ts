import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLmdbOutbox } from '../../../src/service/adapters/outbox-lmdb/index.ts';
import { StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { tempFolder } from '../../support/run-tix.ts';
import { eventOf, NOW_MS, tempOutbox } from './support.ts';

const MAIL = 'https://mail.example/hook';
const TICKETS = 'https://tickets.example/hook';

describe('the outbox', () => {
  test('keeps an event once, however often it is told, with a delivery to everybody', async () => {
    await using box = tempOutbox();
    const told = [eventOf('a'), eventOf('b'), eventOf('a')];
    expect(await box.outbox.add(told, [], [MAIL, TICKETS], NOW_MS)).toBe(2);
    await box.reopen();
    expect(await box.outbox.add([eventOf('b'), eventOf('c')], [], [MAIL, TICKETS], NOW_MS + 1)).toBe(1);
    expect((await box.outbox.read(0, 10)).map(({ seq, event }) => [seq, event.id])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    for (const endpoint of [MAIL, TICKETS])
      expect((await box.outbox.due(endpoint, NOW_MS + 1, 10)).map(({ event }) => event.id)).toEqual([
        'a',
        'b',
        'c',
      ]);
    expect(await box.outbox.counts()).toEqual({ events: 3, waiting: 6, dead: 0 });
  });

  test('a delivery waits for its time, and ends for one receiver without ending for the other', async () => {
    await using box = tempOutbox();
    await box.outbox.add([eventOf('a')], [], [MAIL, TICKETS], NOW_MS);
    expect(await box.outbox.due(MAIL, NOW_MS - 1, 10)).toEqual([]);
    const [delivery] = await box.outbox.due(MAIL, NOW_MS, 10);
    if (delivery === undefined) throw new Error('nothing is due');
    await box.outbox.failed([{ delivery, reason: 'down', atMs: NOW_MS + 500 }], NOW_MS);
    await box.reopen();
    expect(await box.outbox.due(MAIL, NOW_MS + 499, 10)).toEqual([]);
    const [again] = await box.outbox.due(MAIL, NOW_MS + 500, 10);
    expect(again).toMatchObject({ attempts: 1, seq: 1 });
    if (again !== undefined) await box.outbox.delivered([again]);
    expect(await box.outbox.due(MAIL, NOW_MS + 9_999, 10)).toEqual([]);
    expect(await box.outbox.due(TICKETS, NOW_MS, 10)).toHaveLength(1);
  });

  test('what is given up is on record until somebody has it tried again', async () => {
    await using box = tempOutbox();
    await box.outbox.add([eventOf('a'), eventOf('b')], [], [MAIL], NOW_MS);
    const [a] = await box.outbox.due(MAIL, NOW_MS, 1);
    if (a !== undefined)
      await box.outbox.failed([{ delivery: a, reason: 'answered 500', atMs: null }], NOW_MS + 7);
    await box.reopen();
    const letters = await box.outbox.dead();
    expect(letters).toMatchObject([
      {
        endpoint: MAIL,
        seq: 1,
        attempts: 1,
        reason: 'answered 500',
        diedAtMs: NOW_MS + 7,
        event: { id: 'a' },
      },
    ]);
    expect(await box.outbox.revive(letters, NOW_MS + 10)).toBe(1);
    expect(await box.outbox.revive(letters, NOW_MS + 10)).toBe(0);
    expect((await box.outbox.due(MAIL, NOW_MS + 10, 10)).map(({ seq, attempts }) => [seq, attempts])).toEqual(
      [
        [2, 0],
        [1, 0],
      ],
    );
  });

  test('a failure of a delivery that has ended meanwhile changes nothing', async () => {
    await using box = tempOutbox();
    await box.outbox.add([eventOf('a')], [], [MAIL], NOW_MS);
    const [delivery] = await box.outbox.due(MAIL, NOW_MS, 1);
    if (delivery === undefined) throw new Error('nothing is due');
    await box.outbox.delivered([delivery]);
    await box.outbox.failed([{ delivery, reason: 'late', atMs: null }], NOW_MS);
    expect(await box.outbox.counts()).toEqual({ events: 1, waiting: 0, dead: 0 });
  });

  test('a watched session is due at its last word, and forgotten when told so', async () => {
    await using box = tempOutbox();
    const watch = (sessionId: string, atMs: number | null) => ({ sessionId, atMs });
    await box.outbox.add(
      [],
      [watch('s1', NOW_MS + 10), watch('s2', NOW_MS + 5), watch('s3', NOW_MS + 1)],
      [],
      NOW_MS,
    );
    await box.outbox.add([], [watch('s1', NOW_MS + 20), watch('s3', null), watch('s4', null)], [], NOW_MS);
    await box.reopen();
    expect(await box.outbox.watchesDue(NOW_MS + 4, 10)).toEqual([]);
    expect(await box.outbox.watchesDue(NOW_MS + 20, 10)).toEqual([
      watch('s2', NOW_MS + 5),
      watch('s1', NOW_MS + 20),
    ]);
  });

  test('old events are forgotten, but none that still waits or was given up', async () => {
    await using box = tempOutbox(1_000);
    await box.outbox.add([eventOf('first'), eventOf('second')], [], [MAIL], NOW_MS);
    const [first] = await box.outbox.due(MAIL, NOW_MS, 1);
    if (first !== undefined)
      await box.outbox.failed([{ delivery: first, reason: 'gone', atMs: null }], NOW_MS);
    for (let batch = 0; batch < 4; batch += 1)
      await box.outbox.add(
        Array.from({ length: 900 }, (_, i) => eventOf(`${batch}-${i}`)),
        [],
        [],
        NOW_MS,
      );
    const { events } = await box.outbox.counts();
    expect(events).toBeLessThan(2_100);
    expect((await box.outbox.read(0, 2)).map(({ event }) => event.id)).toEqual(['first', 'second']);
    expect(await box.outbox.dead()).toHaveLength(1);
    // A forgotten event is forgotten whole: told again, it is new.
    expect(await box.outbox.add([eventOf('0-0')], [], [], NOW_MS)).toBe(1);
  });

  test('is read beside the server that writes it, and is for its owner only', async () => {
    await using box = tempOutbox();
    await box.outbox.add([eventOf('a')], [], [], NOW_MS);
    expect(statSync(join(box.dir, 'outbox.mdb')).mode & 0o077).toBe(0);
    using empty = tempFolder();
    expect(() => openLmdbOutbox({ dir: empty.path, readOnly: true })).toThrow(StoreUnavailableError);
  });
});
