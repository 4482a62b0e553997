import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BulkSeeding, DynamoStore } from '../../../src/service/adapters/store-dynamodb/index.ts';
import { seedingCost } from '../../../src/service/adapters/store-dynamodb/index.ts';
import type { Clock } from '../../../src/service/ports/index.ts';
import { EVENT, EVENT_ID, OPENS_MS, Sale, SECTIONS, seat } from '../../contracts/reservation-store.sale.ts';
import { type FreshTables, freshTables, type LocalDynamo, startDynamo } from '../../support/dynamodb.ts';
import { type DynamoProxy, startProxy } from './proxy.ts';

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

const SEATS_PER_SECTION = 150;
const SEATS = SECTIONS.length * SEATS_PER_SECTION;
const LONG_MS = 3_600_000;

const sections = SECTIONS.map((sectionId) => ({
  sectionId,
  seats: () =>
    Array.from({ length: SEATS_PER_SECTION }, (_, number) => ({
      seatId: seat(number, sectionId),
      sectionId,
      tier: 'standard',
      priceMinor: 12_000,
    })),
}));

describe.skipIf(dynamo === undefined)('seeding an event in bulk', () => {
  let proxy: DynamoProxy;
  let tables: FreshTables;
  let store: DynamoStore;
  let sale: Sale;

  beforeAll(async () => {
    proxy = await startProxy((dynamo as LocalDynamo).connection.endpoint, 0);
  });
  afterAll(() => proxy.close());
  beforeEach(async () => {
    tables = await freshTables(dynamo);
    store = open();
    sale = new Sale(store);
    proxy.forget();
  });
  afterEach(async () => {
    proxy.plant(undefined);
    expect(await sale.violations()).toEqual([]);
    expect(await seatsStored()).toBe(SEATS);
    await store.close();
  });

  function open(options: { clock?: Clock } = {}): DynamoStore {
    return tables.open({
      ...options,
      connection: { ...tables.options.connection, endpoint: proxy.endpoint },
    });
  }

  /** The clock of a machine on which so much more time has passed. */
  function later(ms: number): Clock {
    return { nowMs: () => tables.options.clock.nowMs() + ms };
  }

  function seeding(options: Partial<BulkSeeding> = {}): BulkSeeding {
    return { event: EVENT, venueJson: '{}', sections, nowMs: OPENS_MS, accept: () => {}, ...options };
  }

  async function seatsStored(): Promise<number> {
    const lists = await Promise.all(SECTIONS.map((id) => store.readSection(EVENT_ID, id)));
    return lists.flat().length;
  }

  function batches(): number {
    return proxy.passed.filter(({ operation }) => operation === 'BatchWriteItem').length;
  }

  /** A run that was killed when the first seats were stored. */
  async function cutShort(): Promise<void> {
    const stop = new AbortController();
    const run = seeding({ signal: stop.signal, onSeats: () => stop.abort(new Error('killed')) });
    await expect(store.seedInBulk(run)).rejects.toThrow('killed');
  }

  test('stores every seat once, in batches of 25', async () => {
    let told = 0;
    const done = await store.seedInBulk(
      seeding({
        onSeats: (count) => {
          told += count;
        },
      }),
    );
    expect(done).toEqual({ event: EVENT, eventCreated: true, seatsCreated: SEATS, seatsExisting: 0 });
    expect(told).toBe(SEATS);
    expect(batches()).toBe(SEATS / 25);
    expect(await sale.hold(await sale.shopper('anna'), [seat(149)])).toMatchObject({ kind: 'held' });
  });

  test.each(['half', 'throttle', 'dropAnswer', 'serverError', 'dropRequest'] as const)(
    'stores every seat though every other batch goes wrong (%s)',
    async (mischief) => {
      let turn = 0;
      proxy.plant(({ operation }) => {
        if (operation !== 'BatchWriteItem') return 'pass';
        turn += 1;
        return turn % 2 === 0 ? mischief : 'pass';
      });
      const paces: number[] = [];
      const onMark = (word: string) => void paces.push(Number.parseInt(word, 10));
      const done = await store.seedInBulk(seeding({ onMark }));
      expect(done).toMatchObject({ seatsCreated: SEATS });
      expect(Math.min(...paces)).toBeLessThan(paces[0] ?? 0);
    },
  );

  test('lets nobody in before every seat is there, and everybody afterwards', async () => {
    await cutShort();
    await expect(sale.start('anna')).rejects.toThrow(/still being seeded/);
    const next = open({ clock: later(LONG_MS) });
    await next.seedInBulk(seeding());
    await next.close();
    expect(await sale.start('anna')).toMatchObject({ kind: 'started' });
  });

  test('takes up what an earlier run left, and puts only what is missing', async () => {
    await cutShort();
    const there = await seatsStored();
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(SEATS);
    proxy.forget();
    const next = open({ clock: later(LONG_MS) });
    const done = await next.seedInBulk(seeding());
    await next.close();
    expect(done).toMatchObject({ eventCreated: false, seatsCreated: SEATS - there, seatsExisting: there });
    expect(batches()).toBe(Math.ceil((SEATS - there) / 25));
  });

  test('of two runs the later one goes on, and the earlier one writes no more and says why', async () => {
    const stalled = Promise.withResolvers<void>();
    proxy.plant(async ({ operation }) => {
      if (operation !== 'BatchWriteItem') return 'pass';
      await stalled.promise;
      return 'dropRequest';
    });
    let behindMs = 0;
    const first = open({ clock: { nowMs: () => tables.options.clock.nowMs() + behindMs } });
    const begun = Promise.withResolvers<void>();
    const refused = first.seedInBulk(seeding({ onMark: () => begun.resolve() }));
    await begun.promise;
    const second = tables.open({ clock: later(LONG_MS) });
    await second.seedInBulk(seeding());
    sale.store = second;
    const session = await sale.shopper('anna');
    await sale.hold(session, [seat(1)]);
    behindMs = 5_000;
    stalled.resolve();
    await expect(refused).rejects.toMatchObject({ code: 'SEEDING_TAKEN_OVER' });
    expect((await sale.touched()).get(seat(1))).toMatchObject({ sessionId: session.sessionId });
    sale.store = store;
    await Promise.all([first.close(), second.close()]);
  });

  test('never touches a seat that is held or sold', async () => {
    await store.seedInBulk(seeding());
    const { payment } = await sale.payer('anna', [seat(1)]);
    await sale.pay(payment, 'ref-1');
    await sale.hold(await sale.shopper('ben'), [seat(2)]);
    const before = await sale.items();
    proxy.forget();
    expect(await store.seedInBulk(seeding())).toMatchObject({ seatsCreated: 0, seatsExisting: SEATS });
    expect(batches()).toBe(0);
    expect(await sale.items()).toEqual(before);
  });

  test('leaves an event alone that is not the one to be seeded', async () => {
    await store.seedInBulk(seeding());
    const refuse = () => {
      throw new Error('another event');
    };
    await expect(store.seedInBulk(seeding({ accept: refuse }))).rejects.toThrow('another event');
  });

  test('costs what it was said to cost', async () => {
    const all = sections.flatMap((section) => section.seats());
    const cost = seedingCost(EVENT, '{}', all, 1);
    await store.seedInBulk(seeding());
    // A unit for each seat and for its place in the index; the event and its venue file in a transaction.
    expect(cost).toMatchObject({ items: SEATS + 2, wcu: 2 * SEATS + 2 * 2 });
    expect(cost.usd).toBeCloseTo((cost.wcu * cost.price.usdPerMillion) / 1_000_000, 12);
  });
});
