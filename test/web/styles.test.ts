import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FOLDER = 'src/web/styles';
const sheets = readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')] as const);
const tokens = sheets.find(([name]) => name === 'tokens.css')?.[1] ?? '';

test('the style sheets name no physical side, so that pages turn round for languages that run from right to left', () => {
  const physical =
    /(?:^|[\s;{-])(?:left|right)\s*:|-(?:left|right)-radius|(?:float|clear|text-align)\s*:\s*(?:left|right)/;
  for (const [name, css] of sheets)
    for (const line of css.split('\n')) expect(line, `${name}: ${line}`).not.toMatch(physical);
  expect('  margin-left: 1rem;').toMatch(physical);
  expect('  text-align: right;').toMatch(physical);
});

test('the style sheets load nothing from anywhere else, and hide no focus but the heading’s', () => {
  for (const [name, css] of sheets) {
    expect(css, name).not.toMatch(/url\(|https?:/);
    for (const [, selector] of css.matchAll(/([^{}]+)\{[^{}]*outline:\s*none/g))
      expect(selector?.trim(), name).toBe('h1:focus');
  }
});

/** A colour token in the light and in the dark appearance, or the same in both. */
function colourOf(token: string): readonly [light: string, dark: string] {
  const value = new RegExp(`--${token}:\\s*([^;]+);`).exec(tokens)?.[1] ?? '';
  const both = /light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/.exec(value);
  const [light = value, dark = value] = both === null ? [] : both.slice(1);
  expect(light, token).toMatch(/^#[0-9a-f]{6}$/);
  return [light, dark];
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('colours', () => {
  const tiers = Array.from({ length: 8 }, (_, i) => `tier-${i}`);
  const texts: readonly (readonly [ink: string, ground: string])[] = [
    ...['ink', 'quiet', 'accent', 'good', 'warning', 'bad'].flatMap((ink) =>
      ['ground', 'card'].map((ground) => [ink, ground] as const),
    ),
    ...['ink', 'quiet', 'accent'].map((ink) => [ink, 'accent-soft'] as const),
    ['accent-ink', 'accent'],
    ['accent-ink', 'accent-strong'],
    // The face of an event runs from one colour to the other, which tools that look at pages cannot judge.
    ...['hero-ink', 'hero-quiet'].flatMap((ink) =>
      ['hero-from', 'hero-to'].map((ground) => [ink, ground] as const),
    ),
    ['hero-from', 'hero-ink'],
    ['hero-from', 'hero-quiet'],
    ...tiers.map((tier) => ['card', tier] as const),
    ['card', 'stage'],
    ['ink', 'pitch'],
    ['ink', 'floor'],
    ['ink', 'seat-taken'],
  ];
  test.each(texts)('%s can be read on %s, light and dark', (ink, ground) => {
    const [inks, grounds] = [colourOf(ink), colourOf(ground)];
    for (const i of [0, 1] as const) expect(contrast(inks[i], grounds[i])).toBeGreaterThanOrEqual(4.5);
  });

  const signs = ['line-strong', 'focus', ...tiers].flatMap((sign) =>
    ['ground', 'card'].map((ground) => [sign, ground] as const),
  );
  test.each(signs)('%s is seen on %s, light and dark', (sign, ground) => {
    const [inks, grounds] = [colourOf(sign), colourOf(ground)];
    for (const i of [0, 1] as const) expect(contrast(inks[i], grounds[i])).toBeGreaterThanOrEqual(3);
  });
});
