import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterQueue, isAsk, isMint, openSite, type Site } from './site.ts';

const SLOT_SECONDS = 2;

describe.skipIf(chromium === undefined)('a place survives', { concurrent: true }, () => {
  let site: Site;
  beforeAll(async () => {
    const flags = ['--slot', `${SLOT_SECONDS}s`];
    site = await openSite([{ event: 'recital', venue: 'hall-small', flags }], { tau: 1e9 });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  /** Every question about the turn, and when it was answered and might be asked again, by the server's clock. */
  function watch(page: Page) {
    const seen = { mints: 0, asks: [] as { readonly at: number; readonly retryAt: number }[] };
    page.on('request', (request) => {
      if (isMint(request)) seen.mints += 1;
    });
    page.on('response', async (response) => {
      if (!isAsk(response.request())) return;
      const { serverTime, retryAt } = await response.json();
      seen.asks.push({ at: serverTime, retryAt });
    });
    return seen;
  }

  /** In no slot is a question asked twice, and none before its time. */
  function expectOncePerSlot(asks: ReturnType<typeof watch>['asks']) {
    for (const [i, { at }] of asks.slice(1).entries())
      expect(at).toBeGreaterThanOrEqual(asks[i]?.retryAt ?? Number.POSITIVE_INFINITY);
  }

  test('a tab that the browser freezes: nothing is asked meanwhile, and one question when it wakes', async ({
    expect,
  }) => {
    await using visitor = await site.visitor();
    const { page, context } = visitor;
    const seen = watch(page);
    await enterQueue(page, 'recital', 'frozen');
    await expect.poll(() => seen.asks.length, { timeout: 15_000 }).toBeGreaterThan(0);
    // Held by the debugger no line of the page runs, as in a frozen tab; a browser without a screen freezes nothing by itself.
    const devtools = await context.newCDPSession(page);
    await devtools.send('Debugger.enable');
    await devtools.send('Debugger.pause');
    const before = seen.asks.length;
    await visitor.idle(3 * SLOT_SECONDS * 1000);
    const whileAsleep = seen.asks.length - before;
    await devtools.send('Debugger.resume');
    await expect.poll(() => seen.asks.length - before, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(whileAsleep).toBeLessThanOrEqual(1);
    expect(seen.mints).toBe(1);
    expectOncePerSlot(seen.asks);
  });

  test('a tab that was thrown away, and a browser that starts again', async ({ expect }) => {
    await using visitor = await site.visitor();
    const first = watch(visitor.page);
    await enterQueue(visitor.page, 'recital', 'discarded');
    await expect.poll(() => first.asks.length, { timeout: 15_000 }).toBeGreaterThan(0);
    await visitor.page.close();
    const page = await visitor.context.newPage();
    const second = watch(page);
    await page.goto('/e/recital');
    await page.getByRole('link', { name: 'Back to your place in the waiting room' }).click();
    await expect.poll(() => second.asks.length, { timeout: 15_000 }).toBeGreaterThan(1);
    expect(second.mints).toBe(0);
    expectOncePerSlot([...first.asks, ...second.asks]);
  });

  test('a device whose clock is set forward and back', async ({ expect }) => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.addInitScript(() => {
      const real = Date.now;
      Object.assign(window, { shiftMs: 0 });
      Date.now = () => real() + (window as unknown as { shiftMs: number }).shiftMs;
    });
    const seen = watch(page);
    await enterQueue(page, 'recital', 'traveller');
    for (const shiftMs of [3_600_000, -7_200_000, 0]) {
      const before = seen.asks.length;
      await page.evaluate((ms) => Object.assign(window, { shiftMs: ms }), shiftMs);
      await expect.poll(() => seen.asks.length, { timeout: 15_000 }).toBeGreaterThan(before + 1);
    }
    expect(seen.mints).toBe(1);
    expectOncePerSlot(seen.asks);
  });
});
