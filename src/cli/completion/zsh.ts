import { type CompletedCommand, firstWords, groups, secondWords, type Values } from './model.ts';
import { quoted } from './quote.ts';

const HEAD = `#compdef tix
# tix completion for zsh. Load it now:  source <(tix completion zsh)
# Or for good, in a folder of your $fpath: tix completion zsh > ~/.zfunc/_tix`;

export function zshScript(models: readonly CompletedCommand[]): string {
  return `${HEAD}

_tix() {
  local -a words_to_offer
  if (( CURRENT == 2 )); then
    words_to_offer=(
${described(firstWords(models), '      ')}
    )
    _describe -t commands 'command' words_to_offer
    return
  fi
  if (( CURRENT == 3 )) && [[ $words[3] != -* ]]; then
    words_to_offer=()
    case $words[2] in
${groups(models)
  .map(
    (group) =>
      `      ${group})\n        words_to_offer=(\n${described(secondWords(models, group), '          ')}\n        ) ;;`,
  )
  .join('\n')}
    esac
    if (( $#words_to_offer )); then
      _describe -t commands 'command' words_to_offer
      # A group may be a command itself.
      case $words[2] in
        (${commandsThatAreGroups(models)}) ;;
        (*) return ;;
      esac
    fi
  fi
  local name=$words[2]
  case "$words[2] $words[3]" in
    (${models
      .filter(({ name }) => name.includes(' '))
      .map(({ name }) => quoted(name))
      .join('|')})
      name="$words[2] $words[3]"
      words=("$words[1]" "\${(@)words[4,-1]}")
      (( CURRENT -= 2 )) ;;
    (*)
      words=("$words[1]" "\${(@)words[3,-1]}")
      (( CURRENT -= 1 )) ;;
  esac
  case $name in
${models.map(argumentsOf).join('\n')}
  esac
}

# Sourced, it registers itself; autoloaded from $fpath, it is the function.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _tix "$@"
else
  compdef _tix tix
fi
`;
}

function commandsThatAreGroups(models: readonly CompletedCommand[]): string {
  const both = groups(models).filter((group) => models.some(({ name }) => name === group));
  return both.length === 0 ? "''" : both.join('|');
}

function argumentsOf({ name, options, args }: CompletedCommand): string {
  const specs = [
    ...options.map(({ flag, summary, values, placeholder }) => {
      const described = `${flag}[${escaped(summary)}]`;
      return values === undefined ? described : `${described}:${escaped(placeholder)}:${action(values)}`;
    }),
    ...args.map(({ label, values }, i) => `${i + 1}:${escaped(label)}:${action(values)}`),
  ];
  return `    ${quoted(name)})\n      _arguments \\\n${specs.map((spec) => `        ${quoted(spec)}`).join(' \\\n')} ;;`;
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return values.andFiles
        ? `{ _alternative 'names:name:(${values.words.join(' ')})' 'files:file:_files' }`
        : `(${values.words.join(' ')})`;
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'anything':
      return ' ';
  }
}

function described(entries: readonly { readonly word: string; readonly summary: string }[], indent: string) {
  return entries.map(({ word, summary }) => `${indent}${quoted(`${word}:${summary}`)}`).join('\n');
}

/** Colons and brackets have a meaning in what \`_arguments\` reads. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, (character) => `\\${character}`);
}
