import { type CompletedCommand, firstWords, groups, secondWords, type Values } from './model.ts';
import { quotedForFish as quoted } from './quote.ts';

const HEAD = `# tix completion for fish. Load it now:  tix completion fish | source
# Or for good: tix completion fish > ~/.config/fish/completions/tix.fish`;

export function fishScript(models: readonly CompletedCommand[]): string {
  const pairs = models.filter(({ name }) => name.includes(' ')).map(({ name }) => quoted(name));
  return `${HEAD}

# The command that was typed, of one word or two.
function __tix_command
    set -l words (commandline -opc)
    set -e words[1]
    if contains -- "$words[1..2]" ${pairs.join(' ')}
        echo "$words[1..2]"
    else
        echo $words[1]
    end
end

function __tix_is
    test (__tix_command) = "$argv[1]"
end

# Whether a group was named and its second word not yet.
function __tix_in_group
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = "$argv[1]"
end

complete -c tix -f
${firstWords(models)
  .map(
    ({ word, summary }) =>
      `complete -c tix -n 'test (count (commandline -opc)) -eq 1' -a ${quoted(word)} -d ${quoted(summary)}`,
  )
  .join('\n')}
${groups(models)
  .flatMap((group) =>
    secondWords(models, group).map(
      ({ word, summary }) =>
        `complete -c tix -n ${quoted(`__tix_in_group ${group}`)} -a ${quoted(word)} -d ${quoted(summary)}`,
    ),
  )
  .join('\n')}
${models.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ name, options, args }: CompletedCommand): string[] {
  const when = `complete -c tix -n ${quoted(`__tix_is ${quoted(name)}`)}`;
  return [
    ...options.map(({ flag, summary, values }) => {
      const option = `${when} -l ${flag.slice(2)} -d ${quoted(summary)}`;
      return values === undefined ? option : `${option} ${action(values)}`;
    }),
    ...args.flatMap(({ values }) => (values.kind === 'anything' ? [] : [`${when} ${positional(values)}`])),
  ];
}

/** What an option's value may be; \`-x\` wants a value and offers no files of its own. */
function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `${values.andFiles ? '-r -F' : '-x'} -a ${quoted(values.words.join(' '))}`;
    case 'files':
      return '-r -F';
    case 'folders':
      return "-x -a '(__fish_complete_directories)'";
    case 'anything':
      return '-x';
  }
}

function positional(values: Exclude<Values, { kind: 'anything' }>): string {
  switch (values.kind) {
    case 'words':
      return `${values.andFiles ? '-F ' : ''}-a ${quoted(values.words.join(' '))}`;
    case 'files':
      return '-F';
    case 'folders':
      return "-a '(__fish_complete_directories)'";
  }
}
