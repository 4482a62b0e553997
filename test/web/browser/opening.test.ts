import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterQueue, isAsk, isMint, keepPicture, openSite, type Site } from './site.ts';

/** Enough for the server to start and the early ones to come. */
const OPENS_IN_SECONDS = 14;

describe.skipIf(chromium === undefined)('at the moment of opening', { concurrent: true }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'premiere', venue: 'hall-small', opensInSeconds: OPENS_IN_SECONDS }]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const opensAt = async () => (await (await fetch(`${site.served.url}/v1/events/premiere`)).json()).opensAt;

  test('the countdown turns into the way in, without a reload and whatever the device’s clock says', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    // This device believes that it is an hour later.
    await page.addInitScript(() => {
      const real = Date.now;
      Date.now = () => real() + 3_600_000;
    });
    await page.goto('/e/premiere');
    await page.getByText('The sale opens in').waitFor();
    await page.getByRole('link', { name: 'Come in early' }).waitFor();
    await page.getByText('The sale is open').waitFor({ timeout: 30_000 });
    expect(Date.now()).toBeGreaterThanOrEqual((await opensAt()) * 1000 - 500);
    await page.getByRole('link', { name: 'Begin reservation' }).waitFor();
    await page.getByRole('heading', { name: 'What is free' }).waitFor();
    expect(visitor.troubles).toEqual([]);
  });

  test('who came early has asked nothing until then, is called by sound and notification, and goes in', async () => {
    await using visitor = await site.visitor();
    const { page, context } = visitor;
    await context.grantPermissions(['notifications']);
    await recordCalls(page);
    const asked: number[] = [];
    let mints = 0;
    page.on('request', (request) => {
      if (isAsk(request)) asked.push(Date.now());
      if (isMint(request)) mints += 1;
    });
    await enterQueue(page, 'premiere', 'early');
    await page.getByRole('heading', { name: 'You are early, and that is fine' }).waitFor();
    await page.getByLabel('Play a sound').check();
    // The box is ticked when the browser has said yes, a moment after the click.
    await page.getByLabel('Show a notification').click();
    await page.getByRole('checkbox', { name: 'Show a notification', checked: true }).waitFor();
    await page.getByText('puzzle against robots is solved').waitFor();
    await keepPicture(page, 'waiting-early');
    const sampleNotes = (await callsOf(page)).notes;

    await page.getByRole('heading', { name: 'Choose your seats' }).waitFor({ timeout: 40_000 });
    expect(mints).toBe(1);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual((await opensAt()) * 1000 - 100);
    const calls = await callsOf(page);
    expect(calls.notifications).toEqual(['It is your turn!']);
    expect([sampleNotes, calls.notes]).toEqual([3, 6]);
    expect(visitor.troubles).toEqual([]);
  });
});

interface Calls {
  readonly notifications: string[];
  readonly notes: number;
}

/** Notes what the page shows and plays; both still happen. */
async function recordCalls(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const calls = { notifications: [] as string[], notes: 0 };
    Object.assign(window, { calls });
    window.Notification = new Proxy(window.Notification, {
      construct(real, args: [string, NotificationOptions]) {
        calls.notifications.push(args[0]);
        return Reflect.construct(real, args);
      },
    });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
      calls.notes += 1;
      start.call(this, at);
    };
  });
}

function callsOf(page: Page): Promise<Calls> {
  return page.evaluate(() => (window as unknown as { readonly calls: Calls }).calls);
}
