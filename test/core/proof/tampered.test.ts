import { describe, expect, test } from 'vitest';
import { lotOf, slotStartAt } from '../../../src/core/admission/index.ts';
import { type BundleText, partySub, rosterTree, verifyBundle } from '../../../src/core/proof/index.ts';
import { nodeHashing as hashing } from '../../../src/service/adapters/system/index.ts';
import { afterTampering, looked, ofKind } from './falsified.ts';
import { bundleOf, firstSlot, honestSale, OPENS_AT, type Sale, textOf, tokenOf } from './recorded-sale.ts';

describe('a bundle that was changed afterwards', () => {
  test('with another draw key does not fit the commitment', () => {
    const findings = afterTampering((bundle) => {
      ofKind(bundle, 'tix-draw').drawKey = Buffer.alloc(32, 9).toString('base64url');
    });
    expect(findings[0]).toEqual({
      code: 'swapped-key',
      where: 'commitment',
      message: expect.stringContaining('do not lead to the commitment'),
    });
  });

  test('with another luck dial does not fit it either', () => {
    const findings = afterTampering((bundle) => {
      const head = ofKind(bundle, 'tix-draw');
      head.rules = { ...head.rules, k: 3 };
    });
    expect(findings[0]).toMatchObject({ code: 'swapped-key' });
  });

  test.each([
    [
      'an admission changed',
      (bundle: BundleText[]) => Object.assign(ofKind(bundle, 'admitted', 3), { outcome: 'pass' }),
      /not those it was made over/,
    ],
    [
      'an admission removed',
      (bundle: BundleText[]) => bundle.splice(bundle.indexOf(ofKind(bundle, 'admitted', 3)), 1),
      /covers \d+ entries/,
    ],
    [
      'a mint removed',
      (bundle: BundleText[]) => bundle.splice(bundle.indexOf(ofKind(bundle, 'minted', 3)), 1),
      /covers \d+ entries/,
    ],
    [
      'a link removed',
      (bundle: BundleText[]) => bundle.splice(bundle.indexOf(ofKind(bundle, 'link', 2)), 1),
      /link 2 is missing/,
    ],
    [
      'a link’s time changed',
      (bundle: BundleText[]) => Object.assign(ofKind(bundle, 'link', 2), { at: OPENS_AT }),
      /its hash is another/,
    ],
    [
      'another sample key',
      (bundle: BundleText[]) =>
        Object.assign(ofKind(bundle, 'tix-draw'), { sampleKey: Buffer.alloc(32, 8).toString('base64url') }),
      /does not begin with this commitment/,
    ],
    ['the end cut off', (bundle: BundleText[]) => bundle.pop(), /breaks off/],
    [
      'lines added',
      (bundle: BundleText[]) => bundle.splice(-1, 0, { kind: 'sold', sub: 'buyer-0000', seats: 1 }),
      /had \d+ lines/,
    ],
  ])('with %s', (_, tamper, words) => {
    const findings = afterTampering((bundle) => void tamper(bundle));
    expect(findings.find(({ code }) => code === 'tampered-log')?.message).toMatch(words);
  });

  test('with the whole history written anew contradicts what was seen', () => {
    const seen = [
      {
        commitment: ofKind(bundleOf(honestSale()), 'tix-draw').commitment,
        chain: { n: 3, hash: 'A'.repeat(43) },
      },
    ];
    expect(afterTampering(() => undefined, { ...looked, seen })).toMatchObject([
      { code: 'rewritten', message: expect.stringContaining('another link 3') },
    ]);
    const other = [{ commitment: 'B'.repeat(43), chain: null }];
    expect(afterTampering(() => undefined, { ...looked, seen: other })).toMatchObject([
      { code: 'rewritten', where: 'commitment' },
    ]);
  });

  test('with another schedule than was seen in force', () => {
    const findings = afterTampering((bundle) => {
      const head = ofKind(bundle, 'tix-draw');
      head.schedule = head.schedule.slice(0, 1);
    });
    expect(
      findings.some(({ code, message }) => code === 'broken-schedule' && message.includes('is not told')),
    ).toBe(true);
  });

  test('with a clock that jumps', () => {
    const findings = afterTampering((bundle) => {
      const [first, second] = ofKind(bundle, 'tix-draw').schedule;
      if (first && second)
        ofKind(bundle, 'tix-draw').schedule = [first, [second[0], second[1], second[2] + 1]];
    });
    expect(findings[0]).toMatchObject({ code: 'broken-schedule', message: expect.stringContaining('jumps') });
  });

  test('without its roster, or with another', () => {
    expect(
      afterTampering((bundle) => void bundle.splice(bundle.indexOf(ofKind(bundle, 'roster')), 1)).map(
        ({ code }) => code,
      ),
    ).toContain('unproven');
    const other = afterTampering((bundle) => void ofKind(bundle, 'roster').accounts.pop());
    expect(other).toContainEqual(expect.objectContaining({ code: 'unproven', where: 'rules.rosterRoot' }));
  });

  test.each([
    ['nothing at all', [], /empty/],
    ['something else', ['{"kind":"sold","sub":"a","seats":1}'], /not that of a draw/],
    ['no JSON', ['Dear customer'], /not JSON/],
  ])('to %s is unreadable, and says where', (_, lines, words) => {
    const { ok, checked, findings } = verifyBundle(hashing, lines);
    expect({ ok, checked }).toEqual({ ok: false, checked: null });
    expect(findings).toMatchObject([
      { code: 'unreadable', where: 'line 1', message: expect.stringMatching(words) },
    ]);
  });

  test('in every line is told of in fifty, and how many more there are', () => {
    const bundle = bundleOf(honestSale(120));
    for (const line of bundle) if (line.kind === 'admitted') line.slotStart += 3;
    const wrong = verifyBundle(hashing, textOf(bundle), looked).findings.filter(
      ({ code }) => code === 'wrong-slot',
    );
    expect(wrong).toHaveLength(50);
    expect(wrong.at(-1)?.message).toContain('and 70 more like it');
  });
});

