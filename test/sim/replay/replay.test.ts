import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { beforeAll, describe, expect, test } from 'vitest';
import type { UserError } from '../../../src/core/errors/index.ts';
import {
  type Calibration,
  calibrate,
  loadScenario,
  replayScenario,
  simulate,
} from '../../../src/sim/index.ts';

const OPENS_AT = 1_830_000_000;
const SALE = {
  type: 'sale',
  eventId: 'cup-final',
  opensAt: OPENS_AT,
  samplingRate: 0.1,
  seats: 900,
  target: 150,
  k: 2,
  slotSeconds: 10,
};

/** A sale as the service would log it: 4,000 sampled people (of 40,000), half of them before the opening; 1,000 sessions. */
function recordedSale(): object[] {
  const random = xoroshiro128plus(11);
  const uniform = () => uniformFloat64(random);
  const lines: object[] = [SALE];
  for (let i = 0; i < 4_000; i++) {
    const at = OPENS_AT + (i % 2 === 0 ? -1_800 * uniform() : 600 * uniform());
    lines.push({ type: 'arrived', at, person: `p${i}` });
    if (i >= 500) continue;
    lines.push({ type: 'drawn', at: at + 100, person: `p${i}` });
  }
  for (let i = 0; i < 1_000; i++) {
    const [session, startedAt] = [`s${i}`, OPENS_AT + i];
    // Of the 500 sampled people whose turn came, 350 start a session; the others are people who were not sampled.
    lines.push({ type: 'started', at: startedAt, session, person: i < 350 ? `p${i}` : `other${i}` });
    lines.push({ type: 'held', at: startedAt + 20, session, seats: 2 });
    const choosing = 60 + 120 * uniform();
    if (i % 4 === 3) {
      lines.push({ type: 'ended', at: startedAt + choosing, session });
      continue;
    }
    lines.push({ type: 'checkout', at: startedAt + choosing, session });
    const paid = startedAt + choosing + 40;
    if (i % 10 === 0) lines.push({ type: 'paymentFailed', at: paid, session });
    else lines.push({ type: 'bought', at: paid, session, seats: i % 2 === 0 ? 2 : 4 });
  }
  return lines;
}

const linesOf = (events: readonly object[]) => events.map((event) => JSON.stringify(event));

let recorded: Calibration;
beforeAll(async () => {
  recorded = await calibrate(linesOf(recordedSale()));
});

describe('a recorded sale', () => {
  test('is calibrated by what its log says', () => {
    expect(recorded).toMatchObject({ people: 40_000, sessions: 1_000, sampledPeople: 4_000, showUp: 0.7 });
    expect(recorded.choosing?.meanSeconds).toBeGreaterThan(115);
    expect(recorded.choosing?.meanSeconds).toBeLessThan(125);
    expect(recorded.choosing?.cv).toBeCloseTo(120 / Math.sqrt(12) / 120, 1);
    expect(recorded.checkoutShare).toBe(0.75);
    expect(recorded.payingMeanSeconds).toBeCloseTo(40, 6);
    expect(recorded.paymentFailure).toBeCloseTo(100 / 750, 2);
    expect(recorded.seatsPerOrder?.map(({ seats }) => seats)).toEqual([2, 4]);
  });

  test('keeps when people came', () => {
    const before = recorded.arrivals.filter(([second]) => second < 0).reduce((sum, [, n]) => sum + n, 0);
    expect(before).toBe(2_000);
    expect(recorded.arrivals[0]?.[0]).toBeGreaterThanOrEqual(-1_800);
    expect(recorded.arrivals.at(-1)?.[0]).toBeLessThan(600);
  });

  test('gives the same calibration in any order, and with lines that came twice', async () => {
    const lines = linesOf(recordedSale());
    expect(await calibrate([...lines.toReversed(), ...lines.slice(0, 500), ''])).toEqual(recorded);
  });

  test('can be run again, and with other settings', async () => {
    const again = loadScenario(replayScenario({}, recorded));
    expect(again).toMatchObject({ name: 'cup-final, replayed', people: 40_000 });
    expect(again.sale).toMatchObject({ seats: 900, target: 150, k: 2, slotSeconds: 10, samplingRate: 0.1 });
    expect(again.classes).toMatchObject([{ name: 'everybody', showUp: 0.7 }]);
    const result = await simulate(again);
    expect(result.seatsSold).toBe(900);
    expect(Math.abs((result.controller.meanSessionSeconds ?? 0) / 155 - 1)).toBeLessThan(0.15);
  });

  test('leaves to the scenario what it does not record, and what the scenario sets of the sale', () => {
    const scenario = {
      name: 'what if',
      classes: [{ name: 'phones', latencyMs: { median: 90, p95: 300 } }],
      attackers: [{ name: 'scripts', kind: 'pollSpam', accounts: 100, pollsPerSlot: 9 }],
      sale: { k: 4, seats: 1_200 },
      failIf: ['order.rule < 0.8'],
    };
    const loaded = loadScenario(replayScenario(scenario, recorded));
    expect(loaded).toMatchObject({
      name: 'what if',
      people: 40_000,
      classes: [{ name: 'phones', latencyMs: { median: 90 }, showUp: 0.7 }],
      attackers: [{ accounts: 100 }],
      sale: { k: 4, seats: 1_200, target: 150 },
      failIf: ['order.rule < 0.8'],
    });
  });
});

describe('a log', () => {
  const refusal = async (lines: readonly string[]) => {
    try {
      await calibrate(lines);
    } catch (error) {
      const { code, problems } = error as UserError;
      return { code, problems };
    }
    return undefined;
  };

  test('with bad lines is refused, and all of them are named', async () => {
    const good = linesOf(recordedSale());
    expect(
      await refusal([
        ...good.slice(0, 3),
        '{"type":"arrived"',
        '{"type":"arrived","at":"noon","person":"p"}',
        '{"type":"stolen","at":1}',
      ]),
    ).toEqual({
      code: 'LOG_INVALID',
      problems: [
        { path: 'line 4', message: 'is not JSON' },
        { path: 'line 5', message: expect.stringContaining('at: ') },
        {
          path: 'line 6',
          message:
            'has a type that is none of sale, arrived, drawn, started, held, checkout, bought, paymentFailed, ended',
        },
      ],
    });
  });

  test('that names no sale, or nobody, cannot be replayed', async () => {
    expect((await refusal(['']))?.problems.map(({ message }) => message)).toEqual([
      'should be of type "sale", and no line is',
      'is the last, and nobody arrived',
    ]);
    expect(await refusal(linesOf([SALE]))).toMatchObject({ code: 'LOG_INVALID' });
  });

  test('with too few sessions calibrates what it can', async () => {
    const few = await calibrate(linesOf([SALE, { type: 'arrived', at: OPENS_AT, person: 'p' }]));
    expect(few).toMatchObject({ people: 10, showUp: null, choosing: null, seatsPerOrder: null });
    const { sale, classes } = loadScenario(replayScenario({}, few));
    expect(sale.session.meanSeconds).toBe(240);
    expect(classes[0]?.showUp).toBe(1);
  });
});
