import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditStore } from '../../../src/core/audit/index.ts';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { EVENT, OPENS_MS, Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { type Acknowledged, type FromChild, raceFor } from './lmdb-race.ts';

const CHILD = join(import.meta.dirname, 'lmdb-child.ts');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tix-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function startChild(mode: string): ChildProcess {
  return fork(CHILD, [mode, dir], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

describe('an answer', () => {
  test('is not given before the flush it waits for', async () => {
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let isGated = false;
    const flush = async (flushed: PromiseLike<unknown>) => {
      await flushed;
      if (!isGated) return;
      entered.resolve();
      await gate.promise;
    };
    const sale = await Sale.open(await openLmdbStore({ dir, hooks: { flush } }));
    const [anna, ben] = [await sale.shopper('anna'), await sale.shopper('ben')];
    isGated = true;
    const answers: string[] = [];
    const first = sale.hold(anna, [seat(1)]).then(({ kind }) => answers.push(kind));
    await entered.promise;
    const second = sale.hold(ben, [seat(1)]).then(({ kind }) => answers.push(kind));
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect(answers).toEqual([]);
    gate.resolve();
    await Promise.all([first, second]);
    expect(answers).toEqual(['held', 'seatsTaken']);
    await sale.store.close();
  });

  for (const acknowledgements of [1, 150, 700]) {
    test(`is kept when the process is killed under load, after ${acknowledgements} of them`, async () => {
      const child = startChild('load');
      const acknowledged: Acknowledged[] = [];
      child.on('message', ({ held }: FromChild & { kind: 'held' }) => {
        acknowledged.push(held);
        if (acknowledged.length === acknowledgements) child.kill('SIGKILL');
      });
      await once(child, 'exit');
      expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgements);

      const store = await openLmdbStore({ dir });
      for (const { sessionId, seatIds } of acknowledged) {
        const reservations = await store.readReservations(sessionId);
        expect(reservations.map(({ seatId }) => seatId)).toEqual(seatIds);
      }
      let nowMs = OPENS_MS;
      for await (const item of store.scan()) {
        if (item.type === 'session') nowMs = Math.max(nowMs, item.record.createdAtMs);
      }
      const { violations } = await auditStore(store.scan(), { nowMs });
      expect(violations).toEqual([]);
      await store.close();
    });
  }
});

describe('two processes on one store', () => {
  test('never give a seat to two sessions', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    const wins: Acknowledged[] = [];
    const child = startChild('race');
    child.on('message', ({ held }: FromChild & { kind: 'held' }) => wins.push(held));
    const exited = once(child, 'exit');
    await raceFor(sale, 'parent', 0, async (held) => {
      wins.push(held);
    });
    await exited;
    const seats = wins.flatMap(({ seatIds }) => seatIds);
    expect(new Set(seats).size).toBe(seats.length);
    expect(seats).toHaveLength(EVENT.seatCount);
    expect(await sale.violations()).toEqual([]);
    await sale.store.close();
  });

  test('an audit beside a busy server sees one moment, and finds nothing wrong with it', async () => {
    const sale = await Sale.open(await openLmdbStore({ dir }));
    const child = startChild('audit');
    const audits: FromChild[] = [];
    child.on('message', (message: FromChild) => audits.push(message));
    let isRunning = true;
    const exited = once(child, 'exit').then(() => {
      isRunning = false;
    });
    const shoppers = [];
    for (const user of ['anna', 'ben', 'carla', 'dora']) shoppers.push(await sale.shopper(user));
    while (isRunning) {
      await Promise.all(
        shoppers.map((session, number) => sale.hold(session, [seat(2 * number), seat(2 * number + 1)])),
      );
      await Promise.all(shoppers.map((session, number) => sale.release(session, [seat(2 * number)])));
    }
    await exited;
    expect(audits).toEqual(Array(5).fill({ kind: 'audited', violations: 0, seats: EVENT.seatCount }));
    expect(sale.nowMs).toBe(OPENS_MS);
    await sale.store.close();
  });
});

describe('a full disk', () => {
  test('refuses in one line, loses nothing acknowledged, and the store goes on when there is room', async () => {
    const limitBlocks = 600;
    const command = `ulimit -f ${limitBlocks}; exec "$0" "$@"`;
    const child = spawn('sh', ['-c', command, process.execPath, CHILD, 'fill', dir], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const held: Acknowledged[] = [];
    const refusals: string[] = [];
    let isClosed = false;
    child.on('message', (message: FromChild) => {
      if (message.kind === 'held') held.push(message.held);
      if (message.kind === 'refused') refusals.push(`${message.name}: ${message.message}`);
      if (message.kind === 'closed') isClosed = true;
    });
    const [code] = await once(child, 'exit');
    expect({ code, isClosed }).toEqual({ code: 0, isClosed: true });
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) {
      expect(refusal).toMatch(
        /^StoreUnavailableError: Store .+: .+\. The disk .+\. Nothing that was acknowledged is lost\.$/,
      );
    }
    const store = await openLmdbStore({ dir });
    for (const { sessionId, seatIds } of held) {
      const reservations = await store.readReservations(sessionId);
      expect(reservations.map(({ seatId }) => seatId)).toEqual(seatIds);
    }
    const sale = new Sale(store);
    sale.nowMs = OPENS_MS + 86_400_000;
    expect(await sale.hold(await sale.shopper('late', { sessionId: 'late' }), [seat(1)])).toMatchObject({
      kind: 'held',
    });
    expect(await sale.violations()).toEqual([]);
    await store.close();
  });
});
