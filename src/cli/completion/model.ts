import { type CommandTable, flagOf } from '../framework/index.ts';

/** What may stand for a value. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly andFiles: boolean }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  | { readonly kind: 'anything' };

export interface CompletedOption {
  /** `--pow-bits`. */
  readonly flag: string;
  readonly summary: string;
  /** Undefined for a switch. */
  readonly values: Values | undefined;
  readonly placeholder: string;
}

export interface CompletedCommand {
  /** `sale open`. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Positional arguments, in order. */
  readonly args: readonly { readonly label: string; readonly values: Values }[];
}

const EVERYWHERE: readonly CompletedOption[] = [
  { flag: '--json', summary: 'print JSON', values: undefined, placeholder: '' },
  { flag: '--help', summary: 'show help', values: undefined, placeholder: '' },
];

/** All that a shell may offer, read from the commands themselves. */
export async function completionModel(
  table: CommandTable,
  shippedVenues: readonly string[],
): Promise<CompletedCommand[]> {
  const models: CompletedCommand[] = [];
  for (const [name, { summary, load }] of Object.entries(table)) {
    const { options, args } = await load();
    const valuesOf = (of: string, placeholder: string): Values =>
      of === 'venue' ? { kind: 'words', words: shippedVenues, andFiles: true } : valuesFor(placeholder);
    models.push({
      name,
      summary,
      options: [
        ...Object.entries(options).map(([option, spec]) => ({
          flag: flagOf(option),
          summary: spec.summary,
          values: spec.form === 'flag' ? undefined : valuesOf(option, spec.placeholder),
          placeholder: spec.placeholder,
        })),
        ...EVERYWHERE,
      ],
      args: Object.entries(args).map(([arg, { placeholder }]) => ({
        label: arg,
        values: valuesOf(arg, arg === 'file' ? 'FILE' : placeholder),
      })),
    });
  }
  return models;
}

/** The first words of all commands, each once, with the summary of a command or the list of a group. */
export function firstWords(
  models: readonly CompletedCommand[],
): { readonly word: string; readonly summary: string }[] {
  const words = new Map<string, string>();
  for (const { name, summary } of models) {
    const [first = name, second] = name.split(' ');
    const known = words.get(first);
    if (second === undefined) words.set(first, summary);
    else if (known === undefined || known.startsWith('… '))
      words.set(first, known === undefined ? `… ${second}` : `${known}, ${second}`);
  }
  return [...words].map(([word, summary]) => ({ word, summary }));
}

/** The second words of a group. */
export function secondWords(
  models: readonly CompletedCommand[],
  first: string,
): { readonly word: string; readonly summary: string }[] {
  return models.flatMap(({ name, summary }) => {
    const [group, word] = name.split(' ');
    return group === first && word !== undefined ? [{ word, summary }] : [];
  });
}

/** First words that are followed by a second one. */
export function groups(models: readonly CompletedCommand[]): string[] {
  return [...new Set(models.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))];
}

function valuesFor(placeholder: string): Values {
  if (placeholder === 'FILE') return { kind: 'files' };
  if (placeholder === 'DIR') return { kind: 'folders' };
  // A choice shows its words as what stands for it: yes|no.
  if (/^[\w-]+(\|[\w-]+)+$/.test(placeholder))
    return { kind: 'words', words: placeholder.split('|'), andFiles: false };
  return { kind: 'anything' };
}
