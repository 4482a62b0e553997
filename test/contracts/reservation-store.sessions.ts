import { describe, expect, test } from 'vitest';
import type { StoreContext } from './reservation-store.contract.ts';
import { EVENT, EVENT_ID, SLOT_SECONDS, seat } from './reservation-store.sale.ts';

export function describeSessions(context: StoreContext): void {
  describe('sessions', () => {
    test('an admitted token opens a session with a place and a time', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { token: 'token-1', newcomerPlaces: [7] });
      expect(session).toMatchObject({
        eventId: EVENT_ID,
        userId: 'anna',
        tokenId: 'token-1',
        placeNo: 7,
        state: 'reservation',
        createdAtMs: sale.nowMs,
        expiresAtMs: sale.nowMs + EVENT.sessionTtlMs,
        seatLimit: EVENT.seatLimit,
        heldCount: 0,
        ver: 1,
        idempotency: [],
        paymentId: null,
      });
      expect(await sale.store.getSession(session.sessionId)).toEqual(session);
      expect(await sale.store.getUserEvent('anna', EVENT_ID)).toEqual({
        userId: 'anna',
        eventId: EVENT_ID,
        liveSessionId: session.sessionId,
        liveUntilMs: session.expiresAtMs,
        admissions: 1,
        waitingPass: null,
      });
    });

    test('the same token finds the session it opened, whatever became of it', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { token: 'token-1' });
      expect(await sale.start('anna', { token: 'token-1' })).toEqual({ kind: 'existing', session });
      await sale.cancel(session);
      expect(await sale.start('anna', { token: 'token-1' })).toMatchObject({
        kind: 'existing',
        session: { sessionId: session.sessionId, state: 'cancelled' },
      });
    });

    test('a token serves its own user only', async () => {
      const sale = context.sale();
      await sale.shopper('anna', { token: 'token-1' });
      expect(await sale.start('ben', { token: 'token-1' })).toEqual({ kind: 'tokenOfAnother' });
    });

    test('a user has one live session per event', async () => {
      const sale = context.sale();
      const { sessionId } = await sale.shopper('anna', { token: 'token-1', admissionsPerUser: 5 });
      const second = await sale.start('anna', { token: 'token-2', admissionsPerUser: 5 });
      expect(second).toEqual({ kind: 'liveSession', sessionId });
    });

    test('admissions are counted: one each by default, more by rule', async () => {
      const sale = context.sale();
      await sale.cancel(await sale.shopper('anna', { token: 'token-1' }));
      expect(await sale.start('anna', { token: 'token-2' })).toEqual({
        kind: 'admissionsUsed',
        admissions: 1,
      });
      const second = await sale.shopper('anna', { token: 'token-3', admissionsPerUser: 2 });
      await sale.cancel(second);
      expect(await sale.start('anna', { token: 'token-4', admissionsPerUser: 2 })).toEqual({
        kind: 'admissionsUsed',
        admissions: 2,
      });
    });

    test('all sessions of a user are listed, oldest first', async () => {
      const sale = context.sale();
      const first = await sale.shopper('anna', { sessionId: 'z', token: 't1' });
      await sale.cancel(first);
      sale.wait(1);
      await sale.shopper('anna', { sessionId: 'a', token: 't2', admissionsPerUser: 2 });
      const sessions = await sale.store.readSessions('anna', EVENT_ID);
      expect(sessions.map(({ sessionId, state }) => [sessionId, state])).toEqual([
        ['z', 'cancelled'],
        ['a', 'reservation'],
      ]);
      expect(await sale.store.readSessions('ann', EVENT_ID)).toEqual([]);
    });

    test('a session that ran out of time frees its user and its place, and nobody has to sweep', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { newcomerPlaces: [3] });
      sale.nowMs = session.expiresAtMs - 1;
      expect(await sale.store.freePlaces(EVENT_ID, 5, sale.nowMs)).toEqual([0, 1, 2, 4]);
      expect(await sale.start('ben', { newcomerPlaces: [3] })).toMatchObject({ kind: 'full' });
      sale.nowMs = session.expiresAtMs;
      expect(await sale.store.freePlaces(EVENT_ID, 5, sale.nowMs)).toEqual([0, 1, 2, 3, 4]);
      const next = await sale.shopper('anna', {
        token: 'token-2',
        admissionsPerUser: 2,
        newcomerPlaces: [3],
      });
      expect(next.placeNo).toBe(3);
    });

    test('cancelling gives back seats, place and live session', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna', { newcomerPlaces: [3] });
      await sale.hold(session, [seat(1), seat(2)]);
      expect(await sale.cancel(session)).toMatchObject({
        kind: 'cancelled',
        session: { state: 'cancelled', heldCount: 0, ver: 3 },
      });
      expect(await sale.store.readReservations(session.sessionId)).toEqual([]);
      expect(await sale.store.freePlaces(EVENT_ID, 4, sale.nowMs)).toEqual([0, 1, 2, 3]);
      expect(await sale.store.getUserEvent('anna', EVENT_ID)).toMatchObject({
        liveSessionId: null,
        admissions: 1,
      });
      expect(await sale.hold(await sale.shopper('ben'), [seat(1), seat(2)])).toMatchObject({ kind: 'held' });
    });

    test('a session is cancelled once, by its own user', async () => {
      const sale = context.sale();
      const session = await sale.shopper('anna');
      expect(await sale.cancel({ ...session, userId: 'ben' })).toEqual({ kind: 'sessionUnknown' });
      await sale.cancel(session);
      expect(await sale.cancel(session)).toEqual({ kind: 'sessionEnded', state: 'cancelled' });
      const other = await sale.shopper('carla');
      sale.nowMs = other.expiresAtMs;
      expect(await sale.cancel(other)).toEqual({ kind: 'sessionEnded', state: 'expired' });
      expect(await sale.cancel({ ...session, sessionId: 'unheard-of' })).toEqual({ kind: 'sessionUnknown' });
    });
  });

  describe('places', () => {
    test('who finds no place gets a waiting pass, once', async () => {
      const sale = context.sale();
      await sale.shopper('anna', { newcomerPlaces: [0] });
      const sinceMs = sale.nowMs;
      expect(await sale.start('ben', { newcomerPlaces: [0] })).toEqual({
        kind: 'full',
        waitingSinceMs: sinceMs,
      });
      sale.wait(SLOT_SECONDS);
      const again = await sale.start('ben', { newcomerPlaces: [0], passHolderPlaces: [0] });
      expect(again).toEqual({ kind: 'full', waitingSinceMs: sinceMs });
      expect(await sale.store.getUserEvent('ben', EVENT_ID)).toMatchObject({
        admissions: 0,
        liveSessionId: null,
      });
    });

    test('a pass opens the places above the soft cap, from the next slot on', async () => {
      const sale = context.sale();
      await sale.shopper('anna', { newcomerPlaces: [0] });
      const tries = { newcomerPlaces: [0], passHolderPlaces: [EVENT.softCap] };
      await sale.start('ben', tries);
      expect(await sale.start('ben', tries)).toMatchObject({ kind: 'full' });
      sale.wait(SLOT_SECONDS);
      expect(await sale.start('ben', tries)).toMatchObject({
        kind: 'started',
        session: { placeNo: EVENT.softCap },
      });
      expect(await sale.store.getUserEvent('ben', EVENT_ID)).toMatchObject({ waitingPass: null });
    });

    test('a pass is tried at most once per slot, even when a place comes free', async () => {
      const sale = context.sale();
      const anna = await sale.shopper('anna', { newcomerPlaces: [0] });
      const tries = { newcomerPlaces: [0], passHolderPlaces: [0] };
      await sale.start('ben', tries);
      sale.wait(SLOT_SECONDS);
      await sale.start('ben', tries);
      await sale.cancel(anna);
      expect(await sale.start('ben', tries)).toMatchObject({ kind: 'full' });
      sale.wait(SLOT_SECONDS);
      expect(await sale.start('ben', tries)).toMatchObject({ kind: 'started' });
    });

    test('a newcomer is not let in above the soft cap', async () => {
      const sale = context.sale();
      await sale.shopper('anna', { newcomerPlaces: [0] });
      const outcome = await sale.start('ben', { newcomerPlaces: [0], passHolderPlaces: [EVENT.softCap] });
      expect(outcome).toMatchObject({ kind: 'full' });
    });
  });
}
