import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/table.ts';
import { flagOf } from '../../src/cli/framework/index.ts';
import { jsonHere, runHere } from '../support/in-process.ts';
import { requireProgram } from '../support/require-program.ts';
import { repoRoot, tempFolder } from '../support/run-tix.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const folder = tempFolder();
const scriptOf = (shell: Shell) => join(folder.path, `tix.${shell}`);
beforeAll(async () => {
  for (const shell of SHELLS) {
    const { stdout } = await runHere(['completion', shell], { cwd: repoRoot });
    writeFileSync(scriptOf(shell), stdout);
  }
});
afterAll(() => folder[Symbol.dispose]());

/** How each shell is asked, without a terminal, what it would offer for the last of these words. */
const ASK: Readonly<Record<Shell, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => [
    ...['--norc', '-c'],
    `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tix; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ...['bash', scriptOf('bash'), ...words],
  ],
  // The completion system itself needs a terminal; what it would be told does not.
  zsh: (words) => [
    '-fc',
    `compdef() { : }
     _describe() { print -rl -- "\${(@P)4}" }
     _arguments() { print -rl -- "$@" }
     source "$1"; shift; words=("$@"); CURRENT=$#; _tix`,
    ...['zsh', scriptOf('zsh'), ...words],
  ],
  fish: (words) => ['-c', 'source $argv[1]; complete -C "$argv[2]"', scriptOf('fish'), words.join(' ')],
};

/** The words a shell offers, without what it says of them. */
function offered(shell: Shell, program: string, words: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(program, ASK[shell](words), {
    cwd: repoRoot,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder.path, TERM: 'dumb' },
  });
  if (status !== 0 && stderr !== '') throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => (line.split(shell === 'zsh' ? /[:[]/ : '\t')[0] ?? '').trim());
}

/** Second words of the commands that begin with this one. */
const wordsAfter = (first: string) =>
  Object.keys(commands)
    .flatMap((name) => (name.startsWith(`${first} `) ? name.slice(first.length + 1) : []))
    .sort();

describe.each(SHELLS)('in %s', (shell) => {
  const program = requireProgram(shell);

  test.skipIf(program === undefined)('commands and their second words are offered', () => {
    const ask = (...words: string[]) => offered(shell, program ?? '', words);
    const first = ask('tix', '');
    for (const word of ['demo', 'sale', 'keys', 'plan', 'doctor', 'completion'])
      expect(first).toContain(word);
    expect(ask('tix', 'sale', '').sort()).toEqual(wordsAfter('sale'));
    expect(ask('tix', 'keys', '').sort()).toEqual(wordsAfter('keys'));
  });

  test.skipIf(program === undefined)('every option of a command of two words is offered', () => {
    const found = offered(shell, program ?? '', ['tix', 'sale', 'open', 'gala', '--']);
    for (const flag of ['--tau', '--at', '--lead', '--kvs', '--yes', '--json', '--help'])
      expect(found).toContain(flag);
  });
});

const bash = requireProgram('bash');
const fish = requireProgram('fish');

describe('what may stand for a value', () => {
  const cases: [words: string[], includes: string[]][] = [
    [
      ['tix', 'plan', ''],
      ['stadium-100k', 'hall-small'],
    ],
    [['tix', 'seed', '--venue', 'are'], ['arena-20k']],
    [
      ['tix', 'completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [
      ['tix', 'plan', 'x', '--origin-shield', ''],
      ['no', 'yes'],
    ],
    [['tix', 'venue', 'validate', 'pack'], ['package.json']],
    [['tix', 'serve', '--state', 'sr'], ['src']],
  ];

  test.skipIf(bash === undefined).each(cases)('bash: %j', (words, includes) => {
    expect(offered('bash', bash ?? '', words)).toEqual(expect.arrayContaining(includes));
  });

  test.skipIf(fish === undefined).each(cases)('fish: %j', (words, includes) => {
    const found = offered('fish', fish ?? '', words).map((word) => word.replace(/\/$/, ''));
    expect(found).toEqual(expect.arrayContaining(includes));
  });

  test.skipIf(bash === undefined)('nothing is made up where anything may stand', () => {
    expect(offered('bash', bash ?? '', ['tix', 'plan', 'x', '--people', ''])).toEqual([]);
    expect(offered('bash', bash ?? '', ['tix', 'sale', 'open', ''])).toEqual([]);
  });
});

describe('the script', () => {
  test.each(SHELLS)('for %s knows every command and every option there is', async (shell) => {
    const { data } = await jsonHere(['completion', shell], { cwd: repoRoot });
    const { script } = data as { script: string };
    for (const [name, { load }] of Object.entries(commands)) {
      const { options } = await load();
      expect(script).toContain(name);
      for (const option of Object.keys(options))
        expect(script).toContain(shell === 'fish' ? `-l ${flagOf(option).slice(2)} ` : flagOf(option));
    }
  });

  test('for another shell is refused, with those there are', async () => {
    const { exitCode, data } = await jsonHere(['completion', 'tcsh'], { cwd: repoRoot });
    expect(exitCode).toBe(2);
    expect(data.error.message).toContain('must be one of bash, zsh, fish');
  });
});
