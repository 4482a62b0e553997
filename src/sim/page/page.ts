import { type Markup, markup, trusted } from './markup.ts';
import { STYLE } from './style.ts';

/** A whole page that asks for nothing from anywhere: no scripts, no fonts, pictures inline, light and dark. */
export function pageOf(title: string, content: Markup, kind = 'simulation'): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – tix ${kind}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${content}
</body>
</html>
`.toString();
}
