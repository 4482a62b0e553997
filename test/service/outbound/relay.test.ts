import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { openLmdbOutbox } from '../../../src/service/adapters/outbox-lmdb/index.ts';
import { openLmdbStore } from '../../../src/service/adapters/store-lmdb/index.ts';
import { createMemoryStore } from '../../../src/service/adapters/store-memory/index.ts';
import { type FeedChange, feedChange } from '../../../src/service/feed/index.ts';
import { noMeter } from '../../../src/service/measures/index.ts';
import {
  openRelay,
  outboundConsumer,
  outboundEventSchema,
  outboundEvents,
  outboundJsonSchema,
} from '../../../src/service/outbound/index.ts';
import type { OutboundEvent, PublishOutcome, ReservationStore } from '../../../src/service/ports/index.ts';
import { Sale, seat } from '../../contracts/reservation-store.sale.ts';
import { tempFolder } from '../../support/run-tix.ts';

const log = pino({ level: 'silent' });
const ENDPOINT = 'https://mail.example/hook';

/** A sale in which everything happens that the outside hears of, but for a lapse. */
async function eventfulSale(store: ReservationStore): Promise<Sale> {
  const sale = await Sale.open(store);
  const anna = await sale.payer('anna', [seat(1), seat(2)]);
  await sale.pay(anna.payment, 'charge-1');
  // A second charge for what is sold already goes back.
  await sale.pay(anna.payment, 'charge-2');
  await sale.refunded(anna.payment, 'charge-2');
  const ben = await sale.shopper('ben');
  await sale.hold(ben, [seat(3), seat(4)]);
  await sale.release(ben, [seat(3)]);
  await sale.cancel(ben);
  const cleo = await sale.payer('cleo', [seat(5)]);
  await sale.voided(cleo.payment, 'expired');
  return sale;
}

const changesOf = async (store: ReservationStore): Promise<FeedChange[]> =>
  (await store.readChanges(0, 10_000)).map(feedChange);

