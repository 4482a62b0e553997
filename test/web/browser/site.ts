import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { launchBrowser, newVisitor, type Visitor, type VisitorOptions } from '../../support/browser.ts';
import { requireProgram } from '../../support/require-program.ts';
import { repoRoot, runTix, tempFolder } from '../../support/run-tix.ts';
import { type Served, serve } from '../../support/serve.ts';

/** Where Chromium is, or undefined: then the tests that visit pages are skipped, which is said out loud. */
export const chromium = requireProgram('chromium');

/** A sale served by `tix serve` and a browser to visit it, for one test file. */
export interface Site extends AsyncDisposable {
  readonly served: Served;
  readonly browser: Browser;
  visitor(options?: VisitorOptions): Promise<Visitor>;
}

interface SaleOptions {
  readonly event: string;
  readonly venue: string;
  /** Seconds from now; negative when the sale has been open for a while. */
  readonly opensInSeconds?: number;
  readonly flags?: readonly string[];
}

interface SiteOptions {
  readonly tau?: number;
  /** How often overdue payments are looked at. */
  readonly reconcileEvery?: string;
  /** For `tix serve`. */
  readonly flags?: readonly string[];
  /** Shared with another site of the same file. */
  readonly browser?: Browser;
}

/** With `tau` 1 everybody is in after a few slots of one second; with a large one nobody ever is. */
export async function openSite(sales: readonly SaleOptions[], options: SiteOptions = {}): Promise<Site> {
  const folder = tempFolder();
  for (const { event, venue, opensInSeconds = -5, flags = [] } of sales) {
    const opensAt = String(Math.floor(Date.now() / 1000) + opensInSeconds);
    const { exitCode, stderr } = await runTix([
      ...['seed', '--venue', venue, '--event', event, '--opens-at', opensAt, '--slot', '1s'],
      ...['--name', `The ${event}`, '--store', `lmdb:${folder.path}/store`, '--json', ...flags],
    ]);
    if (exitCode !== 0) throw new Error(`seeding failed: ${stderr}`);
  }
  const [served, browser] = await Promise.all([
    serve(folder.path, [
      ...['--tau', String(options.tau ?? 1), '--reconcile-every', options.reconcileEvery ?? '200ms'],
      ...(options.flags ?? []),
    ]),
    options.browser ?? launchBrowser(chromium ?? ''),
  ]);
  return {
    served,
    browser,
    visitor: (visitorOptions) => newVisitor(browser, served.url, visitorOptions),
    async [Symbol.asyncDispose]() {
      if (options.browser === undefined) await browser.close();
      await served[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

export const isAsk = (request: Request) => request.url().endsWith('/queue/admission');
export const isMint = (request: Request) => request.url().endsWith('/queue/token');

/** From the event's page into the waiting room, as anybody. */
export async function enterQueue(page: Page, event: string, name: string): Promise<void> {
  await page.goto(`/e/${event}/queue`);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Into the seats, through the waiting room. */
export async function enterSeats(page: Page, event: string, name: string): Promise<void> {
  await enterQueue(page, event, name);
  await page.getByRole('heading', { name: 'Choose your seats' }).waitFor();
}

/** Opens one row of the hall in the list. */
export async function openRow(page: Page, section: string, row: string): Promise<void> {
  await page.getByLabel('List').check();
  await page.getByRole('button', { name: new RegExp(`^${section}`) }).click();
  await page.getByRole('button', { name: new RegExp(`^Row ${row}\\b`) }).click();
}

/** Where on the screen a free seat of the map is, found as a person finds it: by pointing here and there until the map says so. */
export async function freeSeatOnMap(page: Page): Promise<readonly [x: number, y: number]> {
  const hint = page.locator('.map-hint');
  await page.locator('canvas').scrollIntoViewIfNeeded();
  for (let tries = 0; tries < 400; tries += 1) {
    const box = await page.locator('canvas').boundingBox();
    if (box === null) continue;
    const x = box.x + box.width * (0.2 + 0.6 * ((tries * 0.137) % 1));
    const y = box.y + box.height * (0.2 + 0.6 * ((tries * 0.311) % 1));
    await page.mouse.move(x, y);
    const said = (await hint.count()) > 0 ? await hint.textContent() : null;
    if (said?.includes('row') === true && said.endsWith('Free')) return [x, y];
  }
  throw new Error('the map shows no free seat');
}

/** Keeps a picture of a page among the artefacts of the tests, to be looked at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = join(repoRoot, 'dist', 'pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
