import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, enterSeats, freeSeatOnMap, openRow, openSite, type Site } from './site.ts';

// Each buyer has a browser profile of their own, so they shop side by side.
describe.skipIf(chromium === undefined)('a buyer', { concurrent: true }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite([
      { event: 'recital', venue: 'hall-small' },
      { event: 'rush', venue: 'hall-small', flags: ['--session', '13s'] },
      { event: 'late', venue: 'hall-small', flags: ['--pay', '5s', '--pay-grace', '1s'] },
    ]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test('goes with the mouse from the event to paid seats, a declined card on the way', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.goto('/');
    await page.getByRole('link', { name: 'The recital' }).click();
    await page.getByRole('link', { name: 'Begin reservation' }).click();
    await page.getByLabel('Name').fill('mouse');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Choose your seats' }).waitFor();

    // The hall is small enough for its seats to be drawn at once.
    const [x, y] = await freeSeatOnMap(page);
    await page.mouse.click(x, y);
    await page.getByText('Held for you: ').waitFor();
    await page.mouse.click(x, y);
    await page.getByText('The seat was given back').waitFor();

    await page.getByRole('heading', { name: 'Find seats for me' }).click();
    await page.getByLabel('How many').selectOption('3');
    await page.getByRole('button', { name: 'Together in one row' }).click();
    await page.getByText('3 seats held for you').waitFor();
    await page.getByRole('link', { name: 'Continue to payment' }).click();
    await page.getByRole('button', { name: /^Pay / }).click();

    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('heading', { name: 'The card was declined' }).waitFor();
    await page.getByRole('button', { name: 'Try again with another card' }).click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('heading', { name: 'The seats are yours' }).waitFor();
    expect(await page.locator('.seat-table tbody tr').count()).toBe(3);

    await page.reload();
    await page.getByRole('heading', { name: 'The seats are yours' }).waitFor();
    expect(visitor.troubles).toEqual([]);
  });

  test('is told at once when somebody else is quicker, and keeps what is still free of a choice', async () => {
    await using first = await site.visitor();
    await using second = await site.visitor();
    await Promise.all([
      enterSeats(first.page, 'recital', 'quick'),
      enterSeats(second.page, 'recital', 'slow'),
    ]);
    await Promise.all([openRow(first.page, 'Hall', 'H'), openRow(second.page, 'Hall', 'H')]);
    // The slower one's map stands still, as if the news had not reached it yet.
    await second.page.route('**/seats/packed', () => {});
    await second.page.getByLabel('Choose several first').check();
    for (const seat of [3, 4, 5]) await second.page.getByRole('button', { name: `seat ${seat},` }).click();
    await first.page.getByRole('button', { name: 'seat 4,' }).click();
    await first.page.getByText('Held for you').waitFor();

    await second.page.getByRole('button', { name: 'Hold 3 seats' }).click();
    await second.page.getByText('Somebody was quicker: Section Hall, row H, seat 4. 2 other seats').waitFor();
    await second.page.getByRole('button', { name: 'seat 4, €32.00, Held by somebody' }).waitFor();
    await second.page.getByRole('button', { name: 'Hold 2 seats' }).click();
    await second.page.getByText('2 seats held for you').waitFor();
    expect([...first.troubles, ...second.troubles]).toEqual([]);
  });

  test('whose time runs out is warned, and told that nothing was charged', async () => {
    await using visitor = await site.visitor();
    await enterSeats(visitor.page, 'rush', 'dawdler');
    await visitor.page
      .locator('.clock [aria-live]')
      .getByText('10 seconds left')
      .waitFor({ state: 'attached' });
    await visitor.page.getByRole('heading', { name: 'Your time is over' }).waitFor();
    await visitor.page.getByText('You were not charged').waitFor();
  });

  test('who does not pay in time is told the truth', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await enterSeats(page, 'late', 'forgetful');
    await page.getByRole('heading', { name: 'Find seats for me' }).click();
    await page.getByRole('button', { name: 'Best available' }).click();
    await page.getByRole('link', { name: 'Continue to payment' }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await page.getByRole('heading', { name: 'Waiting for your payment' }).waitFor();
    await page.getByRole('heading', { name: 'Not paid' }).waitFor();
    await page.getByText('Nothing was charged').waitFor();
  });

  test('who changes their mind gives everything back', async () => {
    await using visitor = await site.visitor();
    await enterSeats(visitor.page, 'recital', 'fickle');
    await visitor.page.getByRole('button', { name: 'Give everything back and leave' }).click();
    await visitor.page.getByRole('heading', { name: 'This reservation has ended' }).waitFor();
  });
});