describe('the owner of a token', () => {
  const sale = honestSale();
  const lines = textOf(bundleOf(sale));
  const [sub, iat] = ['buyer-0012', OPENS_AT - 30 + 48];
  const due = firstSlot(sale, sub, iat);
  const check = (token: string) => verifyBundle(hashing, lines, { ...looked, token });

  test('learns their number, their slot, and that they were let in there', () => {
    const { findings, checked } = check(tokenOf(sale, { sub, iat, boff: due }));
    expect(findings).toEqual([]);
    expect(checked?.token).toMatchObject({
      sub,
      admittedAt: due,
      refusedAt: due - 10,
      logged: [{ slotStart: due, outcome: 'session' }],
    });
    expect(checked?.token?.lotteryNumber).toBeGreaterThan(0);
  });

  test('who was sent away when their turn had come holds the proof in their token', () => {
    const { findings } = check(tokenOf(sale, { sub, iat, boff: due + 30 }));
    expect(findings).toMatchObject([
      { code: 'passed-over', where: 'token', message: expect.stringContaining(`let in at ${due + 20}`) },
    ]);
  });

  test('whose lottery ticket was drawn with another key is told so', () => {
    const lot = lotOf(hashing, new Uint8Array(32), 'cup-final', sub);
    expect(check(tokenOf(sale, { sub, iat, boff: due, lot })).findings).toMatchObject([
      { code: 'swapped-key', where: 'token' },
    ]);
  });

  test('of another event, or of no event, is told so', () => {
    expect(check('no.token.at-all').findings).toMatchObject([{ code: 'wrong-token' }]);
    const other = tokenOf(sale, { sub, iat, boff: slotStartAt(due, 0, 10), evt: 'another' } as Parameters<
      typeof tokenOf
    >[1]);
    expect(check(other).findings).toMatchObject([
      { code: 'wrong-token', message: expect.stringContaining('another') },
    ]);
  });
});

describe('a party', () => {
  const members = ['anna', 'ben', 'carla'];
  const withRoster = (roster: Sale['roster']) => {
    const sale = honestSale();
    sale.roster = [...roster, ...sale.roster];
    const tree = rosterTree(hashing);
    for (const account of sale.roster) tree.add(account);
    sale.rules = { ...sale.rules, rosterRoot: tree.root() };
    return verifyBundle(hashing, textOf(bundleOf(sale)), looked).findings;
  };
  const party = (people: string[]) => ({ sub: partySub(hashing, people), members: people });

  test('that was frozen in the roster is no finding', () => {
    expect(withRoster([party(members)])).toEqual([]);
  });

  test('under a name of the operator’s choice is found', () => {
    expect(withRoster([{ sub: 'lucky', members }])).toMatchObject([{ code: 'wrong-party' }]);
  });

  test('with a member who is in another, or alone besides, is found', () => {
    const two = [party(members), party(['carla', 'dora'])].sort((a, b) => (a.sub < b.sub ? -1 : 1));
    expect(withRoster(two)).toMatchObject([
      { code: 'wrong-party', message: expect.stringContaining('carla is in two parties') },
    ]);
    expect(withRoster([party(['anna', 'buyer-0003'])])).toMatchObject([
      {
        code: 'wrong-party',
        message: expect.stringContaining('buyer-0003 is in a party, and alone besides'),
      },
    ]);
  });
});
