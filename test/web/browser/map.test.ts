import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterSeats, keepPicture, openSite, type Site } from './site.ts';

describe.skipIf(chromium === undefined)('the map of 100,000 seats', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'final', venue: 'stadium-100k' }]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test('moves smoothly at every scale', async ({ annotate }) => {
    await using visitor = await site.visitor({ width: 1280, height: 900 });
    const { page } = visitor;
    await timeFrames(page);
    await enterSeats(page, 'final', 'panner');
    await page.locator('canvas').waitFor();
    const box = await page.locator('canvas').boundingBox();
    if (box === null) throw new Error('the map is not to be seen');
    const [middleX, top] = [box.x + box.width / 2, box.y + box.height * 0.12];
    const frames: Record<string, Frames> = {};
    const atRest = await framesAtRest(page);
    for (const scale of ['sections', 'blocks', 'seats']) {
      await keepPicture(page, `stadium-${scale}`);
      frames[scale] = await framesWhilePanning(page, middleX, top);
      await page.mouse.move(middleX, top);
      for (let notch = 0; notch < 3; notch += 1) await page.mouse.wheel(0, -250);
    }
    await annotate(`medians at rest ${JSON.stringify(atRest)}, while panning ${JSON.stringify(frames)}`);
    for (const [scale, { workMs, gapMs }] of Object.entries(frames)) {
      // 60 frames a second leave 16.7 ms each: half of one for our work leaves the rest to the browser and its graphics card.
      expect(workMs, scale).toBeLessThan(8);
      // This browser has no graphics card and fills every pixel itself: it may lose every other frame, and no more.
      expect(gapMs, scale).toBeLessThan(2.1 * atRest.gapMs);
    }
    expect(visitor.troubles).toEqual([]);
  });

  test('is moved by fingers: a tap goes closer and holds, a drag pans, two fingers zoom', async () => {
    await using visitor = await site.visitor({ width: 390, height: 844, hasTouch: true, isMobile: true });
    const { page } = visitor;
    await enterSeats(page, 'final', 'fingers');
    await page.locator('canvas').waitFor();
    await page.locator('.map').evaluate((map) => map.scrollIntoView({ block: 'center' }));
    const fingers = await fingersOn(page);

    // With all of the venue in view there is nothing to pan, and a finger scrolls the page.
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    await fingers.drag([0.5, 0.6], [0.5, 0.4]);
    await expect.poll(scrolled).toBeGreaterThan(before);
    await page.locator('.map').evaluate((map) => map.scrollIntoView({ block: 'center' }));

    await fingers.pinch([0.5, 0.1], 12, 130);
    await fingers.pinch([0.5, 0.3], 20, 100);
    const first = await holdByTap(page, fingers);
    await fingers.drag([0.6, 0.5], [0.3, 0.5]);
    const second = await holdByTap(page, fingers);
    expect(second).not.toBe(first);
    await keepPicture(page, 'stadium-by-touch');

    await page.getByRole('button', { name: 'Show everything' }).tap();
    await fingers.settle();
    await fingers.tap([0.5, 0.1]);
    await fingers.settle();
    // Not a seat but a section was tapped: the map went closer, and nothing more is held.
    await page.getByText('2 of 10 seats').first().waitFor();
    expect(visitor.troubles).toEqual([]);
  });
});

interface Frames {
  /** Our own work in a frame: everything that requestAnimationFrame calls. */
  readonly workMs: number;
  /** From one frame to the next. */
  readonly gapMs: number;
}

/** Has the page note how long its frames take; to be called before it is loaded. */
async function timeFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted = { work: [] as number[], at: [] as number[] };
    Object.assign(window, { noted });
    const real = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) =>
      real((at) => {
        const begun = performance.now();
        draw(at);
        noted.work.push(performance.now() - begun);
        noted.at.push(at);
      });
  });
}

/** The medians while nothing moves: how fast this machine can be at the moment. */
async function framesAtRest(page: Page): Promise<Frames> {
  await forgetFrames(page);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let left = 40;
        const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve());
        next();
      }),
  );
  return noteFrames(page);
}

/** The medians while the map is dragged to and fro. */
async function framesWhilePanning(page: Page, x: number, y: number): Promise<Frames> {
  await forgetFrames(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 40; step += 1) await page.mouse.move(x + 60 * Math.sin(step / 4), y + step);
  await page.mouse.up();
  return noteFrames(page);
}

function forgetFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { noted } = window as unknown as { noted: { work: number[]; at: number[] } };
    noted.work.length = 0;
    noted.at.length = 0;
  });
}

function noteFrames(page: Page): Promise<Frames> {
  return page.evaluate(() => {
    const { noted } = window as unknown as { noted: { work: number[]; at: number[] } };
    const median = (values: readonly number[]) =>
      [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
    return {
      workMs: median(noted.work),
      gapMs: median(noted.at.slice(1).map((at, i) => at - (noted.at[i] ?? at))),
    };
  });
}

type Place = readonly [shareOfWidth: number, shareOfHeight: number];
type Fingers = Awaited<ReturnType<typeof fingersOn>>;

/** Fingers on the map, as the browser gets them from a touch screen. */
async function fingersOn(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  const box = await page.locator('canvas').boundingBox();
  if (box === null) throw new Error('the map is not to be seen');
  const at = ([across, down]: Place) => ({ x: box.x + across * box.width, y: box.y + down * box.height });
  type Touch = 'touchStart' | 'touchMove' | 'touchEnd';
  const send = (type: Touch, ...touchPoints: { readonly x: number; readonly y: number }[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  const STEPS = 8;
  return {
    /** Until a glide has ended. */
    settle: () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400))),
    async tap(place: Place) {
      await send('touchStart', at(place));
      await send('touchEnd');
    },
    async drag(from: Place, to: Place) {
      const [a, b] = [at(from), at(to)];
      await send('touchStart', a);
      for (let i = 1; i <= STEPS; i += 1)
        await send('touchMove', { x: a.x + ((b.x - a.x) * i) / STEPS, y: a.y + ((b.y - a.y) * i) / STEPS });
      await send('touchEnd');
    },
    async pinch(middle: Place, fromPx: number, toPx: number) {
      const { x, y } = at(middle);
      const apart = (px: number) =>
        [
          { x: x - px, y },
          { x: x + px, y },
        ] as const;
      await send('touchStart', ...apart(fromPx));
      for (let i = 1; i <= STEPS; i += 1)
        await send('touchMove', ...apart(fromPx * (toPx / fromPx) ** (i / STEPS)));
      await send('touchEnd');
    },
  };
}

/** Taps here and there until a seat is held, and answers which. */
async function holdByTap(page: Page, fingers: Fingers): Promise<string | null> {
  const news = page.getByText('Held for you: ');
  const before = (await news.count()) > 0 ? await news.textContent() : null;
  for (let tries = 0; tries < 30; tries += 1) {
    await fingers.tap([0.3 + 0.4 * ((tries * 0.37) % 1), 0.35 + 0.3 * ((tries * 0.61) % 1)]);
    await fingers.settle();
    const now = (await news.count()) > 0 ? await news.textContent() : null;
    if (now !== null && now !== before) return now;
  }
  throw new Error('no tap held a seat');
}
