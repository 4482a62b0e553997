import { type Problem, UserError } from '../../core/errors/index.ts';
import type { Command } from './command.ts';
import { didYouMean } from './nearest.ts';
import type { ParseMoment, ValueSpec } from './value.ts';

/** A command line as commander split it: values still text. */
export interface RawInput {
  /** Positional words, then whatever was not recognised. */
  readonly words: readonly string[];
  /** Under the declared names; a list option has several texts. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** `softCap` → `--soft-cap`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Checks every word and option of a command line and answers the values `run` receives.
 *
 * @throws UserError `USAGE` that names all that is wrong at once.
 */
export function readInput(command: Command, raw: RawInput, moment: ParseMoment): Record<string, unknown> {
  const problems: Problem[] = [];
  const strangers = raw.words.findIndex((word) => word.length > 1 && word.startsWith('-'));
  const operands = strangers < 0 ? raw.words : raw.words.slice(0, strangers);
  const unknown = strangers < 0 ? [] : raw.words.slice(strangers).filter((word) => word.startsWith('-'));

  const values = {
    ...readArguments(command, operands, moment, problems),
    ...readOptions(command, raw, moment, problems),
  };
  const known = [...Object.keys(command.options).map(flagOf), '--json', '--help'];
  for (const word of unknown) {
    const name = word.split('=')[0] ?? word;
    problems.push({
      path: name,
      message: `is not an option of tix ${command.name}${didYouMean(name, known)}`,
    });
  }
  if (problems.length > 0) throw usageError(command, problems);
  return values;
}

function readArguments(
  command: Command,
  operands: readonly string[],
  moment: ParseMoment,
  problems: Problem[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const specs = Object.entries(command.args);
  for (const [i, [name, spec]] of specs.entries()) {
    values[name] = readOne(spec, operands[i], argumentLabel(name), moment, problems);
  }
  for (const extra of operands.slice(specs.length)) {
    problems.push({ path: JSON.stringify(extra), message: 'is one word too many' });
  }
  return values;
}

function readOptions(
  command: Command,
  raw: RawInput,
  moment: ParseMoment,
  problems: Problem[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(command.options)) {
    const given = raw.options[name];
    if (spec.form === 'list' && Array.isArray(given)) {
      values[name] = given.flatMap((one) => readOne(spec, one, flagOf(name), moment, problems) ?? []);
    } else {
      values[name] = readOne(spec, given, flagOf(name), moment, problems);
    }
  }
  return values;
}

function readOne(
  spec: ValueSpec<unknown>,
  given: unknown,
  label: string,
  moment: ParseMoment,
  problems: Problem[],
): unknown {
  if (given === undefined) {
    if (spec.required) problems.push({ path: label, message: `is missing (${spec.summary.toLowerCase()})` });
    return spec.fallback;
  }
  const text = String(given);
  if (spec.form !== 'flag' && /^--[a-z]/.test(text)) {
    problems.push({ path: label, message: `needs a value, but ${text} follows` });
    return spec.fallback;
  }
  const parsed = spec.parse(text, moment);
  if (parsed.ok) return parsed.value;
  problems.push({ path: label, message: `${parsed.problem}, not ${JSON.stringify(shorten(text))}` });
  return spec.fallback;
}

/** An argument as help and errors write it: `FILE`. */
export function argumentLabel(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase();
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function usageError(command: Command, problems: readonly Problem[]): UserError {
  const [only] = problems;
  const hint = `tix ${command.name} --help shows how it is used`;
  const message =
    problems.length === 1 && only !== undefined
      ? `${only.path} ${only.message}; ${hint}`
      : `${problems.length} things are wrong with the command line; ${hint}`;
  return new UserError('USAGE', message, problems);
}
