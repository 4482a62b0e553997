import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitmentOf } from '../../../src/core/admission/index.ts';
import { toBase64Url } from '../../../src/core/crypto/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';
import { chromium, enterSeats, keepPicture, openSite, type Site } from './site.ts';

const OPENS_AT = 1_800_000_000;
const KEYS = { lot: new Uint8Array(32).fill(7), draw: new Uint8Array(32).fill(9) };
const RULES = {
  eventId: 'recital',
  opensAt: OPENS_AT,
  k: 2,
  slotSeconds: 1,
  holdbacks: 0,
  curve: 'weibull',
  rosterRoot: null,
  beacon: null,
};
const PUBLISHED = JSON.stringify({
  lotKey: toBase64Url(KEYS.lot),
  drawKey: toBase64Url(KEYS.draw),
  rules: RULES,
  schedule: [[OPENS_AT, 600, 0]],
});

describe.skipIf(chromium === undefined)('after the sale a buyer', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([{ event: 'recital', venue: 'hall-small' }]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test('computes their own number without a network, and sees whether the promise was kept', async () => {
    await using visitor = await site.visitor();
    const { page, context } = visitor;
    // The event page is made to show the promise that fits these keys.
    const commitment = commitmentOf(nodeHashing, RULES, KEYS.lot, KEYS.draw);
    await page.route('**/v1/events/recital', async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      await route.fulfill({ response, json: { ...json, rules: { ...json.rules, commitment } } });
    });
    await page.goto('/e/recital/draw');
    await page.getByLabel('Or paste it here').waitFor();
    await context.setOffline(true);
    await page.getByLabel('Or paste it here').fill(PUBLISHED);
    await page.getByLabel('Your pseudonym').fill('somebody');
    await page.getByLabel('You came at').fill(String(OPENS_AT));
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.getByText('are those that were committed to').waitFor();
    await page.getByText('You were to be let in at').waitFor();
    await keepPicture(page, 'draw-checked');
    expect(visitor.troubles).toEqual([]);
  });

  test('is warned when the keys are not those that were promised while they waited', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await enterSeats(page, 'recital', 'doubter');
    await page.goto('/e/recital/draw');
    await page.getByLabel('Open a file').setInputFiles({
      name: 'draw.json',
      mimeType: 'application/json',
      buffer: Buffer.from(PUBLISHED),
    });
    // Who they are and when they came is known from the waiting.
    expect(await page.getByLabel('Your pseudonym').inputValue()).not.toBe('');
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.getByText('do NOT fit the commitment').waitFor();
  });
});
