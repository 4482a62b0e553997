import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendEntry,
  formatEdgeKeys,
  formatSaleRecord,
  keysKey,
  openSchedule,
  parseEdgeKeys,
  parseSaleRecord,
  pruneSchedule,
  type SaleRecord,
  type ScheduleEntry,
  saleKey,
} from '../../../src/core/admission/index.ts';
import { UserError } from '../../../src/core/errors/index.ts';
import { keyNamed, OPENS_AT, sales, someKeys, someSale } from './support.ts';

function refusal(write: () => unknown): UserError {
  try {
    write();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const pathsOf = (error: UserError) => error.problems.map(({ path }) => path);
const stored = (sale: SaleRecord) => JSON.parse(formatSaleRecord(sale));

describe('the sale record', () => {
  test('is read as it was written, and can be changed and written again', () => {
    fc.assert(
      fc.property(sales, (sale) => {
        const kept = { ...sale, schedule: pruneSchedule(sale.schedule, 30, OPENS_AT + 4_000) };
        const read = parseSaleRecord(formatSaleRecord(kept));
        expect(read).toMatchObject(kept);
        const changed = { ...(read as SaleRecord), phase: 'paused' as const };
        expect(parseSaleRecord(formatSaleRecord(changed))).toMatchObject({ ...kept, phase: 'paused' });
      }),
    );
  });

  test('has a key of its own per event', () => {
    expect(saleKey('ünïcode')).toBe('sale:ünïcode');
    expect(keysKey('ünïcode')).toBe('keys:ünïcode');
  });

  describe('of a sale in its third day, τ changed every 10 s and slots of 2 minutes', () => {
    const day3 = OPENS_AT + 3 * 86_400;
    const courseOf = (sale: SaleRecord) => sale.forecast?.course ?? [];
    const busy = (tauAt: (from: number) => number): SaleRecord => {
      let schedule: ScheduleEntry[] = [[day3 - 400, 7_654, 1_234.567_890_123_456_7]];
      for (let from = day3 - 300; from <= day3 + 20; from += 10) {
        schedule = appendEntry(schedule, from, tauAt(from), { now: from, leadSeconds: 0 });
      }
      return someSale({
        slotSeconds: 120,
        phase: 'soldOut',
        schedule: pruneSchedule(schedule, 120, day3),
        sampling: { arrivals: 0.01, requests: 0.001, suspects: 0.05 },
        forecast: {
          course: [1, 2, 3, 4, 5].map((i) => [3 * 86_400 + i * 1_111, 1_234.56 + i] as const),
          ...{ tau: 7_654.32, endClock: 1_239.56 },
        },
        commitment: 'x'.repeat(43),
        tunerEpoch: 12,
      });
    };

    test('fits into 1 KB with most of its course', () => {
      const sale = busy((from) => 7_000 + (from % 97));
      expect(sale.schedule.length).toBeGreaterThan(20);
      const text = formatSaleRecord(sale);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024);
      const kept = courseOf(parseSaleRecord(text) as SaleRecord);
      expect(kept.length).toBeGreaterThanOrEqual(3);
      expect(kept).toEqual(courseOf(sale).slice(-kept.length));
    });

    test('gives up its course, and nothing else, when the clock all but stands still every other turn', () => {
      const sale = busy((from) => (from % 20 === 0 ? 1e9 - 1 : 76_543));
      const text = formatSaleRecord(sale);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024);
      const read = parseSaleRecord(text) as SaleRecord;
      expect(courseOf(read).length).toBeLessThan(5);
      expect(read).toMatchObject({ ...sale, forecast: { tau: 7_654.32, endClock: 1_239.56 } });
    });
  });

  test('that would not fit is refused with what to do', () => {
    const schedule = Array.from({ length: 90 }, (_, i): ScheduleEntry => [OPENS_AT + i * 7, 7, i]);
    const error = refusal(() => formatSaleRecord(someSale({ schedule })));
    expect(error.code).toBe('INVALID_SALE');
    expect(error.problems).toEqual([
      {
        path: '/schedule',
        message: expect.stringMatching(/takes \d+ bytes, the store 1024: prune its 90 entries/),
      },
    ]);
  });

  test('wrong in many ways is told all of them at once, each with its path', () => {
    const wrong = someSale({
      opensAt: 0.5,
      k: 33,
      curve: 'gumbel',
      slotSeconds: 121,
      schedule: [[OPENS_AT, 0.5, 0]],
      powBits: 33,
      tokenLifeSeconds: 1,
      sampling: { arrivals: 2, requests: -1, suspects: Number.NaN },
      forecast: {
        course: [
          [10, 2],
          [10, 3],
        ],
        tau: 0,
        endClock: -1,
      },
      commitment: 'short',
    });
    expect(pathsOf(refusal(() => formatSaleRecord(wrong)))).toEqual([
      '/opensAt',
      '/k',
      '/curve',
      '/slotSeconds',
      '/schedule/0/1',
      '/powBits',
      '/tokenLifeSeconds',
      '/sampling/arrivals',
      '/sampling/requests',
      '/sampling/suspects',
      '/forecast/course',
      '/forecast/tau',
      '/forecast/endClock',
      '/commitment',
    ]);
  });

  test('whose clock jumps, runs back or starts before the sale is refused', () => {
    const schedules: [ScheduleEntry[], string[]][] = [
      [[[OPENS_AT, 100, 1]], ['/schedule/0/2']],
      [[[OPENS_AT - 1, 100, 0]], ['/schedule/0/0']],
      [[[OPENS_AT + 50, 100, 51]], ['/schedule/0/2']],
      [
        [
          [OPENS_AT, 100, 0],
          [OPENS_AT + 100, 100, 1.001],
          [OPENS_AT + 100, 100, 1],
        ],
        ['/schedule/1/2', '/schedule/2/0'],
      ],
    ];
    for (const [schedule, paths] of schedules) {
      expect(pathsOf(refusal(() => formatSaleRecord(someSale({ schedule }))))).toEqual(paths);
    }
  });

  test('that cannot be read, or has a number out of range, is no record', () => {
    const good = stored(someSale());
    expect(parseSaleRecord(JSON.stringify(good))).toBeDefined();
    for (const text of ['', 'null', '[]', '7', '{}', '{', JSON.stringify(someSale())]) {
      expect(parseSaleRecord(text), text).toBeUndefined();
    }
    const fields = ['v', 'opensAt', 'k', 'curve', 'slotSeconds', 'schedule', 'powBits', 'tokenLifeSeconds'];
    const nonsense = [null, undefined, '', '30', -1, 0.3, 1e13, [], {}, true, [[]], [[0, null, 0]], [null]];
    for (const field of fields) {
      for (const value of nonsense) {
        const text = JSON.stringify({ ...good, [field]: value });
        expect(parseSaleRecord(text), text).toBeUndefined();
      }
    }
  });

  test('with a hostile entry anywhere in its schedule is no record', () => {
    const entries = ['null', '1e999', '"60"', '-1', '0.5', '[]', '{}'].flatMap((value) => [
      `[${value},100,0]`,
      `[0,${value},0]`,
      `[0,100,${value}]`,
    ]);
    const text = formatSaleRecord(someSale({ schedule: openSchedule(OPENS_AT, 100) }));
    for (const entry of [...entries, '[0,1e10,0]', '[0,100,1e10]', '[0,100]', '[]', '{}', '"x"']) {
      if (entry === '[0,100,[]]') continue;
      expect(parseSaleRecord(text.replace('[0,100,0]', entry)), entry).toBeUndefined();
    }
    for (const pair of [
      '[0,100,0],[0,100,0]',
      '[0,100,0],[50,100,-1]',
      '[9,100,5],[50,100,4]',
      '[9,100,0],[-3,100,0]',
    ]) {
      expect(parseSaleRecord(text.replace('[0,100,0]', pair)), pair).toBeUndefined();
    }
  });

  test('is never a fault to read, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseSaleRecord(text)).toBeUndefined();
        expect(parseEdgeKeys(text)).toBeUndefined();
      }),
    );
  });
});

