import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge, lotOf } from '../../src/core/admission/index.ts';
import { bundleLine } from '../../src/core/proof/index.ts';
import { checkDraw } from '../../src/web/draw/check-draw.ts';
import { notedTurn, readPublishedDraw } from '../../src/web/draw/published-draw.ts';
import { browserHashing } from '../../src/web/hashing/index.ts';
import { bundleOf, honestSale } from '../core/proof/recorded-sale.ts';

interface Case {
  readonly lotKey: string;
  readonly drawKey: string;
  readonly beacon: string;
  readonly rules: { readonly eventId: string; readonly opensAt: number; readonly slotSeconds: number };
  readonly commitment: string;
  readonly sub: string;
  readonly schedule: readonly (readonly [number, number, number])[];
  readonly lotteryNumber: number;
}

const { cases } = JSON.parse(readFileSync('fixtures/vectors/admission.json', 'utf8')) as {
  readonly cases: readonly Case[];
};
const published = ({ lotKey, drawKey, beacon, rules, schedule }: Case) =>
  JSON.stringify({ lotKey, drawKey, beacon, rules, schedule });

/** The same as the bundle that `tix draw` writes: its head, and evidence. */
function bundle(one: Case, ...evidence: readonly object[]): string {
  const head = { kind: 'tix-draw', v: 1, ...JSON.parse(published(one)), beaconRound: null, closedAt: 2e9 };
  return [head, ...evidence, { kind: 'end', lines: evidence.length + 2 }]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

describe('checking one’s draw', () => {
  test('finds the numbers that others computed from the same keys', () => {
    for (const one of cases) {
      const draw = readPublishedDraw(published(one));
      if (draw === undefined) throw new Error('a published draw is not read');
      const found = checkDraw(browserHashing, draw, one.sub, one.rules.opensAt);
      expect(found.commitment).toBe(one.commitment);
      expect(found.lotteryNumber).toBe(one.lotteryNumber);
    }
  });

  test('finds the slot that let the buyer in: it does, and the one before does not', () => {
    let letIn = 0;
    for (const one of cases) {
      const draw = readPublishedDraw(published(one));
      if (draw === undefined) throw new Error('a published draw is not read');
      const since = one.rules.opensAt - 30;
      const { admittedAt } = checkDraw(browserHashing, draw, one.sub, since);
      if (admittedAt === null) continue;
      letIn += 1;
      const keys = { lot: draw.lotKey, draw: draw.drawKey, beacon: draw.beacon };
      const lot = lotOf(browserHashing, draw.lotKey, one.rules.eventId, one.sub);
      const token = { evt: one.rules.eventId, sub: one.sub, lot, iat: since, c0: 0 };
      const at = (second: number) =>
        judge(browserHashing, keys, { ...draw.rules, schedule: draw.schedule }, token, second).admitted;
      expect(at(admittedAt)).toBe(true);
      expect(at(admittedAt - one.rules.slotSeconds)).toBe(false);
    }
    expect(letIn).toBeGreaterThan(5);
  });

  test('does without a number while the beacon’s value is missing', () => {
    const withBeacon = cases.find(({ beacon }) => beacon !== '');
    if (withBeacon === undefined) throw new Error('no case names a beacon');
    const draw = readPublishedDraw(published({ ...withBeacon, beacon: '' }));
    if (draw === undefined) throw new Error('a published draw is not read');
    const found = checkDraw(browserHashing, draw, withBeacon.sub, withBeacon.rules.opensAt);
    expect(found).toMatchObject({ lotteryNumber: null, shareNeeded: null, admittedAt: null });
  });

  test('reads nothing but a whole published draw', () => {
    const [good] = cases;
    if (good === undefined) throw new Error('there are cases');
    const json = JSON.parse(published(good));
    const wrong = [
      '',
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...json, lotKey: 'short' }),
      JSON.stringify({ ...json, schedule: [] }),
      JSON.stringify({ ...json, schedule: [[1, 2]] }),
      JSON.stringify({ ...json, rules: { ...json.rules, slotSeconds: 0 } }),
      JSON.stringify({ ...json, rules: { ...json.rules, k: 'two' } }),
      JSON.stringify({ ...json, beacon: 'not hex' }),
    ];
    expect(wrong.map(readPublishedDraw)).toEqual(wrong.map(() => undefined));
  });
});

describe('a published bundle', () => {
  const [one] = cases;
  if (one === undefined) throw new Error('there are no cases');

  test('is read by its first line, whatever evidence follows', () => {
    const turn = { kind: 'admitted', id: 't', sub: one.sub, iat: 7, slotStart: 9, outcome: 'session' };
    expect(readPublishedDraw(bundle(one, turn))).toEqual(readPublishedDraw(published(one)));
    expect(readPublishedDraw(bundle(one, turn).split('\n')[0] ?? '')).toEqual(
      readPublishedDraw(published(one)),
    );
    expect(readPublishedDraw('{"kind":"tix-draw"}\n{"kind":"end","lines":2}\n')).toBeUndefined();
  });

  test('tells when somebody was let in, and of nobody else', () => {
    const turn = { kind: 'admitted', id: 't', sub: 'ada', iat: 7, slotStart: 9, outcome: 'session' };
    const text = bundle(
      one,
      { ...turn, sub: 'bob', slotStart: 5 },
      { ...turn, kind: 'minted' },
      { ...turn, slotStart: 6, outcome: 'refused' },
      turn,
      { ...turn, slotStart: 12 },
    );
    expect(notedTurn(text, 'ada')).toEqual({ iat: 7, slotStart: 9 });
    expect(notedTurn(text, 'eve')).toBeUndefined();
    expect(notedTurn(published(one), 'ada')).toBeUndefined();
  });

  test('shows every buyer of a recorded sale that they were let in at the very look at which they had to be', () => {
    const sale = honestSale();
    const text = bundleOf(sale).map(bundleLine).join('\n');
    const published = readPublishedDraw(text);
    if (published === undefined) throw new Error('the bundle is not read');
    let told = 0;
    for (const { sub } of sale.roster) {
      const noted = notedTurn(text, sub);
      if (noted === undefined) continue;
      told += 1;
      expect(checkDraw(browserHashing, published, sub, noted.iat).admittedAt).toBe(noted.slotStart);
    }
    expect(told).toBeGreaterThan(30);
  });
});
