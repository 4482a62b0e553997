import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { provesBeacon } from '../../src/cli/draw/index.ts';
import { KNOWN_CHAINS } from '../../src/core/proof/index.ts';
import {
  bundleOf,
  firstSlot,
  honestSale,
  OPENS_AT,
  ROUND,
  textOf,
  tokenOf,
} from '../core/proof/recorded-sale.ts';
import { runTix, tempFolder } from '../support/run-tix.ts';

function bundleIn(folder: string, lines = textOf(bundleOf(honestSale()))): string {
  const path = join(folder, 'cup-final.tixdraw');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function verify(bundle: string, ...words: string[]) {
  const { exitCode, stdout } = await runTix(['draw', 'verify', bundle, ...words, '--json']);
  return { exitCode, report: JSON.parse(stdout) };
}

describe('tix draw verify', () => {
  test('verifies a recorded sale offline, the beacon by its own signature', async () => {
    using folder = tempFolder();
    const { exitCode, report } = await verify(bundleIn(folder.path));
    expect(exitCode).toBe(0);
    expect(report).toEqual({ ok: true, checked: expect.any(Object), findings: [] });
    expect(report.checked).toMatchObject({ eventId: 'cup-final', beacon: 'signature', admitted: 40 });
    const asText = await runTix(['draw', 'verify', bundleIn(folder.path)]);
    expect(asText.stdout).toContain('verified  the draw of cup-final');
    expect(asText.stdout).toContain('proven by its signature');
  });

  test('says what is wrong and where, with exit code 1', async () => {
    using folder = tempFolder();
    const bundle = bundleOf(honestSale());
    const at = bundle.findIndex(({ kind }) => kind === 'admitted');
    const admitted = bundle[at];
    if (admitted?.kind === 'admitted') admitted.slotStart -= 10;
    const { exitCode, report } = await verify(bundleIn(folder.path, textOf(bundle)));
    expect(exitCode).toBe(1);
    expect(report.ok).toBe(false);
    expect(report.findings).toContainEqual({
      code: 'favoured-user',
      where: `line ${at + 1}`,
      message: expect.stringContaining('was let in at'),
    });
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'tampered-log' }));
  });

  test('reads a bundle from standard input, and tells one buyer in sentences how they were treated', async () => {
    const sale = honestSale();
    const [sub, iat] = ['buyer-0012', OPENS_AT + 18];
    const token = tokenOf(sale, { sub, iat, boff: firstSlot(sale, sub, iat) });
    const { exitCode, stdout } = await runTix(['draw', 'verify', '-', '--token', token], {
      input: textOf(bundleOf(sale)).join('\n'),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Their number is 0\.\d+/);
    expect(stdout).toContain('The log tells: let in at');
  });

  test('compares with what was kept from before the sale', async () => {
    using folder = tempFolder();
    const seen = join(folder.path, 'kept.ndjson');
    writeFileSync(seen, `${JSON.stringify({ commitment: 'C'.repeat(43), chain: null })}\n`);
    const { exitCode, report } = await verify(bundleIn(folder.path), '--seen', seen);
    expect(exitCode).toBe(1);
    expect(report.findings).toMatchObject([{ code: 'rewritten', where: 'commitment' }]);
  });

  test.each([
    ['a value that is cut short', ['--beacon', 'ab'.repeat(31)], 'BEACON_INVALID'],
    ['a file that is no round', ['--beacon', 'package.json'], 'BEACON_INVALID'],
    ['a file that is not there', ['--beacon', 'no-such.json'], 'FILE_UNREADABLE'],
    ['a file of what was seen that is something else', ['--seen', 'package.json'], 'FILE_NOT_SEEN'],
  ])('refuses %s as bad input', async (_, words, code) => {
    using folder = tempFolder();
    const { exitCode, stderr } = await runTix(['draw', 'verify', bundleIn(folder.path), ...words, '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code } });
  });

  test('refuses a bundle that is not there', async () => {
    const { exitCode, stderr } = await runTix(['draw', 'verify', 'no-such.tixdraw']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no such file');
  });
});

describe('a beacon’s signature', () => {
  const { hash: _, ...quicknet } = KNOWN_CHAINS.quicknet;
  const { hash: __, ...chained } = KNOWN_CHAINS.default;
  const quick = { round: ROUND.round, signature: ROUND.signature, previousSignature: null, chain: quicknet };
  // Round 1 of the chain that links its rounds, as its relays publish it.
  const linked = {
    round: 1,
    signature:
      '8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655',
    previousSignature: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a',
    chain: chained,
  };

  test('of either public chain is believed', () => {
    expect([quick, linked].map(provesBeacon)).toEqual([true, true]);
  });

  test.each([
    ['another round', { ...quick, round: 1001 }],
    ['another chain', { ...quick, chain: { ...quicknet, schemeId: 'bls-unchained-on-g1' } }],
    ['another round before it', { ...linked, previousSignature: `00${linked.previousSignature.slice(2)}` }],
    ['no round before it', { ...linked, previousSignature: null }],
    ['a point on no curve', { ...quick, signature: 'ab'.repeat(48) }],
    ['a scheme nobody knows', { ...quick, chain: { ...quicknet, schemeId: 'toString' } }],
  ])('of %s is not', (_name, round) => {
    expect(provesBeacon(round)).toBe(false);
  });
});
