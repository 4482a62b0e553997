import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, openSite, type Site } from './site.ts';

const SCRIPT_MAX_BYTES = 120 * 1024;
/** Pages, style, script and icon up to the waiting room, as sent. */
const ALL_MAX_BYTES = 150 * 1024;
const REQUESTS_MAX = 20;
/** As Lighthouse counts "good": https://web.dev/articles/cls */
const SHIFT_MAX = 0.1;
/** How much slower than this machine an old phone is taken to be: what Lighthouse does for a cheap one, and half as much again. */
const SLOWER = 6;
/** What the page's own thread may cost such a phone, from the address to a place. */
const PHONE_WORK_MAX_SECONDS = 4;
/** Longest stretch in which such a phone does not answer a finger. */
const PHONE_STRETCH_MAX_SECONDS = 1.5;

describe.skipIf(chromium === undefined)('up to the waiting room', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'recital', venue: 'hall-small', flags: ['--slot', '2s'] }], {
      tau: 1e9,
      flags: ['--pow-bits', '16'],
    });
  });
  afterAll(() => site[Symbol.asyncDispose]());

  /** From the event's address to a place, as most people come. */
  async function wait(page: Page, name: string): Promise<void> {
    await page.goto('/e/recital');
    await page.getByRole('link', { name: 'Begin reservation' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Next look at your turn').waitFor();
  }

  test('little is loaded, nothing from elsewhere, and nothing jumps', async ({ annotate }) => {
    await using visitor = await site.visitor({ width: 390, height: 844 });
    const { page } = visitor;
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await page.addInitScript(() => {
      const shifts = { sum: 0 };
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          readonly value: number;
          readonly hadRecentInput: boolean;
        })[])
          if (!entry.hadRecentInput) shifts.sum += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto('/e/recital/queue');
    await page.getByLabel('Name').fill('frugal');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Next look at your turn').waitFor();
    await page.waitForResponse((response) => response.url().endsWith('/queue/admission'));

    const files = responses.filter((response) => !new URL(response.url()).pathname.startsWith('/v1/'));
    const sizeOf = (response: Response) => Number(response.headers()['content-length'] ?? 0);
    const isScript = (response: Response) =>
      response.headers()['content-type']?.includes('javascript') === true;
    const sum = (some: readonly Response[]) => some.reduce((bytes, response) => bytes + sizeOf(response), 0);
    const [script, all] = [sum(files.filter(isScript)), sum(files)];
    const shift = await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);
    await annotate(
      `script ${script} bytes, all ${all}, ${responses.length} requests, shift ${shift.toFixed(3)}`,
    );
    expect(script).toBeGreaterThan(50_000);
    expect(script).toBeLessThanOrEqual(SCRIPT_MAX_BYTES);
    expect(all).toBeLessThanOrEqual(ALL_MAX_BYTES);
    expect(responses.length).toBeLessThanOrEqual(REQUESTS_MAX);
    expect(shift).toBeLessThan(SHIFT_MAX);
    expect(visitor.troubles).toEqual([]);
  });

  test('an old phone is ready in time, and is never kept busy by the proof of work', async ({ annotate }) => {
    await using visitor = await site.visitor({ width: 360, height: 740 });
    const { page, context } = visitor;
    const devtools = await context.newCDPSession(page);
    // Seconds of the thread itself, so that what else this machine does is not counted.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const work = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    await wait(page, 'old-phone');
    const toPlace = await work();
    await page.getByText('puzzle against robots is solved').waitFor();
    const proving = (await work()) - toPlace;
    await annotate(
      `at a ${SLOWER}th of the speed: ${seconds(toPlace)} to a place, ${seconds(proving)} more until proven`,
    );
    expect(toPlace * SLOWER).toBeLessThan(PHONE_WORK_MAX_SECONDS);
    expect(proving * SLOWER).toBeLessThan(PHONE_STRETCH_MAX_SECONDS);
  });

  test('a phone that is slowed down gets there', async ({ annotate }) => {
    await using visitor = await site.visitor({ width: 360, height: 740 });
    const { page, context } = visitor;
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const begunMs = performance.now();
    await wait(page, 'slowed-phone');
    await annotate(`a place after ${seconds((performance.now() - begunMs) / 1000 / SLOWER)}`);
    await page.getByRole('button', { name: 'Give up my place' }).click({ timeout: 5_000 });
    await page.getByText('Really give up your place?').waitFor();
  });
});

/** As the slow phone takes them. */
function seconds(here: number): string {
  return `${(here * SLOWER).toFixed(1)} s`;
}
