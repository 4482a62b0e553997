import { createHistogram } from 'node:perf_hooks';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeHistograms, quantilesOf } from '../../../src/cli/load/histograms.ts';
import { isRunaway, type Second, Series } from '../../../src/cli/load/series.ts';
import { beginArrivals } from '../../../src/cli/load/worker/arrivals.ts';
import { stepOf } from '../../../src/cli/load/worker/steps.ts';

describe('histograms of several threads', () => {
  test('add up to exactly the one that a single thread would have recorded', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 60_000_000 })), { minLength: 1, maxLength: 4 }),
        (parts) => {
          const whole = createHistogram();
          for (const value of parts.flat()) whole.record(value);
          const merged = mergeHistograms(parts.map((values) => acrossThreads(values)));
          expect(quantilesOf(merged)).toEqual(quantilesOf(whole));
          expect(Number(merged.count)).toBe(parts.flat().length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('say nothing of latencies when nothing was measured', () => {
    expect(quantilesOf(mergeHistograms([]))).toEqual({
      p50Ms: null,
      p90Ms: null,
      p95Ms: null,
      p99Ms: null,
      p999Ms: null,
      maxMs: null,
    });
  });
});

/** A histogram as it comes out of another thread. */
function acrossThreads(values: readonly number[]) {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(histogram);
  const received = receiveMessageOnPort(port2)?.message;
  port1.close();
  return received;
}

test('arrivals begin on their schedule: who was due while the thread was away begins at once, in order', async () => {
  let nowMs = 0;
  const begun: [number, number, number][] = [];
  await beginArrivals({
    dueAfterMs: (n) => (n < 6 ? n * 10 : undefined),
    first: 1,
    every: 2,
    startMs: 1_000,
    signal: new AbortController().signal,
    // The thread is away until 1,040.
    machineMs: () => {
      nowMs = Math.max(nowMs, 1_040);
      return nowMs++;
    },
    begin: (number, dueMs) => begun.push([number, dueMs, nowMs > dueMs ? 1 : 0]),
  });
  expect(begun).toEqual([
    [1, 1_010, 1],
    [3, 1_030, 1],
    [5, 1_050, 1],
  ]);
});

test('seconds add up what the workers tell', () => {
  const series = new Series();
  const tick = { type: 'tick' as const, requests: 2, errors: 1, refused: 0, arrived: 1, history: '' };
  series.add(0, { ...tick, underWay: 3, latenciesMs: Float64Array.of(10, 20) });
  series.add(1, { ...tick, underWay: 4, latenciesMs: Float64Array.of(30, 40) });
  expect(series.close()).toEqual({
    second: 1,
    arrived: 2,
    requests: 4,
    refused: 0,
    errors: 2,
    underWay: 7,
    p50Ms: 25,
    p99Ms: 39.7,
    maxMs: 40,
  });
  expect(series.close()).toMatchObject({ second: 2, requests: 0, p50Ms: null, underWay: 7 });
});

test('a run is given up when most of what was asked lately failed, not because of a bad moment', () => {
  const second = (requests: number, errors: number): Second => ({
    ...{ second: 1, arrived: 0, refused: 0, underWay: 0, p50Ms: null, p99Ms: null, maxMs: null },
    requests,
    errors,
  });
  expect(isRunaway([second(100, 100)], 0.5)).toBe(true);
  expect(isRunaway([second(20, 20)], 0.5)).toBe(false);
  expect(isRunaway([...Array(4).fill(second(100, 0)), second(100, 100)], 0.5)).toBe(false);
  expect(isRunaway([...Array(9).fill(second(100, 0)), ...Array(4).fill(second(100, 100))], 0.5)).toBe(true);
});

test('requests are counted under the step of the visit they are', () => {
  const steps = [
    ['POST', '/v1/sign-in/dev'],
    ['POST', '/v1/events/e/queue/token'],
    ['POST', '/v1/events/e/queue/admission'],
    ['GET', '/v1/events/e/sections/A/seats'],
    ['POST', '/v1/sessions/s/holds'],
    ['POST', '/v1/sessions/s/auto-holds'],
    ['POST', '/v1/sessions/s/releases'],
    ['DELETE', '/v1/sessions/s'],
    ['POST', '/v1/sessions/s/checkout'],
    ['POST', '/v1/payments/p/attempts'],
    ['GET', '/v1/payments/p'],
    ['POST', '/test-pay/x'],
  ].map(([method = '', path = '']) => stepOf(method, path));
  expect(steps).toEqual([
    ...[
      'signIn',
      'token',
      'admission',
      'map',
      'hold',
      'autoHold',
      'release',
      'cancel',
      'checkout',
      'payAgain',
      'payment',
      'pay',
    ],
  ]);
});
