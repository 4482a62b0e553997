import { bestLanguage, isLanguage, type Language, type Speech, speechOf } from '../i18n/index.ts';
import type { Keep } from '../platform/index.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** The language chosen here before, else the best of those the browser prefers. */
export function initialSpeech(keep: Keep, preferred: readonly string[]): Speech {
  const chosen = keep.read('language', isLanguage);
  if (chosen !== undefined) return chosenSpeech(chosen, preferred);
  const { language, locale } = bestLanguage(preferred);
  return speechOf(language, locale);
}

/** A language with the visitor's own regional way of writing dates and numbers, where they have one in that language. */
export function chosenSpeech(language: Language, preferred: readonly string[]): Speech {
  const locale = preferred.find((one) => one.toLowerCase().split('-')[0] === language);
  return speechOf(language, locale ?? language);
}

export function themeOf(keep: Keep): Theme {
  return keep.read('theme', isTheme) ?? 'auto';
}

export function applyTheme(keep: Keep, theme: Theme): void {
  keep.write('theme', theme);
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
