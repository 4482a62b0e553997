import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterQueue, enterSeats, openRow, openSite, type Site } from './site.ts';
import { expectSound, WAYS } from './sound.ts';

describe.skipIf(chromium === undefined)('the pages', () => {
  let site: Site;
  let waiting: Site;
  beforeAll(async () => {
    site = await openSite([
      { event: 'recital', venue: 'hall-small' },
      { event: 'tomorrow', venue: 'theatre-2k', opensInSeconds: 90_000 },
    ]);
    waiting = await openSite([{ event: 'recital', venue: 'hall-small' }], {
      tau: 1e9,
      browser: site.browser,
    });
  });
  afterAll(async () => {
    await waiting[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  test.each(WAYS)('before the sale, on $name', async ({ name: way, ...options }) => {
    await using visitor = await site.visitor(options);
    const { page } = visitor;
    await page.goto('/');
    await page.getByRole('link', { name: 'The recital' }).waitFor();
    await expectSound(page, way, 'events');
    await page.goto('/e/tomorrow');
    await page.getByRole('img', { name: /venue/ }).waitFor();
    await expectSound(page, way, 'landing-before');
    await page.goto('/e/recital');
    await page.getByRole('heading', { name: 'What is free' }).waitFor();
    await expectSound(page, way, 'landing-open');
    await page.goto('/e/nothing-here');
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    await expectSound(page, way, 'missing');
    await page.goto('/e/recital/draw');
    await page.getByLabel('Or paste it here').waitFor();
    await expectSound(page, way, 'draw');
  });

  test.each(WAYS)('while waiting, on $name', async ({ name: way, ...options }) => {
    await using visitor = await waiting.visitor(options);
    const { page } = visitor;
    await page.goto('/e/recital/queue');
    await page.getByLabel('Name').waitFor();
    await expectSound(page, way, 'sign-in');
    await enterQueue(page, 'recital', `waiter-${way}`);
    await page.getByText('puzzle against robots is solved').waitFor();
    await expectSound(page, way, 'waiting');
  });

  test.each(WAYS)('of the seats and of paying, on $name', async ({ name: way, ...options }) => {
    await using visitor = await site.visitor(options);
    const { page } = visitor;
    await enterSeats(page, 'recital', `buyer-${way}`);
    await page.getByRole('heading', { name: 'Find seats for me' }).click();
    await page.getByRole('button', { name: 'Best available' }).click();
    await page.getByText('2 seats held for you').waitFor();
    // On a small screen the button is far below the map: what was found is brought into view.
    const map = await page.locator('canvas').boundingBox();
    expect((map?.y ?? -1) + (map?.height ?? 0)).toBeGreaterThan(0);
    expect(map?.y).toBeLessThan(page.viewportSize()?.height ?? 0);
    await expectSound(page, way, 'seats-map');
    await openRow(page, 'Hall', 'D');
    await page.getByRole('heading', { name: 'Seats of row D' }).waitFor();
    await expectSound(page, way, 'seats-list');
    await page.getByRole('link', { name: 'Continue to payment' }).click();
    await page.getByRole('heading', { name: 'Check and pay' }).waitFor();
    await page.getByRole('button', { name: /^Pay / }).waitFor();
    await expectSound(page, way, 'checkout');
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('button', { name: 'Decline' }).waitFor();
    await expectSound(page, way, 'test-payment');
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('heading', { name: 'The card was declined' }).waitFor();
    await expectSound(page, way, 'declined');
    await page.getByRole('button', { name: 'Try again with another card' }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('heading', { name: 'The seats are yours' }).waitFor();
    await expectSound(page, way, 'tickets');
  });
});
