import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityProvider, openIdentityProvider } from '../../support/identity-provider.ts';
import { chromium, openSite, type Site } from './site.ts';
import { expectSound } from './sound.ts';

describe.skipIf(chromium === undefined)('a buyer with an account', { concurrent: true }, () => {
  let provider: IdentityProvider;
  let site: Site;
  beforeAll(async () => {
    provider = await openIdentityProvider();
    site = await openSite([{ event: 'recital', venue: 'hall-small' }], { tau: 1e9, flags: provider.flags });
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  test('who follows the organiser’s link is signed in, and no token stays in the address', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.goto(`/e/recital/queue#id_token=${await provider.idToken()}`);
    await page.getByText('Next look at your turn').waitFor();
    await page.getByText('Signed in as Ada').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('id_token');
    expect(visitor.troubles).toEqual([]);
  });

  test('goes to the identity provider, and comes back to the page they were at', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.goto('/e/recital/queue');
    await page.getByRole('button', { name: 'Sign in with your account' }).waitFor();
    await expectSound(page, 'desktop-light', 'sign-in-with-account');
    await page.getByRole('button', { name: 'Sign in with your account' }).click();
    await page.getByText('Next look at your turn').waitFor();
    expect(page.url()).toBe(`${site.served.url}/e/recital/queue`);
    // Nothing of the way there is left behind.
    expect(await page.evaluate(() => Object.keys(localStorage).join())).not.toContain('trip');
  });

  test('is not signed in by an answer to a question this browser never asked', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.goto(`/e/recital/queue#id_token=${await provider.idToken()}&state=of-somebody-else`);
    await page.getByText('sign-in was not accepted').waitFor();
    expect(await visitor.context.cookies()).toEqual([]);
  });

  test('is told when the organiser’s sign-in is not accepted', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.goto(`/e/recital/queue#id_token=${await provider.idToken({ audience: 'another-shop' })}`);
    await page.getByText('sign-in was not accepted').waitFor();
    await page.getByRole('button', { name: 'Sign in with your account' }).waitFor();
    // Once they are in by another door, it is not held against them.
    await page.getByLabel('Name').fill('ada');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Next look at your turn').waitFor();
    await visitor.context.clearCookies();
    await page.getByText('Your sign-in has run out').waitFor();
    expect(await page.getByText('sign-in was not accepted').count()).toBe(0);
  });
});
