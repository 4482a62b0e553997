import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterSeats, keepPicture, openSite, type Site } from './site.ts';

describe.skipIf(chromium === undefined)('whoever comes', { concurrent: true }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'recital', venue: 'hall-small' }]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test('without JavaScript is told what to do', async () => {
    await using visitor = await site.visitor({ javaScriptEnabled: false });
    const { page } = visitor;
    await page.goto('/e/recital');
    await page.getByRole('heading', { name: 'What to do' }).waitFor();
    expect(await page.locator('li').first().textContent()).toContain('Allow JavaScript for this site');
    await keepPicture(page, 'without-javascript');
  });

  test('speaking German reads German throughout, and may choose otherwise', async () => {
    await using visitor = await site.visitor({ locale: 'de-DE' });
    const { page } = visitor;
    await page.goto('/e/recital');
    await page.getByRole('link', { name: 'Reservierung beginnen' }).waitFor();
    await page.getByRole('cell', { name: '45,00 €', exact: true }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await keepPicture(page, 'landing-german');
    await page.getByLabel('Sprache').selectOption('en');
    await page.getByRole('link', { name: 'Begin reservation' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Begin reservation' }).waitFor();
  });

  test('reads from right to left where the language does: nothing runs out of the page', async () => {
    await using visitor = await site.visitor({ width: 320, height: 700 });
    const { page } = visitor;
    await enterSeats(page, 'recital', 'right-to-left');
    for (const path of ['/e/recital', '/e/recital/seats', '/e/recital/draw']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      const { overflow, headingEnd } = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        headingEnd: document.querySelector('h1')?.getBoundingClientRect().right,
      }));
      expect(overflow, path).toBe(0);
      // Text begins at the right edge now, but for the page's margin.
      expect(headingEnd, path).toBeGreaterThan(320 - 48);
      await keepPicture(page, `right-to-left${path.replaceAll('/', '-')}`);
    }
  });

  test('can choose how it looks, whatever the device says', async ({ expect }) => {
    await using visitor = await site.visitor({ colorScheme: 'light' });
    const { page } = visitor;
    await page.goto('/');
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByLabel('Appearance').selectOption('dark');
    await expect.poll(ground).not.toBe(light);
    await page.getByLabel('Appearance').selectOption('light');
    await expect.poll(ground).toBe(light);
  });

  test('can print what they bought, on white and without buttons', async () => {
    await using visitor = await site.visitor({ colorScheme: 'dark' });
    const { page } = visitor;
    await enterSeats(page, 'recital', 'printer');
    await page.getByRole('heading', { name: 'Find seats for me' }).click();
    await page.getByRole('button', { name: 'Best available' }).click();
    await page.getByRole('link', { name: 'Continue to payment' }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('heading', { name: 'The seats are yours' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('light');
    await page.getByText('Reservation', { exact: true }).waitFor();
    await keepPicture(page, 'tickets-printed');
  });

  test('while the service is down sees a calm page, and gets on when it is back', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.route('**/v1/**', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway' }),
    );
    await page.goto('/e/recital');
    await page.getByRole('heading', { name: 'We cannot reach the box office' }).waitFor();
    await keepPicture(page, 'service-down');
    await page.unroute('**/v1/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Begin reservation' }).waitFor();
  });

  test('is served pages that may load and call nothing but this site', async () => {
    const page = await fetch(`${site.served.url}/e/recital`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    const asset = await fetch(site.served.url + script);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    const again = await fetch(site.served.url + script, {
      headers: { 'if-none-match': asset.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await fetch(`${site.served.url}/assets/nothing.js`)).status).toBe(404);
    expect((await fetch(`${site.served.url}/v1/time`)).headers.get('content-security-policy')).toContain(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });
});
