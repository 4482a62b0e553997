import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { jsonHere, runHere } from '../support/in-process.ts';
import { OWN_CHAIN_HASH, ownRound } from '../support/own-beacon.ts';
import { tempFolder } from '../support/run-tix.ts';

const tix = (cwd: string, words: string) => jsonHere(words.split(' '), { cwd });

async function seeded() {
  const folder = tempFolder();
  writeFileSync(join(folder.path, 'accounts.txt'), 'ada\nben\n\ncarla\n');
  const { exitCode } = await tix(
    folder.path,
    'seed --venue hall-small --event gala --slot 5s --opens-at +2h',
  );
  expect(exitCode).toBe(0);
  return folder;
}

describe('a draw from its commitment to its beacon', () => {
  let folder: Awaited<ReturnType<typeof seeded>>;
  beforeAll(async () => {
    folder = await seeded();
    return () => folder[Symbol.dispose]();
  });
  const inFolder = (words: string) => tix(folder.path, words);

  test('commits to a round to come and to the accounts there are', async () => {
    const words = `draw commit gala --beacon-chain ${OWN_CHAIN_HASH} --beacon-round 77 --roster accounts.txt --yes`;
    const { exitCode, data } = await inFolder(words);
    expect(exitCode).toBe(0);
    expect(data).toMatchObject({
      created: true,
      keysDrawn: true,
      accounts: 3,
      rules: { eventId: 'gala', beacon: { chainHash: OWN_CHAIN_HASH, round: 77 } },
    });
    expect(data.rules.rosterRoot).toMatch(/^[\w-]{43}$/);
    expect(data.canonical).toContain('"rosterRoot"');
    expect((await inFolder(words)).data).toMatchObject({ created: false, replaced: false });
  });

  test('never shows a key, and asks first', async () => {
    const asked = await runHere('draw commit gala --beacon-at +1h'.split(' '), {
      cwd: folder.path,
      typed: 'no\n',
    });
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('This publishes the rules');
  });

  test('puts the opening off with the beacon', async () => {
    const { data } = await inFolder(
      `draw commit gala --opens-at +3h --beacon-chain ${OWN_CHAIN_HASH} --beacon-round 78 --yes`,
    );
    expect(data).toMatchObject({ replaced: true, rules: { beacon: { round: 78 } } });
    const { data: status } = await inFolder('sale status gala');
    expect(status.rules.opensAt).toBe(data.rules.opensAt);
    expect(status.commitment).toBe(data.commitment);
  });

  test.each([
    ['another round', () => ownRound(77), 'WRONG_ROUND'],
    [
      'another signature',
      () => ({ ...ownRound(78), signature: ownRound(79).signature, randomness: undefined }),
      'WRONG_SIGNATURE',
    ],
    [
      'another chain',
      () => ({ ...ownRound(78), chain: { ...ownRound(78).chain, period: 30 } }),
      'WRONG_CHAIN',
    ],
    ['no word of its chain', () => ({ ...ownRound(78), chain: undefined }), 'CHAIN_UNKNOWN'],
    [
      'a value that is not its signature’s',
      () => ({ ...ownRound(78), randomness: 'ab'.repeat(32) }),
      'BEACON_INVALID',
    ],
  ])('refuses a beacon file with %s', async (_, round, code) => {
    writeFileSync(join(folder.path, 'wrong.json'), JSON.stringify(round()));
    const { exitCode, data } = await inFolder('draw open gala --beacon wrong.json');
    expect([exitCode, data.error.code]).toEqual([2, code]);
  });

  test('sets the value of the named round, its signature proven, once', async () => {
    writeFileSync(join(folder.path, 'round.json'), JSON.stringify(ownRound(78)));
    const opened = await inFolder('draw open gala --beacon round.json');
    expect(opened.data).toMatchObject({ changed: true, proven: true, beacon: ownRound(78).randomness });
    expect((await inFolder('draw open gala --beacon round.json')).data).toMatchObject({ changed: false });
    const other = await inFolder(`draw open gala --beacon ${'ab'.repeat(32)}`);
    expect([other.exitCode, other.data.error.code]).toEqual([2, 'BEACON_SET']);
  });
});

test.each([
  ['--beacon-round 5 --beacon-at +1h', 'BEACON_AMBIGUOUS'],
  [`--beacon-chain ${'ab'.repeat(32)} --beacon-at +1h`, 'CHAIN_UNKNOWN'],
  ['--beacon-round 1000', 'ROUND_PAST'],
  ['--roster no-such.txt', 'FILE_UNREADABLE'],
  ['--roster twice.txt', 'ROSTER_INVALID'],
])('a commitment %s is refused', async (words, code) => {
  using folder = await seeded();
  writeFileSync(join(folder.path, 'twice.txt'), 'ada\nben\nada\n');
  const { exitCode, data } = await tix(folder.path, `draw commit gala ${words} --yes`);
  expect([exitCode, data.error.code]).toEqual([2, code]);
});
