import type { en } from './en.ts';

/** What a language must say. English is the measure: a text that is missing elsewhere does not compile. */
export type Messages = typeof en;
