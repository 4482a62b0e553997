import { describe, expect, test } from 'vitest';
import { type Looks, sellingFast, withLook } from '../../src/web/landing/demand.ts';

/** Free seats of sections A, B, … at a second. */
function look(second: number, ...free: readonly number[]) {
  const sections = free.map((available, i) => ({
    sectionId: String.fromCharCode(65 + i),
    available,
    total: 500,
  }));
  return { eventId: 'gala', available: 0, total: 0, asOfMs: second * 1000, sections };
}
const seenSo = (...looks: readonly ReturnType<typeof look>[]) =>
  looks.reduce<Looks>((seen, one) => withLook(seen, one), []);

describe('sections that go fast', () => {
  test('are those that lost the greatest share of what was free', () => {
    expect(sellingFast(seenSo(look(0, 400, 40, 100), look(5, 380, 20, 100)))).toEqual(new Set(['B']));
  });

  test('are none while there is nothing to compare, nothing sells, or a family may have done it', () => {
    expect(sellingFast(seenSo(look(0, 400)))).toEqual(new Set());
    expect(sellingFast(seenSo(look(0, 400), look(5, 400)))).toEqual(new Set());
    expect(sellingFast(seenSo(look(0, 400), look(5, 397)))).toEqual(new Set());
  });

  test('are not those that are gone already, or that got seats back', () => {
    expect(sellingFast(seenSo(look(0, 90, 10), look(5, 0, 90)))).toEqual(new Set());
  });

  test('are judged by the last minute alone', () => {
    const rush = [look(0, 400, 400), look(5, 100, 400)];
    expect(sellingFast(seenSo(...rush))).toEqual(new Set(['A']));
    expect(sellingFast(seenSo(...rush, look(66, 100, 390), look(70, 100, 380)))).toEqual(new Set(['B']));
  });

  test('are not misled by an older answer that comes later', () => {
    expect(sellingFast(seenSo(look(5, 100), look(0, 400)))).toEqual(new Set());
  });
});
