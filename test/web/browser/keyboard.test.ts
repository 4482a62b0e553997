import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterSeats, openSite, type Site } from './site.ts';

const FOCUS_STEPS_MAX = 120;

/** Presses Tab until the focus is on something of that name, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < FOCUS_STEPS_MAX; step += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label =
        element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent;
      return element?.getAttribute('aria-label') ?? label ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`the focus never reaches ${name}`);
}

describe.skipIf(chromium === undefined)('with the keyboard alone', { concurrent: true }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'recital', venue: 'hall-small' }]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test('a buyer goes the whole way, by the list', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    const { keyboard } = page;
    await page.goto('/e/recital');
    await page.getByRole('link', { name: 'Begin reservation' }).waitFor();
    await tabTo(page, /^Begin reservation$/);
    await keyboard.press('Enter');
    await page.getByLabel('Name').waitFor();
    await tabTo(page, /^Name$/);
    await keyboard.type('keys');
    await keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Choose your seats' }).waitFor();
    await tabTo(page, /^Map$/);
    await keyboard.press('ArrowRight');
    await tabTo(page, /^Hall/);
    await keyboard.press('Enter');
    await tabTo(page, /^Row C/);
    await keyboard.press('Enter');
    await tabTo(page, /seat 5,/);
    await keyboard.press('Enter');
    await page.getByText('Held for you: Section Hall, row C, seat 5').waitFor();
    // The focus stays where it was, so that the neighbour is one step away.
    await tabTo(page, /seat 6,/);
    await keyboard.press('Space');
    await page.getByText('Held for you: Section Hall, row C, seat 6').waitFor();

    await tabTo(page, /^Continue to payment$/);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Check and pay' }).waitFor();
    await page.getByRole('button', { name: /^Pay / }).waitFor();
    await tabTo(page, /^Pay /);
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await tabTo(page, /^Approve$/);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The seats are yours' }).waitFor();
    expect(visitor.troubles).toEqual([]);
  });

  test('a buyer finds and holds a seat on the map, and hears which it is', async ({ expect }) => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await enterSeats(page, 'recital', 'mapper');
    await page.getByRole('application', { name: 'Seat map' }).focus();
    const spoken = page.locator('.map [aria-live]');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => spoken.textContent()).toMatch(/row .*, Free/);
    const first = await spoken.textContent();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => spoken.textContent()).not.toBe(first);
    await page.keyboard.press('Enter');
    await page.getByText('Held for you: ').waitFor();
    await expect.poll(() => spoken.textContent()).toMatch(/Yours/);
    await page.keyboard.press('Enter');
    await page.getByText('The seat was given back').waitFor();
    for (const key of ['+', '-', '0', 'ArrowUp', 'ArrowLeft']) await page.keyboard.press(key);
    expect(visitor.troubles).toEqual([]);
  });

  test('whoever wants little motion sees the map jump, not glide', async () => {
    const framesOfZoom = async (reducedMotion: 'reduce' | 'no-preference') => {
      await using visitor = await site.visitor({ reducedMotion });
      const { page } = visitor;
      await enterSeats(page, 'recital', `mover-${reducedMotion}`);
      await page.locator('canvas').waitFor();
      return await page.evaluate(async () => {
        let frames = 0;
        const real = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (draw) => {
          frames += 1;
          return real(draw);
        };
        document.querySelector<HTMLButtonElement>('.map-tools button')?.click();
        await new Promise((resolve) => setTimeout(resolve, 600));
        return frames;
      });
    };
    const [still, gliding] = await Promise.all([framesOfZoom('reduce'), framesOfZoom('no-preference')]);
    // One for the picture, and perhaps one for news of the stock.
    expect(still).toBeLessThanOrEqual(2);
    expect(gliding).toBeGreaterThan(still + 2);
  });

  test('every page begins with a way past its head, and puts the focus on its heading', async ({
    expect,
  }) => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.goto('/e/recital');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#content');
  });
});
