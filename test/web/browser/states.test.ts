import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterQueue, enterSeats, isAsk, openRow, openSite, type Site } from './site.ts';
import { expectSound, WAYS } from './sound.ts';

/** Changes what the service says in one place; everything else stays as it is. */
async function answering(page: Page, url: string, change: () => object): Promise<void> {
  await page.route(url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...change() } });
  });
}

// What goes wrong, or ends, is a page like every other: told calmly, readable by all, on every screen.
describe.skipIf(chromium === undefined)('when it is not plain sailing', { concurrent: true }, () => {
  let site: Site;
  let endless: Site;
  beforeAll(async () => {
    site = await openSite(
      [
        { event: 'recital', venue: 'hall-small' },
        { event: 'rush', venue: 'hall-small', flags: ['--session', '2s'] },
        { event: 'late', venue: 'hall-small', flags: ['--pay', '5s', '--pay-grace', '1s'] },
      ],
      { reconcileEvery: '10m' },
    );
    endless = await openSite([{ event: 'recital', venue: 'hall-small' }], {
      tau: 1e9,
      browser: site.browser,
    });
  });
  afterAll(async () => {
    await endless[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  test.each(WAYS)('a sale that is over, shut or not to be reached is told, on $name', async (options) => {
    const { name: way } = options;
    await using visitor = await site.visitor(options);
    const { page } = visitor;
    let phase = '';
    await answering(page, '**/v1/events/recital', () => ({ phase }));
    for (const [told, said] of [
      ['soldOut', 'Every seat has been sold'],
      ['closed', 'The sale is closed'],
    ] as const) {
      phase = told;
      await page.goto('/e/recital');
      await page.getByText(said).first().waitFor();
      await expectSound(page, way, `landing-${phase}`);
    }
    for (const [told, said] of [
      ['paused', 'The sale is paused'],
      ['allHeld', 'All seats are held by others'],
    ] as const) {
      phase = told;
      await page.goto('/e/recital');
      await page.getByText(said).waitFor();
    }
    await page.route('**/v1/**', (route) =>
      route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Service unavailable' }),
    );
    await page.goto('/e/recital');
    await page.getByRole('heading', { name: 'We cannot reach the box office' }).waitFor();
    await expectSound(page, way, 'service-down');
  });

  test.each(WAYS)('time that is over, and a turn that was used, are told, on $name', async (options) => {
    const { name: way } = options;
    await using visitor = await site.visitor(options);
    const { page } = visitor;
    await enterQueue(page, 'rush', `dawdler-${way}`);
    await page.getByRole('heading', { name: 'Your time is over' }).waitFor();
    await expectSound(page, way, 'time-over');
    await page.goto('/e/rush/seats');
    await page.getByRole('heading', { name: 'You are not in yet' }).waitFor();
    await expectSound(page, way, 'not-in');
    await page.goto('/e/rush/queue');
    await page.getByRole('heading', { name: 'You have already been let in' }).waitFor();
    await expectSound(page, way, 'used');
    await page.goto('/e/rush/payment');
    await page.getByRole('heading', { name: 'There is no payment here' }).waitFor();
    await expectSound(page, way, 'no-payment');
  });

  test.each(WAYS)(
    'the last seats go while somebody waits, and they are told at once, on $name',
    async (options) => {
      const { name: way } = options;
      await using visitor = await endless.visitor(options);
      const { page } = visitor;
      await page.route('**/v1/events/recital/availability', async (route) => {
        const response = await route.fetch();
        const stock = await response.json();
        const sections = stock.sections.map((one: { readonly sectionId: string }) =>
          one.sectionId === 'FLOOR' ? { ...one, available: 0 } : one,
        );
        await route.fulfill({ response, json: { ...stock, sections } });
      });
      let phase = 'paused';
      await answering(page, '**/queue/*', () => ({ phase }));
      await enterQueue(page, 'recital', `waiter-${way}`);
      await page.getByText('The sale is paused').waitFor();
      await page.getByText('Standing: no seats are free at the moment').waitFor();
      await expectSound(page, way, 'waiting-with-news');
      phase = 'soldOut';
      await page.waitForResponse((response) => isAsk(response.request()));
      await page.getByRole('heading', { name: 'Sold out' }).waitFor({ timeout: 3_000 });
      await expectSound(page, way, 'waiting-sold-out');
    },
  );

  test('a payment that comes when the seats have gone is given back, and that is said', async () => {
    const [desktop, phone] = WAYS;
    if (desktop === undefined || phone === undefined) throw new Error('there are two ways to look');
    await using late = await site.visitor(desktop);
    await using quick = await site.visitor(phone);
    const { page } = late;
    await enterSeats(page, 'late', 'too-late');
    await openRow(page, 'Hall', 'F');
    await page.getByRole('button', { name: 'seat 9,' }).click();
    await page.getByRole('link', { name: 'Continue to payment' }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).waitFor();
    // The bank says yes at once, but its word is long on the way.
    await page.request.post(page.url(), { data: { outcome: 'approve', webhookAfterMs: 14_000 } });
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await page.getByRole('heading', { name: 'Waiting for your payment' }).waitFor();
    await expectSound(page, desktop.name, 'payment-open');

    await enterSeats(quick.page, 'late', 'next-in-row');
    await openRow(quick.page, 'Hall', 'F');
    await quick.page.getByRole('button', { name: 'seat 9, €32.00, Free' }).click();
    await quick.page.getByText('Held for you').waitFor();

    await page.getByRole('heading', { name: 'Your money is coming back' }).waitFor();
    await page.getByText('We return the whole amount').waitFor();
    await expectSound(page, desktop.name, 'refund-due');
    await answering(page, '**/v1/payments/*', () => ({ state: 'refunded' }));
    await page.reload();
    await page.getByRole('heading', { name: 'Your money was sent back' }).waitFor();
    await expectSound(page, desktop.name, 'refunded');
    expect([...late.troubles, ...quick.troubles]).toEqual([]);
  });
});
