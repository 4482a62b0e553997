import { type CompletedCommand, firstWords, groups, secondWords, type Values } from './model.ts';
import { quoted } from './quote.ts';

const HEAD = `# tix completion for bash. Load it now:  source <(tix completion bash)
# Or for good: tix completion bash > ~/.local/share/bash-completion/completions/tix`;

/** Bash knows words only, so that is what it gets: no summaries. Works with bash 3.2 and later. */
export function bashScript(models: readonly CompletedCommand[]): string {
  const names = models.map(({ name }) => name);
  return `${HEAD}

_tix_second_words() {
  case "$1" in
${groups(models)
  .map((group) => `    ${group}) printf '%s' ${quoted(wordsOf(secondWords(models, group)))} ;;`)
  .join('\n')}
  esac
}

_tix_options() {
  case "$1" in
${models
  .map(
    ({ name, options }) =>
      `    ${quoted(name)}) printf '%s' ${quoted(options.map(({ flag }) => flag).join(' '))} ;;`,
  )
  .join('\n')}
  esac
}

# What may follow: words, @files, @folders, or nothing known.
_tix_values() {
  case "$1 $2" in
${models.flatMap(valueCases).join('\n')}
  esac
}

_tix_offer() {
  local offered="$1" cur="$2"
  case "$offered" in
    *@files*) offered="\${offered%@files}"
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -W "$offered" -- "$cur") $(compgen -f -- "$cur")) ;;
    @folders)
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -d -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$offered" -- "$cur")) ;;
  esac
}

_tix() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" name="\${COMP_WORDS[1]}" start=2
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _tix_offer ${quoted(`${wordsOf(firstWords(models))} --help --version`)} "$cur"
    return
  fi
  if [ "$COMP_CWORD" -eq 2 ] && [ "\${cur#-}" = "$cur" ]; then
    local second="$(_tix_second_words "$name")"
    if [ -n "$second" ]; then
      # A group may be a command itself.
      _tix_offer "$second $(_tix_values "$name" '#0')" "$cur"
      return
    fi
  fi
  case "$name \${COMP_WORDS[2]}" in
    ${names
      .filter((name) => name.includes(' '))
      .map(quoted)
      .join('|')}) name="$name \${COMP_WORDS[2]}"; start=3 ;;
  esac
  local options=" $(_tix_options "$name") "
  case "$options" in
    *" $prev "*)
      local values="$(_tix_values "$name" "$prev")"
      if [ -n "$values" ]; then
        [ "$values" = '?' ] || _tix_offer "$values" "$cur"
        return
      fi ;;
  esac
  case "$cur" in
    -*) _tix_offer "$options" "$cur"; return ;;
  esac
  local position=0 i
  for ((i = start; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) [ -n "$(_tix_values "$name" "\${COMP_WORDS[i]}")" ] && i=$((i + 1)) ;;
      *) position=$((position + 1)) ;;
    esac
  done
  local values="$(_tix_values "$name" "#$position")"
  [ -n "$values" ] && [ "$values" != '?' ] && _tix_offer "$values" "$cur"
  return 0
}

complete -F _tix tix
`;
}

function valueCases({ name, options, args }: CompletedCommand): string[] {
  const named = options.flatMap(({ flag, values }) => (values === undefined ? [] : [{ at: flag, values }]));
  const placed = args.map(({ values }, i) => ({ at: `#${i}`, values }));
  return [...named, ...placed].map(
    ({ at, values }) => `    ${quoted(`${name} ${at}`)}) printf '%s' ${quoted(offer(values))} ;;`,
  );
}

function offer(values: Values): string {
  switch (values.kind) {
    case 'words':
      return values.words.join(' ') + (values.andFiles ? ' @files' : '');
    case 'files':
      return '@files';
    case 'folders':
      return '@folders';
    case 'anything':
      return '?';
  }
}

function wordsOf(entries: readonly { readonly word: string }[]): string {
  return entries.map(({ word }) => word).join(' ');
}
