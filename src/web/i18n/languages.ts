import { de } from './de.ts';
import { en } from './en.ts';
import { createFormat, type Format } from './format.ts';
import type { Messages } from './messages.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A language's own name for itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const MESSAGES: Readonly<Record<Language, Messages>> = { en, de };
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** How the pages speak: texts, and numbers and dates as written there. */
export interface Speech {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  readonly say: Messages;
  readonly format: Format;
}

/** `locale` may say more than the language, such as en-GB: numbers and dates follow it. */
export function speechOf(language: Language, locale: string = language): Speech {
  return {
    language,
    direction: RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr',
    say: MESSAGES[language],
    format: createFormat(locale),
  };
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The first language of ours among those the visitor prefers, with the locale it was asked by; English when there is none. */
export function bestLanguage(preferred: readonly string[]): {
  readonly language: Language;
  readonly locale: string;
} {
  for (const locale of preferred) {
    const language = locale.toLowerCase().split('-')[0];
    if (isLanguage(language)) return { language, locale };
  }
  return { language: 'en', locale: 'en' };
}
