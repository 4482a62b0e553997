import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/service/ports/index.ts';

/** What every clock promises. `advance` lets at least that many milliseconds pass on it. */
export function describeClock(name: string, open: () => { clock: Clock; advance(ms: number): void }): void {
  describe(`clock: ${name}`, () => {
    test('tells whole milliseconds since 1970, later than this project and before the year 2100', () => {
      const { clock } = open();
      expect(Number.isInteger(clock.nowMs())).toBe(true);
      expect(clock.nowMs()).toBeGreaterThan(Date.UTC(2025, 0));
      expect(clock.nowMs()).toBeLessThan(Date.UTC(2100, 0));
    });

    test('moves on as time passes', () => {
      const { clock, advance } = open();
      const before = clock.nowMs();
      advance(3);
      expect(clock.nowMs()).toBeGreaterThan(before);
    });
  });
}
