import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT, EVENT_ID, OPENS_MS, SECTIONS, seat, seatSeeds } from './reservation-store.sale.ts';

export function describeEvents(context: StoreContext): void {
  describe('events and seats', () => {
    test('an event is created once and stays as it was first stored', async () => {
      const { store } = context.sale();
      const again = await store.createEvent(
        { ...EVENT, name: 'Another name', venueHash: 'hall-2' },
        '{"other":1}',
      );
      expect(again).toEqual({ created: false, event: EVENT });
      expect(await store.getEvent(EVENT_ID)).toEqual(EVENT);
      expect(await store.getVenue('hall-1')).toBe('{"name":"hall"}');
      expect(await store.getVenue('hall-2')).toBeUndefined();
      expect(await store.getEvent('unheard-of')).toBeUndefined();
    });

    test('an event can be called something else, and keeps everything else', async () => {
      const { store, nowMs } = context.sale();
      const renamed = { ...EVENT, name: 'Cup final, replay' };
      expect(await store.renameEvent(EVENT_ID, renamed.name, nowMs)).toEqual(renamed);
      expect(await store.getEvent(EVENT_ID)).toEqual(renamed);
      expect(await store.renameEvent(EVENT_ID, renamed.name, nowMs)).toEqual(renamed);
      expect(await store.renameEvent('unheard-of', 'Anything', nowMs)).toBeUndefined();
      expect(await store.getEvent('unheard-of')).toBeUndefined();
    });

    test('all events are listed', async () => {
      const { store } = context.sale();
      const second = { ...EVENT, eventId: 'semi-final' };
      await store.createEvent(second, '{"name":"hall"}');
      const events = await store.listEvents();
      expect(events.map(({ eventId }) => eventId).sort()).toEqual([EVENT_ID, 'semi-final']);
    });

    test('seeding again adds only what is missing', async () => {
      const { store } = context.sale();
      const more = { seatId: seat(70), sectionId: SECTIONS[0], tier: 'standard', priceMinor: 1 };
      const outcome = await store.seedSeats(EVENT_ID, [...seatSeeds(), more], OPENS_MS);
      expect(outcome).toEqual({ created: 1, existing: seatSeeds().length });
    });

    test('seeding again never touches a seat that is held or sold', async () => {
      const sale = context.sale();
      const { payment } = await sale.payer('anna', [seat(1), seat(2)]);
      await sale.pay(payment, 'charge-1');
      await sale.hold(await sale.shopper('ben'), [seat(3)]);
      const before = await sale.items();
      await sale.store.seedSeats(EVENT_ID, seatSeeds(), sale.nowMs);
      expect(await sale.items()).toEqual(before);
    });

    test('a section lists its own seats, in the order of their ids', async () => {
      const { store } = context.sale();
      for (const section of SECTIONS) {
        const ids = (await store.readSection(EVENT_ID, section)).map(({ seatId }) => seatId);
        expect(ids).toEqual(
          seatSeeds()
            .filter(({ sectionId }) => sectionId === section)
            .map(({ seatId }) => seatId)
            .sort(),
        );
      }
      expect(await store.readSection(EVENT_ID, 'A')).toEqual([]);
      expect(await store.readSection('unheard-of', SECTIONS[0])).toEqual([]);
    });

    test('events with like names keep their seats apart', async () => {
      const { store } = context.sale();
      await store.createEvent({ ...EVENT, eventId: 'fin' }, '{}');
      await store.seedSeats(
        'fin',
        [{ seatId: 'A1#B1#R1#S1', sectionId: 'A1', tier: 'x', priceMinor: 1 }],
        OPENS_MS,
      );
      expect(await store.readSection('fin', 'A1')).toHaveLength(1);
      expect(await store.readSection('fin', 'A10')).toEqual([]);
    });

    test('a seeded seat is available, unowned and in its first version', async () => {
      const { store } = context.sale();
      const [first] = await store.readSection(EVENT_ID, SECTIONS[0]);
      expect(first).toEqual({
        seatId: seat(0),
        availability: 'available',
        expiresAtMs: null,
        sessionId: null,
        ver: 0,
      });
    });

    test('a store in order answers a ping', async () => {
      await expect(context.sale().store.ping()).resolves.toBeUndefined();
    });
  });
}
