import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { VisitorOptions } from '../../support/browser.ts';
import { keepPicture } from './site.ts';

/** Both appearances, and a wide and a very narrow screen. */
export const WAYS: readonly (VisitorOptions & { readonly name: string })[] = [
  { name: 'desktop-light', colorScheme: 'light', width: 1280, height: 900 },
  { name: 'phone-dark', colorScheme: 'dark', width: 320, height: 700, hasTouch: true },
];

/** Violations as `rule: element`, so that a failure says what to put right. */
async function violations(page: Page): Promise<string[]> {
  // Handed to the page by the browser's own tools, which its Content-Security-Policy does not bind.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
      preload: false,
    });
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** Nothing that axe finds, nothing wider than the screen, and a picture to look at. */
export async function expectSound(page: Page, way: string, name: string): Promise<void> {
  await keepPicture(page, `${way}-${name}`);
  expect(await violations(page), name).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} is wider than the screen`).toBe(0);
}
