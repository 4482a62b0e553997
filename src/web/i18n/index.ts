export type { Format } from './format.ts';
export {
  bestLanguage,
  isLanguage,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  type Speech,
  speechOf,
} from './languages.ts';
export type { Messages } from './messages.ts';
