import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditStore } from '../../../src/core/audit/index.ts';
import * as rules from '../../../src/core/reservation/index.ts';
import { RandomSale, type Rules, type Step, steps } from './random-sale.ts';
import { EVENT } from './sale.ts';

const RUNS = 2_000;

describe('whatever buyers, provider and clock do, in whatever order', () => {
  test('seats, sessions, places and money agree after every step, and every charge ends in seats or a refund', async () => {
    await fc.assert(sale(rules), { numRuns: RUNS });
  });
});

describe('the trial finds rules that are broken', () => {
  const broken: Record<string, Partial<Rules>> = {
    'a hold that takes seats of others': {
      hold: (read, command) =>
        rules.hold({ ...bound(read), seat: (eventId, seatId) => freed(read.seat(eventId, seatId)) }, command),
    },
    'a hold that takes what it can get': {
      hold: (read, command) => {
        const seats = command.seats.filter(
          ({ seatId }) =>
            rules.hold(read, { ...command, seats: [{ seatId, tier: '', priceMinor: 0 }] }).outcome.kind ===
            'held',
        );
        return rules.hold(read, { ...command, seats: seats.length > 0 ? seats : command.seats });
      },
    },
    'a release that forgets the count': {
      release: (read, command) => {
        const decision = rules.release(read, command);
        return { ...decision, puts: decision.puts.filter((item) => item.type !== 'session') };
      },
    },
    'a checkout that nobody will look after': {
      startCheckout: (read, command) => {
        const decision = rules.startCheckout(read, command);
        return { ...decision, puts: decision.puts.filter((item) => item.type !== 'due') };
      },
    },
    'a checkout that leaves the place to lapse': {
      startCheckout: (read, command) => {
        const decision = rules.startCheckout(read, command);
        return { ...decision, puts: decision.puts.filter((item) => item.type !== 'place') };
      },
    },
    'a settlement that does not ask whose the seats are': {
      settle: (read, command) =>
        rules.settle(
          {
            ...bound(read),
            seat: (eventId, seatId) => {
              const seat = read.seat(eventId, seatId);
              const sessionId = read.payment(command.paymentId)?.sessionId ?? null;
              return seat && { ...seat, availability: 'locked', sessionId };
            },
          },
          command,
        ),
    },
    'a settlement that is bound to time': {
      settle: (read, command) => {
        const payment = read.payment(command.paymentId);
        const isLate = payment !== undefined && payment.expiresAtMs <= command.nowMs;
        return isLate
          ? { outcome: { kind: 'known', payment }, puts: [], removes: [], changes: [] }
          : rules.settle(read, command);
      },
    },
    'a void that overlooks a charge': {
      recordVoided: (read, command) =>
        rules.recordVoided(
          {
            ...bound(read),
            payment: (paymentId) => {
              const payment = read.payment(paymentId);
              return payment && { ...payment, charges: [] };
            },
          },
          command,
        ),
    },
    'a start that forgets the live session': {
      startSession: (read, command) =>
        rules.startSession({ ...bound(read), userEvent: () => undefined }, command),
    },
    'a start that takes a place already taken': {
      startSession: (read, command) =>
        rules.startSession({ ...bound(read), place: () => undefined }, command),
    },
  };

  for (const [fault, replaced] of Object.entries(broken)) {
    test(fault, async () => {
      const options = { seed: 2, numRuns: 3_000, endOnFailure: true };
      const { failed } = await fc.check(sale({ ...rules, ...replaced }), options);
      expect(failed).toBe(true);
    });
  }
});

function sale(ruleSet: Rules) {
  return fc.asyncProperty(steps, async (planned: Step[]) => {
    const trial = new RandomSale(ruleSet);
    for (const step of planned) {
      const before = versions(trial);
      trial.play(step);
      await expectSound(trial);
      for (const [id, ver] of versions(trial)) expect(ver).toBeGreaterThanOrEqual(before.get(id) ?? 0);
    }
    trial.reconcile();
    await expectSound(trial);
    expect(trial.world.dues.size).toBe(0);
    for (const { charges } of trial.world.payments.values()) {
      expect(charges.filter(({ state }) => state !== 'settled' && state !== 'refunded')).toEqual([]);
    }
  });
}

async function expectSound(trial: RandomSale): Promise<void> {
  const report = await auditStore(trial.world.items(), { nowMs: trial.nowMs });
  expect(report.violations.filter(({ code }) => code !== 'CHARGE_UNDECIDED')).toEqual([]);
  expect(report.counts.places).toBeLessThanOrEqual(EVENT.hardCap);
}

function versions({ world }: RandomSale): Map<string, number> {
  const records = [...world.seats, ...world.sessions, ...world.payments];
  return new Map(records.map(([id, { ver }]) => [id, ver]));
}

/** The reader as an object whose parts can be replaced. */
function bound(read: rules.RecordReader): rules.RecordReader {
  return {
    seat: read.seat.bind(read),
    session: read.session.bind(read),
    userEvent: read.userEvent.bind(read),
    token: read.token.bind(read),
    place: read.place.bind(read),
    reservation: read.reservation.bind(read),
    reservationsOf: read.reservationsOf.bind(read),
    payment: read.payment.bind(read),
    due: read.due.bind(read),
  };
}

function freed(seat: rules.SeatRecord | undefined): rules.SeatRecord | undefined {
  return seat && { ...seat, availability: 'available', sessionId: null, expiresAtMs: null };
}
