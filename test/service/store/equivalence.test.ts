import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import type { ReservationStore } from '../../../src/service/ports/index.ts';
import { EVENT_ID, keyed, Sale, seat } from '../../contracts/reservation-store.sale.ts';

const COMMANDS = [
  'start',
  'hold',
  'release',
  'cancel',
  'checkout',
  'attempt',
  'pay',
  'decline',
  'void',
] as const;

const step = fc.record({
  command: fc.constantFrom(...COMMANDS),
  user: fc.nat({ max: 3 }),
  seats: fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 3 }),
  isKeyed: fc.boolean(),
  waitSeconds: fc.constantFrom(0, 0, 0, 100, 500),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Everything the store answers to these steps, and everything it then holds. */
async function play(store: ReservationStore, steps: readonly Step[]): Promise<unknown[]> {
  const sale = await Sale.open(store);
  const answers: unknown[] = [];
  for (const [index, planned] of steps.entries()) {
    sale.wait(planned.waitSeconds);
    answers.push(await act(sale, planned, index));
  }
  const cursor = Math.floor((await store.lastChangeSeq()) / 2);
  await store.commitCursor('reader', cursor);
  answers.push(
    await store.readChanges(0, 1_000),
    await store.readSection(EVENT_ID, 'A1'),
    await sale.items(),
  );
  answers.push(
    await store.readDue(Number.MAX_SAFE_INTEGER - 1, 100),
    await store.freePlaces(EVENT_ID, 9, sale.nowMs),
  );
  await store.close();
  return answers;
}

async function act(sale: Sale, { command, user, seats, isKeyed }: Step, index: number): Promise<unknown> {
  const userId = `user-${user}`;
  const token = `token-${userId}-${index}`;
  if (command === 'start') return sale.start(userId, { token, admissionsPerUser: 3 });
  const session = (await sale.store.readSessions(userId, EVENT_ID)).at(-1);
  if (session === undefined) return undefined;
  const seatIds = seats.map((number) => seat(number));
  const request = isKeyed ? keyed(`key-${index % 4}`, `${command} ${seatIds}`) : null;
  if (command === 'hold') return sale.hold(session, seatIds, request);
  if (command === 'release') return sale.release(session, seatIds, request);
  if (command === 'cancel') return sale.cancel(session);
  if (command === 'checkout') return sale.checkout(session, request);
  const payment = session.paymentId === null ? undefined : await sale.store.getPayment(session.paymentId);
  if (payment === undefined) return undefined;
  if (command === 'attempt') return sale.attempt(payment, request);
  if (command === 'pay') return sale.pay(payment, `ref-${index % 3}`);
  if (command === 'decline') return sale.declined(payment, `ref-${index % 3}`);
  return sale.voided(payment);
}

test('the LMDB store answers and keeps exactly what the store in memory does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (steps) => {
      const dir = mkdtempSync(join(tmpdir(), 'tix-store-'));
      try {
        const inMemory = await play(createMemoryStore(), steps);
        expect(await play(await openLmdbStore({ dir }), steps)).toEqual(inMemory);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }),
    { numRuns: 25 },
  );
});
