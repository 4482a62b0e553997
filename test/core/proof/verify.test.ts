import { describe, expect, test } from 'vitest';
import { ownDraw } from '../../../src/core/admission/index.ts';
import { rosterTree, verifyBundle } from '../../../src/core/proof/index.ts';
import { nodeHashing as hashing } from '../../../src/service/adapters/system/index.ts';
import { admittedOf, afterCheat, afterTampering, looked, ofKind } from './falsified.ts';
import { bundleOf, firstSlot, honestSale, OPENS_AT, placeOf, type Sale, textOf } from './recorded-sale.ts';

describe('a sale by the rules', () => {
  test('verifies clean, and says what was looked at', () => {
    const sale = honestSale();
    const report = verifyBundle(hashing, textOf(bundleOf(sale)), looked);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      checked: {
        eventId: 'cup-final',
        beacon: 'given',
        beaconRoundAt: OPENS_AT - 3_600,
        admitted: 40,
        people: 40,
        accounts: 40,
        links: sale.minutes.length,
        draws: { draws: 40 },
      },
    });
  });

  test('is proven by the beacon’s own signature where that can be checked', () => {
    const lines = textOf(bundleOf(honestSale()));
    const proven = verifyBundle(hashing, lines, { provesBeacon: () => true });
    expect(proven).toMatchObject({ ok: true, checked: { beacon: 'signature' } });
    const forged = verifyBundle(hashing, lines, { provesBeacon: () => false });
    expect(forged.findings).toMatchObject([{ code: 'wrong-beacon', where: 'beaconRound.signature' }]);
  });

  test('matches what people saw published while it ran', () => {
    const bundle = bundleOf(honestSale());
    const { commitment } = ofKind(bundle, 'tix-draw');
    const { n, hash } = ofKind(bundle, 'link', 4);
    const seen = [
      { commitment, chain: null },
      { commitment, chain: { n, hash } },
    ];
    expect(verifyBundle(hashing, textOf(bundle), { ...looked, seen }).ok).toBe(true);
  });

  test.each([
    [1e-13, []],
    [1e-9, ['favoured-user']],
  ])('is doubted only when a verdict is off the line by more than rounding explains (%d)', (share, codes) => {
    const sale = honestSale(1);
    const buyer = admittedOf(sale, 0);
    const { shareNeeded } = ownDraw(
      hashing,
      { ...sale.rules, schedule: sale.schedule },
      { lot: sale.lotKey, draw: sale.drawKey, beacon: sale.beacon },
      { sub: buyer.sub, since: buyer.iat },
    );
    // A clock that reaches this buyer's number in the very second of their slot, or a hair later.
    const tau = ((buyer.slotStart - OPENS_AT) / (shareNeeded ?? 1)) * (1 + share);
    sale.schedule = [[OPENS_AT, tau, 0]];
    for (const piece of sale.minutes.flatMap(({ evidence }) => evidence))
      if (piece.kind === 'schedule') Object.assign(piece, { schedule: sale.schedule });
    const { findings } = verifyBundle(hashing, textOf(bundleOf(sale)), looked);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('an operator who cheats', () => {
  test('with no public randomness could have chosen the keys', () => {
    const findings = afterCheat((sale) => {
      Object.assign(sale, { rules: { ...sale.rules, beacon: null }, beacon: '', hasSignature: false });
    }, {});
    expect(findings).toContainEqual({
      code: 'grindable',
      where: 'rules.beacon',
      message: expect.stringContaining('try many'),
    });
  });

  test('with no roster could have invented accounts', () => {
    const findings = afterCheat((sale) => {
      sale.rules = { ...sale.rules, rosterRoot: null };
      sale.roster = [];
    });
    expect(findings).toMatchObject([{ code: 'unproven', where: 'rules.rosterRoot' }]);
  });

  test('who lets in an account that is not in the roster is told of by line and name', () => {
    const sale = honestSale();
    const sub = 'invented-later';
    const slotStart = firstSlot(sale, sub, OPENS_AT);
    const atMs = slotStart * 1000;
    const minute = sale.minutes.find(({ at }) => at >= slotStart);
    minute?.evidence.push({
      kind: 'admitted',
      ...placeOf(sale, sub, OPENS_AT),
      slotStart,
      atMs,
      outcome: 'session',
    });
    sale.sampled = 0;
    const bundle = bundleOf(sale);
    const line = bundle.findIndex((one) => one.kind === 'admitted' && one.sub === sub) + 1;
    expect(verifyBundle(hashing, textOf(bundle), looked).findings).toEqual([
      { code: 'unproven', where: `line ${line}`, message: `${sub} was let in, and is not in the roster` },
    ]);
  });

  test('who gives no proof of the beacon’s value is not believed', () => {
    const findings = afterCheat((sale) => Object.assign(sale, { hasSignature: false }), {});
    expect(findings).toMatchObject([{ code: 'unproven-beacon', where: 'beacon' }]);
  });

  test('who uses another value than the beacon’s is found out by whoever looks it up', () => {
    expect(afterTampering(() => undefined, { beacon: 'ab'.repeat(32) })).toMatchObject([
      { code: 'wrong-beacon', where: 'beacon' },
    ]);
  });

  test.each([
    ['after the beacon spoke', OPENS_AT - 3_600, 'round'],
    ['after the opening', OPENS_AT + 5, 'the sale opened'],
  ])('who commits %s does so too late', (_, committedAt, words) => {
    expect(afterCheat((sale) => Object.assign(sale, { committedAt }))).toEqual([
      { code: 'late-commitment', where: 'committedAt', message: expect.stringContaining(words) },
    ]);
  });

  test('who favours somebody whose number had not come is told of, with the numbers', () => {
    const findings = afterCheat((sale) => {
      const friend = admittedOf(sale, 30);
      friend.slotStart -= 20;
      friend.atMs -= 20_000;
    });
    expect(findings.map(({ code }) => code)).toContain('favoured-user');
    expect(findings[0]?.message).toMatch(
      /was let in at \d+ with the number 0\.\d+, when numbers below 0\.\d+ were/,
    );
  });

  test('who lets somebody in while the doors are shut is told of', () => {
    const findings = afterCheat((sale) => {
      const { slotStart } = admittedOf(sale, 39);
      const from = slotStart - 1;
      const last = sale.schedule.at(-1) ?? [OPENS_AT, 60, 0];
      const shut = [from, 0, last[2] + (from - last[0]) / last[1]] as const;
      sale.schedule.push([...shut]);
      sale.minutes[5]?.evidence.push({
        kind: 'schedule',
        id: '2',
        atMs: (sale.minutes[5]?.at ?? 0) * 1000,
        phase: 'paused',
        schedule: sale.schedule,
      });
    });
    expect(findings.map(({ message }) => message).join()).toContain('when the doors were shut');
  });

  test('who writes an older time into a token is contradicted by its id', () => {
    const findings = afterCheat((sale) => Object.assign(admittedOf(sale), { iat: OPENS_AT - 100, c0: 0 }));
    expect(findings[0]).toMatchObject({ code: 'backdated', message: expect.stringContaining('its id at') });
  });

  test('who hands out a whole backdated token is contradicted by the arrival that was noted', () => {
    const findings = afterCheat((sale) => {
      const sampled = sale.minutes.flatMap(({ evidence }) => evidence).find((one) => one.kind === 'minted');
      const friend = sale.minutes
        .flatMap(({ evidence }) => evidence)
        .find((one) => one.kind === 'admitted' && one.sub === sampled?.sub);
      if (friend?.kind === 'admitted') Object.assign(friend, placeOf(sale, friend.sub, friend.iat - 20));
    });
    expect(findings).toMatchObject([
      { code: 'backdated', message: expect.stringContaining('for the first time') },
    ]);
  });

  test('who lets in a sampled account that never arrived is told of', () => {
    const findings = afterCheat((sale) => {
      for (const minute of sale.minutes)
        minute.evidence = minute.evidence.filter(({ kind }) => kind !== 'minted');
    });
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['missing-evidence']));
  });

  test('who writes into the clock of a token is told of', () => {
    const findings = afterCheat((sale) => Object.assign(admittedOf(sale, 39), { c0: 0.01 }));
    expect(findings[0]).toMatchObject({
      code: 'backdated',
      message: expect.stringContaining('claims that the clock'),
    });
  });

  test('who adds evidence long after the fact is told of', () => {
    const findings = afterCheat((sale) => {
      const first = admittedOf(sale, 0);
      const minute = sale.minutes.find(({ evidence }) => evidence.includes(first));
      const last = sale.minutes.at(-1);
      minute?.evidence.splice(minute.evidence.indexOf(first), 1);
      if (last !== undefined)
        sale.minutes.push({ at: last.at + 240, evidence: [] }, { at: last.at + 300, evidence: [first] });
    });
    expect(findings).toMatchObject([
      { code: 'backdated', message: expect.stringContaining('was not there when') },
    ]);
  });

  test('who publishes a change of τ for the past is told of', () => {
    const findings = afterCheat((sale) => {
      const [first] = sale.schedule;
      const from = OPENS_AT + 20;
      if (first === undefined) throw new Error('no schedule');
      sale.schedule = [first, [from, 30, 20 / 60]];
      const seen = sale.minutes.at(-1);
      if (seen === undefined) throw new Error('no minutes');
      seen.evidence.push({
        kind: 'schedule',
        id: '9',
        atMs: seen.at * 1000,
        phase: 'open',
        schedule: sale.schedule,
      });
    });
    expect(
      findings.filter(({ code, message }) => code === 'backdated' && message.includes('τ = 30')).length,
    ).toBe(1);
  });

  test('who stops keeping evidence while the sale is open is told of', () => {
    const findings = afterCheat((sale) => {
      const last = sale.minutes.at(-1);
      sale.minutes.push({ at: (last?.at ?? 0) + 1_800, evidence: [] });
    });
    expect(findings).toMatchObject([
      { code: 'missing-evidence', message: expect.stringContaining('nothing was chained') },
    ]);
  });

  test('who lets somebody in twice is told of', () => {
    const findings = afterCheat((sale) => {
      const once = admittedOf(sale, 5);
      const minute = sale.minutes.find(({ evidence }) => evidence.includes(once));
      const again = placeOf(sale, once.sub, once.iat, 999);
      minute?.evidence.push({ ...once, ...again });
    });
    expect(findings).toMatchObject([{ code: 'double-admission' }]);
  });

  test.each([
    [
      'to somebody nobody let in',
      (sale: Sale) => Object.assign(sale.sold[0] ?? {}, { sub: 'never-came' }),
      'whom nobody let in',
    ],
    [
      'beyond the hold-backs',
      (sale: Sale) => Object.assign(sale, { seatsSold: sale.seatsSold + 3 }),
      'were held back',
    ],
    [
      'beyond the limit',
      (sale: Sale) => {
        const [first] = sale.sold;
        if (first === undefined) return;
        sale.seatsSold += 9;
        first.seats += 9;
      },
      'are allowed to each',
    ],
  ])('who sells seats %s is told of', (_, cheat, words) => {
    expect(afterCheat(cheat)).toMatchObject([
      { code: 'wrong-seats', message: expect.stringContaining(words) },
    ]);
  });

  test('who has picked lucky accounts for the roster is told of', () => {
    const sale = honestSale(400);
    sale.roster = sale.roster.filter(({ sub }) => firstSlot(sale, sub, OPENS_AT) < OPENS_AT + 40);
    const tree = rosterTree(hashing);
    for (const account of sale.roster) tree.add(account);
    sale.rules = { ...sale.rules, rosterRoot: tree.root() };
    const { findings } = verifyBundle(hashing, textOf(bundleOf(sale)), looked);
    expect(findings.map(({ code }) => code)).toContain('uneven-draws');
  });
});
