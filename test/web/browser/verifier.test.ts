import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bundleOf,
  firstSlot,
  honestSale,
  OPENS_AT,
  ROUND,
  textOf,
  tokenOf,
} from '../../core/proof/recorded-sale.ts';
import { launchBrowser, newVisitor } from '../../support/browser.ts';
import { requireProgram } from '../../support/require-program.ts';
import { repoRoot, tempFolder } from '../../support/run-tix.ts';

const chromium = requireProgram('chromium');
const page = pathToFileURL(join(repoRoot, 'dist', 'verifier', 'verify-draw.html')).href;

let browser: Browser;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchBrowser(chromium);
});
afterAll(() => browser?.close());

test.skipIf(chromium === undefined)(
  'a page opened from a disk, without a network, verifies a bundle and tells a buyer how they were treated',
  async () => {
    using folder = tempFolder();
    const sale = honestSale();
    const good = join(folder.path, 'good.tixdraw');
    writeFileSync(good, `${textOf(bundleOf(sale)).join('\n')}\n`);
    const lines = textOf(bundleOf(sale));
    const bad = join(folder.path, 'bad.tixdraw');
    writeFileSync(bad, lines.map((line) => line.replace('"buyer-0007"', '"buyer-0008"')).join('\n'));

    await using visitor = await newVisitor(browser, page);
    await visitor.context.setOffline(true);
    await visitor.page.goto(page);
    const check = async (bundle: string, token = '') => {
      await visitor.page.setInputFiles('[name=bundle]', bundle);
      await visitor.page.fill('[name=beacon]', ROUND.randomness);
      await visitor.page.fill('[name=token]', token);
      await visitor.page.click('button');
      await visitor.page.waitForSelector('#verdict');
      return visitor.page.textContent('#result');
    };
    const [sub, iat] = ['buyer-0012', OPENS_AT + 18];
    const told = await check(good, tokenOf(sale, { sub, iat, boff: firstSlot(sale, sub, iat) }));
    expect(told).toContain('Verified');
    expect(told).toContain('session at');
    expect(await check(bad)).toContain('tampered-log');
    expect(visitor.troubles).toEqual([]);
  },
);
