import { UserError } from '../../core/errors/index.ts';
import { didYouMean } from './nearest.ts';
import type { CommandTable, Program } from './program.ts';

/** What a command line asks for. `rest` are the words after the command's name. */
export type Route =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly group: string | undefined }
  | { readonly kind: 'command'; readonly name: string; readonly rest: readonly string[] };

const HELP = new Set(['--help', '-h']);

/** @throws UserError `USAGE` when the words name no command. */
export function routeOf(program: Program, words: readonly string[]): Route {
  const [first, ...rest] = words;
  if (first === undefined || HELP.has(first)) return { kind: 'help', group: undefined };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === 'help') return routeOf(program, [...rest, '--help']);
  if (first.startsWith('-')) {
    throw usage(
      program,
      `${first} comes before any command; options are typed after it, as in ${program.name} audit --json`,
    );
  }

  const names = Object.keys(program.commands);
  const name = names
    .filter((candidate) => candidate.split(' ').every((part, i) => words[i] === part))
    .sort((a, b) => b.length - a.length)[0];
  if (name !== undefined) return { kind: 'command', name, rest: words.slice(name.split(' ').length) };

  const verbs = verbsOf(program.commands, first);
  if (verbs.length === 0) {
    const firsts = [...new Set(names.map((candidate) => candidate.split(' ')[0] ?? candidate))];
    throw usage(program, `${JSON.stringify(first)} is not a command${didYouMean(first, firsts)}`);
  }
  const verb = rest[0];
  if (verb !== undefined && HELP.has(verb)) return { kind: 'help', group: first };
  const wrong =
    verb === undefined || verb.startsWith('-') ? 'needs one more word' : `has no ${JSON.stringify(verb)}`;
  throw usage(
    program,
    `${program.name} ${first} ${wrong}: ${verbs.join(', ')}${didYouMean(verb ?? '', verbs)}`,
  );
}

/** The second words of a group's commands, empty when `group` is none. */
function verbsOf(commands: CommandTable, group: string): string[] {
  return Object.keys(commands).flatMap((name) => {
    const [first, verb] = name.split(' ');
    return first === group && verb !== undefined ? [verb] : [];
  });
}

function usage(program: Program, message: string): UserError {
  return new UserError('USAGE', `${message}; ${program.name} --help lists the commands`);
}
