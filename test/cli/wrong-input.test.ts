import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTix, tempFolder } from '../support/run-tix.ts';

const FILES: Readonly<Record<string, string>> = {
  'not-json.json': '{"id": ',
  'not-a-venue.json': '{"id": "x"}',
  'empty.csv': '',
  'keys.json': '{"lotKey": "short"}',
};

/** A command line with something wrong in it, the exit code it deserves, and what the one line must say. */
const WRONG: readonly [line: string, exitCode: number, says: RegExp][] = [
  ['sed', 2, /"sed" is not a command; did you mean seed\?/],
  ['venue', 2, /tix venue needs one more word: validate, show, import/],
  ['seed', 2, /2 things are wrong with the command line/],
  ['seed --venue hall-small', 2, /--event is missing/],
  ['seed --venue hall-small --event a/b', 2, /--event must be 1 to 64 letters/],
  ['seed --venue hall-smal --event gala', 2, /did you mean hall-small\?/],
  ['seed --venue nowhere.json --event gala', 2, /nowhere\.json cannot be read: there is no such file/],
  ['seed --venue not-json.json --event gala', 2, /JSON/],
  ['seed --venue hall-small --event gala --k 0.5', 2, /--k must be a number from 1 to 32/],
  ['seed --venue hall-small --event gala --slot 200s', 2, /--slot must be at most 120s/],
  ['seed --venue hall-small --event gala --slot 1500ms', 2, /--slot must be whole seconds/],
  [
    'seed --venue hall-small --event gala --soft-cap 9 --hard-cap 8',
    2,
    /--soft-cap 9 must not be above --hard-cap 8/,
  ],
  [
    'seed --venue hall-small --event gala --seat-limit 46',
    2,
    /--seat-limit must be a whole number from 1 to 45/,
  ],
  ['seed --venue hall-small --event gala --opens-at yesterday', 2, /--opens-at must be epoch seconds/],
  ['seed --venue hall-small --event gala --store redis:x', 2, /--store must be a store URL: lmdb:DIR/],
  ['seed --venue hall-small --event gala --store lmdb:keys.json', 3, /keys\.json/],
  ['seed --venue hall-small --event gala --bogus 1', 2, /--bogus is not an option of tix seed/],
  ['venue validate', 2, /FILE is missing/],
  ['venue validate nowhere.json', 2, /cannot be read/],
  ['venue validate hall-small extra', 2, /"extra" is one word too many/],
  ['venue show .', 2, /it is a folder/],
  ['venue show not-json.json', 2, /JSON/],
  ['venue show hall-small --section X9', 2, /has no section "X9"/],
  ['venue show hall-small --svg no/such/folder.svg', 2, /cannot be written: there is no such file or folder/],
  ['venue import empty.csv --id hall', 2, /./],
  ['venue import nowhere.csv --id hall', 2, /cannot be read/],
  ['venue import empty.csv', 2, /--id is missing/],
  ['venue import empty.csv --id hall --currency euros', 2, /--currency must be a currency code such as EUR/],
  ['audit --store lmdb:nowhere', 3, /nowhere/],
  ['audit --store nowhere', 2, /--store must be a store URL: lmdb:DIR/],
  ['demo --buyers 0', 2, /--buyers must be a whole number from 1/],
  ['demo --venue nowhere', 2, /nowhere is neither a file nor a shipped venue/],
  ['serve --port 70000', 2, /--port must be a whole number from 0 to 65535/],
  ['serve --store lmdb:keys.json', 3, /keys\.json/],
  ['serve --store lmdb:keys.json/x', 3, /keys\.json/],
  ['token explain', 2, /4 things are wrong with the command line/],
  ['token explain x --keys nowhere.json --sale keys.json --at 1', 2, /nowhere\.json cannot be read/],
  ['token explain x --keys not-json.json --sale keys.json --at 1', 2, /not-json\.json is not JSON/],
  ['token explain x --keys keys.json --sale keys.json --at 1', 2, /./],
  ['flags list cup-final --state nowhere', 3, /no server has left its address/],
  ['flags explain cup-final not/a/reference', 2, /the reference of a flag/],
  ['flags clear cup-final', 2, /reference/i],
];

test.each(WRONG)('tix %s', { timeout: 20_000 }, async (line, exitCode, says) => {
  using folder = tempFolder();
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder.path, name), content);
  const words = line.split(' ').filter((word) => word !== '');

  const asText = await runTix(words, { cwd: folder.path });
  expect(asText).toMatchObject({ exitCode, stdout: '' });
  expect(asText.stderr).toMatch(/^error: /);
  expect(asText.stderr).toMatch(says);
  const [, ...further] = asText.stderr.trimEnd().split('\n');
  expect(further.filter((one) => !one.startsWith('  '))).toEqual([]);

  const asJson = await runTix([...words, '--json'], { cwd: folder.path });
  expect(asJson).toMatchObject({ exitCode, stdout: '' });
  expect(JSON.parse(asJson.stderr).error).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
  });

  expect(readdirSync(folder.path).sort()).toEqual(Object.keys(FILES).sort());
});
