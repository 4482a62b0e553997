import { Command as Commander, Option } from 'commander';
import type { Command } from './command.ts';
import { argumentLabel, flagOf } from './input.ts';
import type { Program } from './program.ts';
import type { ValueSpec } from './value.ts';

/** The list of commands, or of one group's. */
export function programHelp(program: Program, group: string | undefined): string {
  const commander = new Commander(program.name)
    .usage('<command> [options]')
    .description(program.description)
    .option('-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help, also of a command: tix seed --help')
    .helpCommand(false);
  for (const [name, { summary }] of Object.entries(program.commands)) {
    // A name of two words is taken apart by `command()`, but left whole by the constructor.
    const isListed = group === undefined || name.startsWith(`${group} `);
    if (isListed) commander.addCommand(new Commander(name).description(summary));
  }
  return commander.helpInformation();
}

/** A commander that knows one command's options and help, ready to split the words that follow the command's name. */
export function commanderFor(program: Program, command: Command): Commander {
  const commander = new Commander(`${program.name} ${command.name}`)
    .usage(usageOf(command))
    .description(command.description.replace(/\s*\n\s*/g, ' ').trim())
    .helpOption('-h, --help', 'show this help')
    .allowUnknownOption()
    .allowExcessArguments()
    .exitOverride();
  for (const [name, spec] of Object.entries(command.args)) {
    commander.argument(`[${argumentLabel(name)}]`, noteOf(spec));
  }
  for (const [name, spec] of Object.entries(command.options)) commander.addOption(optionOf(name, spec));
  commander.option(
    '--json',
    command.output === 'stream' ? 'print one JSON object per line' : 'print one JSON object',
  );
  const examples = command.examples.map(({ line, does }) => `  # ${does}\n  ${line}`);
  return commander.addHelpText('after', `\nExamples:\n${examples.join('\n\n')}`);
}

function usageOf(command: Command): string {
  const words = Object.entries(command.args).map(([name, { required }]) =>
    required ? argumentLabel(name) : `[${argumentLabel(name)}]`,
  );
  const required = Object.entries(command.options)
    .filter(([, spec]) => spec.required)
    .map(([name, { placeholder }]) => `${flagOf(name)} ${placeholder}`);
  return [...words, ...required, '[options]'].join(' ');
}

function optionOf(name: string, spec: ValueSpec<unknown>): Option {
  const flags = spec.form === 'flag' ? flagOf(name) : `${flagOf(name)} <${spec.placeholder}>`;
  const option = new Option(flags, noteOf(spec));
  if (spec.form !== 'list') return option;
  return option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

function noteOf(spec: ValueSpec<unknown>): string {
  if (spec.required) return `${spec.summary} (required)`;
  return spec.fallbackText === undefined ? spec.summary : `${spec.summary} (default ${spec.fallbackText})`;
}
