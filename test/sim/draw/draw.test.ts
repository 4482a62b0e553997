import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveNamed, lotOf, lotteryNumberOf, slotPhaseOf } from '../../../src/core/admission/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import {
  compileKernel,
  createDrawer,
  drawAll,
  drawKeysOf,
  SIMULATED_EVENT,
  simulatedSub,
} from '../../../src/sim/draw/index.ts';

const kernel = compileKernel();

describe('a simulated draw', () => {
  test('is the draw of core, bit by bit, whoever asks and with whatever seed', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 0xffff_ffff }),
        fc.integer({ min: 1, max: 120 }),
        fc.nat({ max: 2 ** 32 - 8 }),
        fc.integer({ min: 1, max: 7 }),
        (seed, slotSeconds, first, count) => {
          const v = new Float64Array(count);
          const phases = new Uint8Array(count);
          createDrawer(kernel, seed, slotSeconds).fill(first, count, v, phases, 0);
          const keys = drawKeysOf(seed);
          for (let i = 0; i < count; i++) {
            const sub = simulatedSub(first + i);
            const lot = lotOf(nodeHashing, keys.lot, SIMULATED_EVENT, sub);
            expect(v[i]).toBe(lotteryNumberOf(nodeHashing, keys, lot));
            expect(phases[i]).toBe(slotPhaseOf(nodeHashing, keys.lot, SIMULATED_EVENT, sub, slotSeconds));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is the same with any number of threads', async () => {
    const terms = { seed: 11, slotSeconds: 30, curve: 'weibull', k: 2 };
    // Enough people for three threads to find work.
    const digests = await Promise.all(
      [1, 2, 3].map(async (threads) => {
        const draws = await drawAll(terms, 600_001, { threads });
        const hash = createHash('sha256');
        for (const part of [draws.v, draws.phases, draws.shares]) {
          hash.update(new Uint8Array(part.buffer));
        }
        return hash.digest('hex');
      }),
    );
    expect(new Set(digests).size).toBe(1);
  });

  test('gives everybody the share of the clock at which the curve lets them in', async () => {
    const curve = curveNamed('weibull');
    for (const k of [1, 2, 4]) {
      const { v, shares } = await drawAll({ seed: 3, slotSeconds: 30, curve: 'weibull', k }, 2_000, {
        threads: 1,
      });
      for (const [i, share] of shares.entries()) {
        const chance = -Math.expm1(-(curve?.hazard(share, k) ?? Number.NaN));
        expect(Math.abs(chance - (v[i] ?? Number.NaN))).toBeLessThan(1e-6);
      }
    }
  });

  test('stops when it is told to', async () => {
    const terms = { seed: 1, slotSeconds: 30, curve: 'weibull', k: 2 };
    const stop = new AbortController();
    const reason = new Error('stopped');
    const drawing = drawAll(terms, 2_000_000, {
      threads: 2,
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    });
    await expect(drawing).rejects.toBe(reason);
  });
});
