import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { World } from '../../src/web/platform/index.ts';
import { clockText, createServerClock, timeLeft, warningDue } from '../../src/web/time/index.ts';

interface DeviceOptions {
  readonly wallErrorMs?: number;
  /** How long a question travels, and an answer back. */
  readonly travelMs?: number;
  readonly backMs?: number;
}

/** A device whose two clocks and whose server are moved by hand. */
function device({ wallErrorMs = 0, travelMs = 0, backMs = travelMs }: DeviceOptions = {}) {
  let [trueMs, asleepMs] = [1_800_000_000_000, 0];
  const startMs = trueMs;
  let reachable = true;
  const world: World = {
    monotonicMs: () => trueMs - startMs - asleepMs,
    wallMs: () => trueMs + wallErrorMs,
    uniqueId: () => 'x',
    chance: () => 0.5,
  };
  const clock = createServerClock(world, async () => {
    trueMs += travelMs;
    const answer = trueMs;
    trueMs += backMs;
    return reachable ? answer : undefined;
  });
  return {
    clock,
    trueMs: () => trueMs,
    pass: (ms: number) => {
      trueMs += ms;
    },
    sleep: (ms: number) => {
      trueMs += ms;
      asleepMs += ms;
    },
    cutOff: () => {
      reachable = false;
    },
  };
}

describe('the countdown', () => {
  test('follows the server, whatever the device believes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1e10, max: 1e10 }), fc.nat(3000), async (wallErrorMs, travelMs) => {
        const { clock, trueMs, pass } = device({ wallErrorMs, travelMs });
        await clock.sync();
        pass(3_600_000);
        expect(Math.abs(clock.nowMs() - trueMs())).toBeLessThanOrEqual(travelMs);
      }),
    );
  });

  test('never says that a moment has been reached before it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2000), fc.nat(2000), async (thereMs, backMs) => {
        const { clock, trueMs } = device({ travelMs: thereMs, backMs });
        await clock.sync();
        expect(clock.reachedMs()).toBeLessThanOrEqual(trueMs());
        expect(clock.reachedMs()).toBeGreaterThanOrEqual(trueMs() - thereMs - backMs);
      }),
    );
  });

  test('goes on through the sleep of a device that cannot reach the server', async () => {
    const { clock, trueMs, sleep, cutOff } = device({ wallErrorMs: 500_000 });
    await clock.sync();
    cutOff();
    sleep(7_200_000);
    expect(clock.nowMs()).toBe(trueMs());
  });

  test('trusts the device until the server was heard', () => {
    const { clock, trueMs } = device({ wallErrorMs: 1000 });
    expect(clock.nowMs()).toBe(trueMs() + 1000);
  });

  test('shows nought only when the moment has come', () => {
    expect(clockText(timeLeft(10_000, 9_999))).toBe('0:01');
    expect(clockText(timeLeft(10_000, 10_000))).toBe('0:00');
    expect(clockText(timeLeft(10_000, 99_999))).toBe('0:00');
  });

  test('is written for people', () => {
    const left = timeLeft(90_061_000, 0);
    expect(clockText(left)).toBe('25:01:01');
    expect(clockText(left, 'hours')).toBe('1:01:01');
    expect(clockText(timeLeft(59_000, 0), 'hours')).toBe('0:00:59');
  });
});

describe('warnings that time runs out', () => {
  test('are given once at every mark', () => {
    const given = Array.from({ length: 400 }, (_, second) => warningDue(400 - second, 399 - second)).filter(
      (mark) => mark !== undefined,
    );
    expect(given).toEqual([300, 120, 60, 30, 10]);
  });

  test('are one and not five for a buyer who comes back late', () => {
    expect(warningDue(400, 25)).toBe(30);
    expect(warningDue(400, 0)).toBeUndefined();
  });
});
