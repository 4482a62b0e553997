import { describe, expect, test } from 'vitest';
import { nodeHashing } from '../../src/service/adapters/system/index.ts';
import { browserHashing } from '../../src/web/hashing/index.ts';
import { bestLanguage, LANGUAGES, speechOf } from '../../src/web/i18n/index.ts';
import { pathOf, routeOf } from '../../src/web/shell/routes.ts';

describe('addresses', () => {
  test('lead to the page they were made for', () => {
    for (const page of ['landing', 'queue', 'seats', 'checkout', 'payment', 'draw'] as const)
      expect(routeOf(pathOf(page, 'gala-2027'))).toEqual({ page, eventId: 'gala-2027' });
    expect(routeOf('/')).toEqual({ page: 'events' });
  });

  test('that nobody made lead to a page that says so', () => {
    for (const path of ['/e/', '/e/gala/nothing', '/e/gala/seats/more', '/e/a%23b', '/e/gala/constructor'])
      expect(routeOf(path)).toEqual({ page: 'missing' });
  });
});

describe('languages', () => {
  test('say everything: no text is missing or empty', () => {
    const texts = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [value];
    for (const language of LANGUAGES) {
      const all = texts(speechOf(language).say);
      expect(all.length).toBeGreaterThan(200);
      expect(all.filter((text) => text === '')).toEqual([]);
    }
  });

  test('are chosen by what the visitor prefers, with their way of writing numbers', () => {
    expect(bestLanguage(['fr-FR', 'de-CH', 'en'])).toEqual({ language: 'de', locale: 'de-CH' });
    expect(bestLanguage(['fr'])).toEqual({ language: 'en', locale: 'en' });
    expect(speechOf('de', 'de-DE').format.money(123_450, 'EUR')).toBe('1.234,50\u00a0€');
    expect(speechOf('en', 'en-GB').format.money(5000, 'JPY')).toBe('JP¥5,000');
  });

  test('count in their own plurals and units', () => {
    expect(speechOf('en').say.events.seats(1)).toBe('1 seat');
    expect(speechOf('de').say.events.seats(2048)).toBe('2.048 Plätze');
    expect(speechOf('en').format.durationRange(720, 1500)).toBe('12–25 minutes');
    expect(speechOf('de').format.duration(90)).toBe('90 Sekunden');
  });
});

test('the browser hashes as the servers do', () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
  for (const text of ['', 'lot\ngala\nsub', 'ünïcode ✓', 'x'.repeat(1000)]) {
    expect([...browserHashing.sha256(text)]).toEqual([...nodeHashing.sha256(text)]);
    expect([...browserHashing.hmacSha256(key, text)]).toEqual([...nodeHashing.hmacSha256(key, text)]);
  }
});
