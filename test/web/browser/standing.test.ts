import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from '../../support/run-tix.ts';
import { chromium, enterQueue, keepPicture, openSite, type Site } from './site.ts';

/** One bad token is enough here, so that a test need not send hundreds. */
const STRICT = [
  { signal: 'badToken', windowSeconds: 600, threshold: 1, seenMin: 1, level: 1, forSeconds: 1_800 },
];

describe.skipIf(chromium === undefined)('a buyer who was taken for a script', () => {
  let site: Site;
  const folder = tempFolder();
  beforeAll(async () => {
    const rules = join(folder.path, 'rules.json');
    writeFileSync(rules, JSON.stringify(STRICT));
    site = await openSite([{ event: 'recital', venue: 'hall-small' }], {
      tau: 1,
      flags: ['--abuse-rules', rules],
    });
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  test('reads what was seen, keeps the place, shows to be a person, and is let in', async () => {
    await using visitor = await site.visitor();
    const { page } = visitor;
    await page.request.post('/v1/sign-in/dev', { data: { userId: 'mistaken' } });
    // The edge passes one wrong request in twenty on.
    for (let i = 0; i < 30; i += 1) {
      const headers = { 'x-tix-token': 'x.y.z' };
      const tries = Array.from({ length: 10 }, () =>
        page.request.post('/v1/events/recital/queue/admission', { headers }),
      );
      await Promise.all(tries);
    }

    await enterQueue(page, 'recital', 'mistaken');
    await page.getByRole('heading', { name: 'A closer look at your requests' }).waitFor();
    await page.getByText('Your place is safe and goes on waiting.').waitFor();
    await keepPicture(page, 'standing');
    await page.getByRole('button', { name: 'Show that I am a person' }).click();
    await page.getByRole('heading', { name: 'Choose your seats' }).waitFor();
    expect(visitor.troubles).toEqual([]);
  });
});
