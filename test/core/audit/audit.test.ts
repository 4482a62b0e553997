import { describe, expect, test } from 'vitest';
import { auditInParts, auditStore, VIOLATIONS, type ViolationCode } from '../../../src/core/audit/index.ts';
import type { RecordsWorld } from '../reservation/records-world.ts';
import { NOW_MS, seat, soundWorld } from './sound-world.ts';

/** Changes one record; what it was is lost. */
function change<Value>(records: Map<string, Value>, key: string, changes: Partial<Value>): void {
  const record = records.get(key);
  if (record === undefined) throw new Error(`there is no ${key}`);
  records.set(key, { ...record, ...changes });
}

/** For each code, something that makes a sound store wrong in that way. */
const PLANTED: Record<ViolationCode, readonly ((world: RecordsWorld) => void)[]> = {
  SEAT_STATE_WRONG: [
    (world) => change(world.seats, seat(7), { sessionId: 'session-holder' }),
    (world) => change(world.seats, seat(3), { expiresAtMs: null }),
    (world) => change(world.seats, seat(1), { expiresAtMs: NOW_MS }),
  ],
  SEAT_HELD_TWICE: [
    (world) => {
      const reservation = world.reservation('session-holder', seat(3));
      if (reservation !== undefined) world.reservations.set('a second record', reservation);
    },
  ],
  SEAT_LOCK_UNFOUNDED: [
    (world) => world.reservations.delete(`session-holder/${seat(3)}`),
    (world) => change(world.sessions, 'session-holder', { state: 'cancelled' }),
    (world) => change(world.seats, seat(3), { expiresAtMs: NOW_MS + 1 }),
    (world) => change(world.seats, seat(3), { sessionId: 'session-unheard-of' }),
  ],
  SEAT_SOLD_UNFOUNDED: [
    (world) => world.reservations.delete(`session-buyer/${seat(1)}`),
    (world) => change(world.seats, seat(1), { sessionId: 'session-holder' }),
  ],
  SEAT_SOLD_TWICE: [
    (world) => {
      const reservation = world.reservation('session-buyer', seat(1));
      if (reservation === undefined) return;
      world.reservations.set('a second record', { ...reservation, sessionId: 'session-holder' });
    },
  ],
  SEAT_SOLD_UNPAID: [
    (world) => change(world.payments, 'payment-buyer', { state: 'voided', charges: [] }),
    (world) => change(world.payments, 'payment-buyer', { seats: [] }),
    (world) => change(world.reservations, `session-buyer/${seat(1)}`, { paymentId: null }),
    (world) => change(world.sessions, 'session-buyer', { state: 'cancelled' }),
  ],
  RESERVATION_UNFOUNDED: [
    (world) => world.seats.delete(seat(5)),
    (world) => world.sessions.delete('session-lapsed'),
  ],
  RESERVATION_WITHOUT_SEAT: [
    (world) => change(world.seats, seat(1), { availability: 'available', sessionId: null }),
    (world) => change(world.reservations, `session-holder/${seat(3)}`, { state: 'reserved' }),
  ],
  HELD_COUNT_WRONG: [
    (world) => change(world.sessions, 'session-holder', { heldCount: 2 }),
    (world) => change(world.sessions, 'session-buyer', { heldCount: 1 }),
  ],
  HELD_BEYOND_LIMIT: [(world) => change(world.sessions, 'session-payer', { seatLimit: 0 })],
  LIVE_SESSION_TWICE: [(world) => change(world.sessions, 'session-payer', { userId: 'holder' })],
  LIVE_SESSION_WRONG: [
    (world) => change(world.users, 'holder', { liveSessionId: null }),
    (world) => change(world.users, 'holder', { liveUntilMs: NOW_MS + 1 }),
    (world) => change(world.users, 'buyer', { liveSessionId: 'session-buyer', liveUntilMs: NOW_MS + 1 }),
    (world) => world.users.delete('payer'),
  ],
  ADMISSIONS_WRONG: [
    (world) => change(world.users, 'holder', { admissions: 2 }),
    (world) => {
      world.users.set('nobody', { ...userOf(world, 'lapsed'), userId: 'nobody' });
    },
  ],
  TOKEN_WRONG: [
    (world) => world.tokens.delete('token-holder'),
    (world) => change(world.tokens, 'token-holder', { sessionId: 'session-payer' }),
    (world) => change(world.tokens, 'token-holder', { userId: 'payer' }),
  ],
  SESSION_WITHOUT_PLACE: [
    (world) => world.places.delete(world.sessions.get('session-holder')?.placeNo ?? -1),
    (world) => changePlace(world, 'session-holder', { untilMs: NOW_MS + 1 }),
  ],
  PLACE_WITHOUT_SESSION: [
    (world) => change(world.sessions, 'session-holder', { placeNo: 9 }),
    (world) => {
      world.places.set(9, { eventId: 'final', placeNo: 9, sessionId: 'session-buyer', untilMs: NOW_MS + 1 });
    },
  ],
  PLACE_BEYOND_CAP: [
    (world) => {
      world.places.set(10, {
        eventId: 'final',
        placeNo: 10,
        sessionId: 'session-holder',
        untilMs: NOW_MS + 1,
      });
    },
  ],
  SESSION_WITHOUT_PAYMENT: [
    (world) => change(world.sessions, 'session-payer', { paymentId: null }),
    (world) => change(world.sessions, 'session-payer', { paymentId: 'payment-buyer' }),
    (world) => change(world.sessions, 'session-holder', { state: 'finalised' }),
    (world) => world.payments.delete('payment-buyer'),
  ],
  PAYMENT_STATE_WRONG: [
    (world) => change(world.payments, 'payment-payer', { state: 'approved' }),
    (world) => change(world.payments, 'payment-buyer', { state: 'refunded' }),
    (world) => change(world.payments, 'payment-refunded', { state: 'refundDue' }),
  ],
  PAYMENT_AMOUNT_WRONG: [
    (world) => change(world.payments, 'payment-payer', { amountMinor: 1 }),
    (world) => changeCharge(world, 'payment-buyer', { amountMinor: 1 }),
  ],
  CHARGE_SETTLED_TWICE: [
    (world) => {
      const charges = world.payments.get('payment-buyer')?.charges ?? [];
      change(world.payments, 'payment-buyer', { charges: [...charges, ...charges] });
    },
  ],
  CHARGE_WITHOUT_SEATS: [
    (world) => change(world.seats, seat(2), { availability: 'available', sessionId: null }),
    (world) => changeCharge(world, 'payment-owed', { state: 'settled' }),
  ],
  CHARGE_UNDECIDED: [
    (world) => changeCharge(world, 'payment-owed', { state: 'approved', atMs: NOW_MS - 60_001 }),
  ],
  DUE_MISSING: [
    (world) => world.dues.delete('payment-payer'),
    (world) => world.dues.delete('payment-owed'),
    (world) => changeCharge(world, 'payment-buyer', { state: 'refundDue' }),
  ],
  DUE_LEFT_OVER: [
    (world) => {
      world.dues.set('payment-buyer', { paymentId: 'payment-buyer', dueAtMs: NOW_MS });
    },
    (world) => world.payments.delete('payment-payer'),
  ],
};