describe('what the outside hears', () => {
  test('orders with their seats and price, refunds, released seats, expired sessions and events; nothing else', async () => {
    const store = createMemoryStore();
    const sale = await eventfulSale(store);
    const told = new Map((await changesOf(store)).flatMap(outboundEvents).map((event) => [event.id, event]));
    const events = [...told.values()];
    const ofType = (type: string) => events.filter((event) => event.type === type);
    expect(events).toHaveLength(7);

    expect(ofType('tix.order.finalised.v1')).toMatchObject([
      {
        source: '/v1/events/final',
        time: new Date(sale.nowMs).toISOString(),
        data: {
          buyer: 'anna',
          amountMinor: 24_000,
          currency: 'EUR',
          seats: [
            { seatId: seat(1), tier: 'standard', priceMinor: 12_000 },
            { seatId: seat(2), tier: 'standard', priceMinor: 12_000 },
          ],
        },
      },
    ]);
    expect(ofType('tix.payment.refunded.v1')).toMatchObject([
      { data: { buyer: 'anna', providerRef: 'charge-2', amountMinor: 24_000 } },
    ]);
    expect(ofType('tix.seat.released.v1').map(({ subject }) => subject)).toEqual([seat(3), seat(4), seat(5)]);
    expect(ofType('tix.session.expired.v1')).toMatchObject([{ data: { eventId: 'final', seatIds: [] } }]);
    expect(ofType('tix.event.changed.v1')).toMatchObject([{ subject: 'final', data: { eventId: 'final' } }]);
  });

  test('every event fits the published schema, as our validator and another one read it', async () => {
    const store = createMemoryStore();
    await eventfulSale(store);
    const validate = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
      outboundJsonSchema(),
    );
    const events = (await changesOf(store)).flatMap(outboundEvents);
    for (const event of events) {
      expect(outboundEventSchema.safeParse(event).error).toBeUndefined();
      expect([event.id, validate(JSON.parse(JSON.stringify(event)))]).toEqual([event.id, true]);
      expect(validate({ ...event, data: {} })).toBe(false);
    }
  });

  test('the schema in the documentation is the present one (npm test -- test/service/outbound -u writes it anew)', async () => {
    const path = join(import.meta.dirname, '..', '..', '..', 'docs', 'events.schema.json');
    await expect(`${JSON.stringify(outboundJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(path);
  });

  test('a log written before changes told payments in full is read without events, not with wrong ones', () => {
    const old = { kind: 'payment', eventId: 'final', paymentId: 'p', state: 'settled', ver: 3 } as const;
    expect(outboundEvents({ atMs: 0, body: old })).toEqual([]);
  });
});

describe('from an embedded store', () => {
  test('no event is lost and none is kept twice, wherever the process stops', async () => {
    using folder = tempFolder();
    const storeDir = join(folder.path, 'store');
    let store = await openLmdbStore({ dir: storeDir });
    const sale = await eventfulSale(store);
    const clock = { nowMs: () => sale.nowMs };
    const expected = new Set((await changesOf(store)).flatMap(outboundEvents).map(({ id }) => id));
    for (const dies of ['before keeping', 'before remembering', 'never'] as const) {
      const outbox = openLmdbOutbox({ dir: folder.path });
      const failing = { ...proxied(outbox), add: () => Promise.reject(new Error('the disk is gone')) };
      const relay = await openRelay({
        store,
        clock,
        log,
        meter: noMeter,
        endpoints: [ENDPOINT],
        outbox: dies === 'before keeping' ? failing : outbox,
      });
      if (dies === 'before keeping') await expect(relay.feed.drain()).rejects.toThrow('disk');
      else await relay.feed.drain();
      if (dies === 'never') await relay.feed.checkpoint();
      await outbox.close();
      await store.close();
      store = await openLmdbStore({ dir: storeDir });
    }
    const outbox = openLmdbOutbox({ dir: folder.path });
    const kept = (await outbox.read(0, 100)).map(({ event }) => event.id);
    expect(new Set(kept)).toEqual(expected);
    expect(kept).toHaveLength(expected.size);
    expect(await store.readCursor('outbound')).toBe(await store.lastChangeSeq());
    await Promise.all([outbox.close(), store.close()]);
  });

  test('a session that lapses silently is told of once, with its seats; one that was lengthened or ended is not', async () => {
    using folder = tempFolder();
    const store = createMemoryStore();
    const outbox = openLmdbOutbox({ dir: folder.path });
    const sale = await Sale.open(store);
    let lapsed = 0;
    const relay = await openRelay({
      ...{ store, outbox, log, clock: { nowMs: () => sale.nowMs }, endpoints: [] },
      meter: {
        measure(name, value) {
          if (name === 'SessionsLapsed') lapsed += value;
        },
      },
    });
    const lapses = await sale.shopper('lapses');
    await sale.hold(lapses, [seat(1), seat(2)]);
    const cancels = await sale.shopper('cancels');
    await sale.cancel(cancels);
    const pays = await sale.payer('pays', [seat(3)]);
    await relay.feed.drain();

    sale.wait(599);
    expect(await relay.lookForExpired()).toBe(0);
    sale.wait(2);
    expect(await relay.lookForExpired()).toBe(1);
    expect(await relay.lookForExpired()).toBe(0);
    expect(lapsed).toBe(1);
    await sale.pay(pays.payment, 'late-charge');
    await relay.feed.drain();
    const events = (await outbox.read(0, 100)).map(({ event }) => event);
    expect(events.filter(({ type }) => type === 'tix.session.expired.v1')).toMatchObject([
      {
        id: `expired.${lapses.sessionId}`,
        time: new Date(lapses.expiresAtMs).toISOString(),
        data: { seatIds: [seat(1), seat(2)] },
      },
    ]);
    expect(events.filter(({ type }) => type === 'tix.order.finalised.v1')).toHaveLength(1);
    await outbox.close();
  });
});

describe('at scale', () => {
  test('what the sink did not take is brought again by the queue, and only that', async () => {
    const store = createMemoryStore();
    await eventfulSale(store);
    const changes = await changesOf(store);
    const published: OutboundEvent[] = [];
    const outcomes = (refused: (event: OutboundEvent) => boolean) => ({
      async publish(events: readonly OutboundEvent[]): Promise<PublishOutcome[]> {
        published.push(...events);
        return events.map((event) =>
          refused(event) ? { kind: 'failed', reason: 'throttled' } : { kind: 'published' },
        );
      },
    });
    const isOrder = ({ type }: OutboundEvent) => type === 'tix.order.finalised.v1';
    const undone = await outboundConsumer({ sink: outcomes(isOrder), log })(changes);
    const ids = (some: readonly FeedChange[]) => new Set(some.flatMap(outboundEvents).map(({ id }) => id));
    expect(undone.length).toBeGreaterThan(0);
    for (const change of undone) expect(outboundEvents(change).some(isOrder)).toBe(true);
    // Told once in a batch, however many changes tell it.
    expect(new Set(published.map(({ id }) => id)).size).toBe(published.length);
    expect(await outboundConsumer({ sink: outcomes(() => false), log })(undone)).toEqual([]);
    // Repeats carry the same ids, so that a receiver can tell.
    const byId = Map.groupBy(published, ({ id }) => id);
    for (const copies of byId.values()) for (const copy of copies) expect(copy.data).toEqual(copies[0]?.data);

    const down = { publish: () => Promise.reject(new Error('down')) };
    const all = await outboundConsumer({ sink: down, log })(changes);
    expect(ids(all)).toEqual(ids(changes));
    expect(new Set(all).size).toBe(all.length);
  });
});

/** The outbox's methods as plain functions, to put another in the place of one. */
function proxied(outbox: ReturnType<typeof openLmdbOutbox>): ReturnType<typeof openLmdbOutbox> {
  return {
    add: (...args) => outbox.add(...args),
    due: (...args) => outbox.due(...args),
    delivered: (...args) => outbox.delivered(...args),
    failed: (...args) => outbox.failed(...args),
    watchesDue: (...args) => outbox.watchesDue(...args),
    dead: () => outbox.dead(),
    revive: (...args) => outbox.revive(...args),
    read: (...args) => outbox.read(...args),
    lastSeq: () => outbox.lastSeq(),
    counts: () => outbox.counts(),
    close: () => outbox.close(),
  };
}
