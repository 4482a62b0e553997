import { describe, expect, test } from 'vitest';
import {
  type CommandTable,
  choice,
  decimal,
  defineCommand,
  duration,
  flag,
  integer,
  list,
  moment,
  type Program,
  runProgram,
  text,
} from '../../../src/cli/framework/index.ts';
import { testWorld } from '../../support/world.ts';

const greet = defineCommand({
  name: 'greet',
  description: 'Greets somebody.',
  args: { who: text({ summary: 'who to greet', required: true }), title: text({ summary: 'their title' }) },
  options: {
    times: integer({ summary: 'how often', min: 1, max: 5, default: 1 }),
    volume: decimal({ summary: 'how loud', min: 0 }),
    tone: choice({ summary: 'how', choices: ['kind', 'stern'], default: 'kind' }),
    waitFor: duration({ summary: 'pause before', max: '1h', default: 0 }),
    at: moment({ summary: 'when' }),
    tag: list(text({ summary: 'a tag', pattern: /^[a-z]+$/, expected: 'small letters' })),
    loud: flag({ summary: 'shout' }),
  },
  examples: [
    { line: 'tix greet Ann', does: 'Greet Ann' },
    { line: 'tix greet Ann --times 2', does: 'Greet Ann twice' },
  ],
  run: async (input) => input,
  render: ({ who, times }) => `hello ${who}`.repeat(times),
});

const commands: CommandTable = {
  greet: { summary: 'say hello', load: async () => greet },
  'venue show': { summary: 'describe a venue', load: async () => greet },
  'venue validate': { summary: 'check a venue', load: async () => greet },
};
const program: Program = { name: 'tix', version: '1.2.3', description: 'Sells seats.', commands };

async function run(...words: string[]) {
  const at = testWorld();
  const exitCode = await runProgram(program, words, at.world);
  return { exitCode, stdout: at.stdout(), stderr: at.stderr() };
}

const inputOf = async (...words: string[]) => JSON.parse((await run('greet', ...words, '--json')).stdout);

describe('a command line', () => {
  test('gives the command its arguments and options, checked and converted', async () => {
    const words = ['Ann', 'Dr', '--times', '2', '--volume=1.5', '--tone', 'stern', '--wait-for', '1m30s'];
    expect(
      await inputOf(...words, '--at', '2027-01-15T08:00:00Z', '--tag', 'a', '--tag', 'b', '--loud'),
    ).toEqual({
      who: 'Ann',
      title: 'Dr',
      times: 2,
      volume: 1.5,
      tone: 'stern',
      waitFor: 90_000,
      at: { epochSeconds: 1_800_000_000, fromNow: false },
      tag: ['a', 'b'],
      loud: true,
    });
  });

  test('takes defaults where an option is left out', async () => {
    expect(await inputOf('Ann')).toEqual({
      who: 'Ann',
      times: 1,
      tone: 'kind',
      waitFor: 0,
      tag: [],
      loud: false,
    });
  });

  test('counts +10m from now', async () => {
    expect((await inputOf('Ann', '--at', '+10m')).at).toEqual({ epochSeconds: 1_800_000_600, fromNow: true });
  });

  test('takes a word after -- as it is', async () => {
    const { exitCode } = await run('greet', '--', 'Ann');
    expect(exitCode).toBe(0);
  });

  test('names everything that is wrong at once', async () => {
    const { exitCode, stdout, stderr } = await run(
      ...[
        'greet',
        '--times',
        '9',
        '--tone',
        'rude',
        '--wait-for',
        '2h',
        '--tag',
        'A',
        '--lod',
        '--at',
        'noon',
      ],
    );
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n').slice(1)).toEqual([
      '  WHO is missing (who to greet)',
      '  --times must be a whole number from 1 to 5, not "9"',
      '  --tone must be one of kind, stern, not "rude"',
      '  --wait-for must be at most 1h, not "2h"',
      '  --at must be epoch seconds, a time such as 2027-06-01T10:00:00Z, or +10m from now, not "noon"',
      '  --tag must be small letters, not "A"',
      '  --lod is not an option of tix greet; did you mean --loud?',
      '',
    ]);
  });

  test.each([
    [['greet'], 'WHO is missing'],
    [['greet', 'Ann', '--times', 'x'], '--times must be a whole number from 1 to 5, not "x"'],
    [['greet', 'Ann', '--times', '1e0'], '--times must be a whole number'],
    [['greet', 'Ann', '--volume', 'Infinity'], '--volume must be a number of at least 0'],
    [['greet', 'Ann', '--wait-for', '10'], '--wait-for must be a length of time'],
    [['greet', 'Ann', '--at', '2027-02-30T10:00'], '--at must be epoch seconds'],
    [['greet', 'Ann', '--times'], "option '--times <N>' argument missing"],
    [['greet', 'Ann', '--tone', '--loud'], '--tone needs a value, but --loud follows'],
    [['greet', 'Ann', 'Dr', 'X'], '"X" is one word too many'],
    [['gret', 'Ann'], '"gret" is not a command; did you mean greet?'],
    [['venue'], 'tix venue needs one more word: show, validate'],
    [['venue', 'shaw'], 'tix venue has no "shaw": show, validate; did you mean show?'],
    [['--json', 'greet', 'Ann'], '--json comes before any command'],
  ])('%j is refused in one line, with exit code 2 and nothing on standard output', async (words, reason) => {
    const { exitCode, stdout, stderr } = await run(...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    if (!words.includes('--json')) expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain(words.includes('--json') ? JSON.stringify(reason).slice(1, -1) : reason);
  });
});

describe('help', () => {
  test('lists every command without loading one', async () => {
    const unloadable: CommandTable = {
      seed: { summary: 'put seats in', load: () => Promise.reject(new Error('loaded')) },
    };
    const at = testWorld();
    expect(await runProgram({ ...program, commands: unloadable }, ['--help'], at.world)).toBe(0);
    expect(at.stdout()).toMatch(/seed +put seats in/);
    expect(at.stderr()).toBe('');
  });

  test.each([[['greet', '--help']], [['help', 'greet']], [['greet', '-h']]])(
    '%j shows usage, arguments, options with their defaults, and examples',
    async (words) => {
      const { exitCode, stdout, stderr } = await run(...words);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('Usage: tix greet WHO [TITLE] [options]');
      expect(stdout).toMatch(/WHO +who to greet \(required\)/);
      expect(stdout).toMatch(/--times <N> +how often \(default 1\)/);
      expect(stdout).toMatch(/--json +print one JSON object/);
      expect(stdout).toContain('# Greet Ann twice\n  tix greet Ann --times 2');
    },
  );

  test('of a group lists its commands', async () => {
    const { exitCode, stdout } = await run('venue', '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('venue validate');
    expect(stdout).not.toContain('greet');
  });

  test('--version prints the version and nothing else', async () => {
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  });
});