function userOf(world: RecordsWorld, userId: string) {
  const user = world.users.get(userId);
  if (user === undefined) throw new Error(`there is no ${userId}`);
  return user;
}

function changePlace(world: RecordsWorld, sessionId: string, changes: { untilMs: number }): void {
  const place = [...world.places.values()].find((known) => known.sessionId === sessionId);
  if (place === undefined) throw new Error(`${sessionId} has no place`);
  world.places.set(place.placeNo, { ...place, ...changes });
}

function changeCharge(
  world: RecordsWorld,
  paymentId: string,
  changes: Partial<{ state: 'approved' | 'settled' | 'refundDue'; amountMinor: number; atMs: number }>,
): void {
  const [charge] = world.payments.get(paymentId)?.charges ?? [];
  if (charge === undefined) throw new Error(`${paymentId} has no charge`);
  change(world.payments, paymentId, { charges: [{ ...charge, ...changes }] });
}

describe('the audit', () => {
  test('finds nothing wrong with a store in order, and counts what is in it', async () => {
    const report = await auditStore(soundWorld().items(), { nowMs: NOW_MS });
    expect(report.violations).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      violationCount: 0,
      counts: {
        events: 1,
        seats: { available: 4, locked: 2, sold: 2 },
        sessions: { reservation: 1, checkout: 1, finalised: 1, cancelled: 2, expired: 1 },
        reservations: 5,
        places: 2,
        payments: { created: 1, settled: 1, refundDue: 1, refunded: 1, approved: 0, declined: 0, voided: 0 },
        charges: { approved: 0, settled: 1, refundDue: 1, refunded: 1 },
        openPayments: 2,
      },
    });
  });

  test('takes items in any order, and from a store that streams them', async () => {
    async function* backwards() {
      yield* [...soundWorld().items()].reverse();
    }
    expect((await auditStore(backwards(), { nowMs: NOW_MS })).ok).toBe(true);
  });

  test('waits a minute before it calls a charge forgotten', async () => {
    const world = soundWorld();
    changeCharge(world, 'payment-owed', { state: 'approved', atMs: NOW_MS - 60_000 });
    const { violations } = await auditStore(world.items(), { nowMs: NOW_MS });
    expect(violations.map(({ code }) => code)).not.toContain('CHARGE_UNDECIDED');
  });

  test('lists a bounded number of violations and counts them all', async () => {
    const world = soundWorld();
    for (let number = 0; number < 1_500; number += 1) {
      world.dues.set(`payment-${number}`, { paymentId: `payment-${number}`, dueAtMs: NOW_MS });
    }
    const report = await auditStore(world.items(), { nowMs: NOW_MS });
    expect(report.violations).toHaveLength(1_000);
    expect(report).toMatchObject({ ok: false, violationCount: 1_500 });
  });

  test('tells who and what by id, never by user', async () => {
    const world = soundWorld();
    change(world.seats, seat(3), { expiresAtMs: NOW_MS + 1 });
    const { violations } = await auditStore(world.items(), { nowMs: NOW_MS });
    expect(violations).toEqual([
      {
        code: 'SEAT_LOCK_UNFOUNDED',
        message: VIOLATIONS.SEAT_LOCK_UNFOUNDED,
        ids: [seat(3), 'session-holder'],
      },
    ]);
  });
});