describe('the key record', () => {
  test('is read as it was written', () => {
    for (const beacon of ['', null, 'ab'.repeat(32)]) {
      const keys = someKeys({ beacon });
      const read = parseEdgeKeys(formatEdgeKeys(keys));
      expect(JSON.stringify(read)).toBe(JSON.stringify(parseEdgeKeys(formatEdgeKeys(read ?? someKeys()))));
      expect(read?.beacon).toBe(beacon);
      expect([...(read?.lot ?? [])]).toEqual([...keys.lot]);
      expect(Object.keys(read?.signing ?? {})).toEqual(['k1', 'k2']);
    }
  });

  test('wrong in many ways is told all of them at once, and no key is shown', () => {
    const short = keyNamed('short').slice(1);
    const wrong = someKeys({
      lot: short,
      beacon: 'AB'.repeat(32),
      kid: 'k1',
      signing: { k1: short },
      signIn: short,
    });
    const error = refusal(() => formatEdgeKeys(wrong));
    expect(error.code).toBe('INVALID_KEYS');
    expect(pathsOf(error)).toEqual(['/lot', '/beacon', '/signing/k1', '/signIn']);
    expect(JSON.stringify(error.problems) + error.message).not.toContain(
      Buffer.from(short).toString('base64url'),
    );
  });

  test('must hold the key that signs', () => {
    expect(pathsOf(refusal(() => formatEdgeKeys(someKeys({ kid: 'k3' }))))).toEqual(['/kid']);
    expect(pathsOf(refusal(() => formatEdgeKeys(someKeys({ kid: 'toString' }))))).toEqual(['/kid']);
  });

  test('with too many signing keys does not fit, and says what to do', () => {
    const signing = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, keyNamed(`k${i}`)]));
    const error = refusal(() => formatEdgeKeys(someKeys({ signing })));
    expect(error.problems[0]?.message).toContain('drop signing keys whose tokens have all expired');
  });

  test('with anything missing or malformed is no record', () => {
    const good = JSON.parse(formatEdgeKeys(someKeys()));
    for (const field of Object.keys(good)) {
      for (const value of [undefined, 7, 'short', '', {}, 'A'.repeat(42), `${'A'.repeat(42)}B`]) {
        if (field === 'beacon' && value === '') continue;
        expect(
          parseEdgeKeys(JSON.stringify({ ...good, [field]: value })),
          `${field} ${value}`,
        ).toBeUndefined();
      }
    }
  });
});
