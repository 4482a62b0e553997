import type { NumberingDocument, RowGroupDocument } from '../document.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The numbering value of the `index`-th label (0-based) when the first has the value `first`. May be out of range: see `isLabelable`. */
export function valueAt(numbering: NumberingDocument, first: number, index: number): number {
  return first + index * (numbering.step ?? 1);
}

/** Whether a value can be written: letters begin at 1 (A), numbers at 0. */
export function isLabelable(numbering: NumberingDocument, value: number): boolean {
  return value >= (numbering.scheme === 'letter' ? 1 : 0);
}

export function labelOf(numbering: NumberingDocument, value: number): string {
  const prefix = numbering.prefix ?? '';
  if (numbering.scheme === 'letter') return prefix + letters(value, numbering.skip ?? '');
  return prefix + String(value).padStart(numbering.pad ?? 1, '0');
}

/** Bijective numeration over the alphabet without the skipped letters: A … Z, AA, AB …, as spreadsheets and theatres count. */
function letters(value: number, skip: string): string {
  const alphabet = [...ALPHABET].filter((letter) => !skip.includes(letter));
  let rest = value;
  let text = '';
  while (rest > 0) {
    rest -= 1;
    text = (alphabet[rest % alphabet.length] ?? '') + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

export function rowCountOf(group: RowGroupDocument): number {
  return Array.isArray(group.labels) ? group.labels.length : group.labels.count;
}

export function rowLabelsOf(group: RowGroupDocument): readonly string[] {
  const { labels } = group;
  if (Array.isArray(labels)) return labels;
  return Array.from({ length: labels.count }, (_, i) =>
    labelOf(labels, valueAt(labels, labels.first ?? 1, i)),
  );
}
