import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { invariant } from '../../core/errors/index.ts';

/** HTML or SVG in which everything that was filled in has been escaped. */
export type Markup = HtmlEscapedString;

/** A tagged template: text is escaped, markup and lists of markup are taken as they are. */
export function markup(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  const made = html(strings, ...values);
  invariant(!(made instanceof Promise), 'markup is made of what is there already');
  return made;
}

export const nothing: Markup = raw('');

/** Text that is markup by construction, such as a style sheet of ours. */
export function trusted(text: string): Markup {
  return raw(text);
}
