import { invariant } from '../../../core/errors/index.ts';

/** Stands between the parts of a key. It sorts below every character an id may contain, so that a prefix is a range. */
const SEPARATOR = '\n';
const AFTER_SEPARATOR = '\v';

/** Digits that hold every integer a number can count exactly. */
const DIGITS = 16;

/** A key of several ids. Ids hold no control characters; one that does would reach into another key's range. */
export function keyOf(first: string, ...rest: readonly string[]): string {
  invariant(!first.includes(SEPARATOR), 'ids hold no control characters');
  let key = first;
  for (const part of rest) {
    invariant(!part.includes(SEPARATOR), 'ids hold no control characters');
    key += SEPARATOR + part;
  }
  return key;
}

/** A whole number ≥ 0 as a key part that sorts by value. */
export function ordinal(value: number): string {
  return String(value).padStart(DIGITS, '0');
}

/** The range of all keys that begin with these parts. */
export function under(prefix: string): { from: string; to: string } {
  return { from: prefix + SEPARATOR, to: prefix + AFTER_SEPARATOR };
}

/** The range of a section's seats: seat ids begin with the section and `#`. */
export function sectionRange(eventId: string, sectionId: string): { from: string; to: string } {
  const prefix = keyOf(eventId, sectionId);
  return { from: `${prefix}#`, to: `${prefix}$` };
}

/** The range of all keys. */
export const EVERYTHING = { from: '', to: '\u007f' } as const;