describe('the audit finds', () => {
  for (const [code, faults] of Object.entries(PLANTED)) {
    for (const [index, plant] of faults.entries()) {
      test(`${code}${faults.length > 1 ? ` (${index + 1})` : ''}`, async () => {
        const world = soundWorld();
        plant(world);
        const { ok, violations } = await auditStore(world.items(), { nowMs: NOW_MS });
        expect(ok).toBe(false);
        expect(violations.map((violation) => violation.code)).toContain(code);
      });
    }
  }
});

describe('the audit in parts', () => {
  const sharesOf = async (world: RecordsWorld, recordsMax: number) => {
    let scans = 0;
    const scan = () => {
      scans += 1;
      return world.items();
    };
    return { report: await auditInParts(scan, { nowMs: NOW_MS, recordsMax }), scans: () => scans };
  };

  test('finds and counts the same, however few buyers are looked at together', async () => {
    const whole = await auditStore(soundWorld().items(), { nowMs: NOW_MS });
    for (const recordsMax of [1, 2, 3, 5, 8, 1_000]) {
      const { report, scans } = await sharesOf(soundWorld(), recordsMax);
      expect(report).toEqual(whole);
      expect(scans() > 1).toBe(recordsMax < 1_000);
    }
  });

  test('reads about as often as its room goes into the store', async () => {
    const world = soundWorld();
    for (let i = 0; i < 4_000; i += 1)
      world.users.set(`user-${i}`, {
        ...userOf(world, 'lapsed'),
        userId: `user-${i}`,
        admissions: 0,
        liveSessionId: null,
      });
    const { report, scans } = await sharesOf(world, 1_000);
    expect(report.ok).toBe(true);
    expect(scans()).toBeGreaterThanOrEqual(4);
    expect(scans()).toBeLessThanOrEqual(10);
  });

  for (const [code, faults] of Object.entries(PLANTED)) {
    test(`finds ${code}`, async () => {
      for (const plant of faults) {
        const world = soundWorld();
        plant(world);
        const { report } = await sharesOf(world, 4);
        expect(report.ok).toBe(false);
        expect(report.violations.map((violation) => violation.code)).toContain(code);
      }
    });
  }

  test('shows a seat sold to buyers of two shares as the sale that has no seat', async () => {
    const world = soundWorld();
    const sold = world.reservation('session-buyer', seat(1));
    if (sold === undefined) throw new Error('the buyer has bought');
    world.reservations.set('a second record', { ...sold, sessionId: 'session-holder', userId: 'holder' });
    const { report } = await sharesOf(world, 1);
    expect(report.violations).toContainEqual(
      expect.objectContaining({ code: 'RESERVATION_WITHOUT_SEAT', ids: [seat(1), 'session-holder'] }),
    );
  });
});
