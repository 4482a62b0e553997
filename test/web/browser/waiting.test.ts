import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterQueue, isAsk, isMint, openSite, type Site } from './site.ts';

/** Nobody is ever let in here. */
const NEVER = 1e9;

// Each buyer has a browser profile of their own, so they wait side by side.
describe.skipIf(chromium === undefined)('the waiting room', { concurrent: true }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'recital', venue: 'hall-small', flags: ['--slot', '2s'] }], {
      tau: NEVER,
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const asks = async (page: Page, count: number) => {
    for (let i = 0; i < count; i += 1) await page.waitForRequest(isAsk);
  };

  test('asks once a slot, at the time it was told', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    const answers: { readonly retryAt: number; readonly askedAt: number }[] = [];
    await enterQueue(page, 'recital', 'patient');
    for (let i = 0; i < 4; i += 1) {
      const response = await page.waitForResponse((one) => isAsk(one.request()));
      const { retryAt, serverTime } = await response.json();
      answers.push({ retryAt, askedAt: serverTime });
    }
    for (const [i, answer] of answers.slice(1).entries()) {
      expect(answer.askedAt).toBeGreaterThanOrEqual(answers[i]?.retryAt ?? 0);
      expect(answer.retryAt - (answers[i]?.retryAt ?? 0)).toBe(2);
    }
    expect(visitor.troubles).toEqual([]);
  });

  test('keeps the place over a reload: no second place is taken', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    let mints = 0;
    page.on('request', (request) => {
      if (isMint(request)) mints += 1;
    });
    await enterQueue(page, 'recital', 'reloader');
    await asks(page, 1);
    await page.reload();
    await asks(page, 1);
    await page.getByText('Looks so far').waitFor();
    expect(mints).toBe(1);
  });

  test('lets one tab ask for all, and another take over when it is closed', async () => {
    await using visitor = await site.visitor();
    const { page, context } = visitor;
    await enterQueue(page, 'recital', 'tabber');
    await asks(page, 1);
    const other = await context.newPage();
    let askedByOther = 0;
    other.on('request', (request) => {
      if (isAsk(request) || isMint(request)) askedByOther += 1;
    });
    await other.goto('/e/recital/queue');
    await other.getByText('Another tab of this browser is looking after your place').waitFor();
    await asks(page, 2);
    expect(askedByOther).toBe(0);
    await page.close();
    await asks(other, 1);
    await other.getByText('Another tab of this browser').waitFor({ state: 'hidden' });
  });

  test('says when the network is gone, and goes on by itself when it is back', async () => {
    await using visitor = await site.visitor();
    const { page, context } = visitor;
    await enterQueue(page, 'recital', 'commuter');
    await asks(page, 1);
    await context.setOffline(true);
    await page.getByText('No connection').waitFor();
    await context.setOffline(false);
    await page.getByText('No connection').waitFor({ state: 'hidden' });
    await page.getByText('Next look at your turn').waitFor();
  });

  test('can be left, and begins anew then', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await enterQueue(page, 'recital', 'leaver');
    await asks(page, 1);
    await page.getByRole('button', { name: 'Give up my place' }).click();
    await page.getByRole('button', { name: 'Give up my place' }).click();
    const minted = page.waitForRequest(isMint);
    await page.getByRole('link', { name: 'Begin reservation' }).click();
    await minted;
  });

  test('asks for another sign-in when the old one has run out, and keeps the place', async () => {
    await using visitor = await site.visitor();
    const { page, context } = visitor;
    await enterQueue(page, 'recital', 'sleeper');
    await asks(page, 1);
    await context.clearCookies();
    await page.getByText('Your sign-in has run out').waitFor();
    let mints = 0;
    page.on('request', (request) => {
      if (isMint(request)) mints += 1;
    });
    await page.getByLabel('Name').fill('sleeper');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await asks(page, 1);
    expect(mints).toBe(0);
  });
});
