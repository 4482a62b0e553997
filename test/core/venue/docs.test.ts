import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importManifest, loadVenue } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';

const page = readFileSync(new URL('../../../docs/venue-format.md', import.meta.url), 'utf8');

function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1];
  if (found === undefined) throw new Error(`the page has no ${language} example`);
  return found;
}

test('the venue in the documentation is valid and has the seats the page says', () => {
  const venue = loadVenue(JSON.parse(example('json')), nodeHashing);
  for (const seatId of ['STALLS#M#A#S1', 'STALLS#M#C#S14', 'STALLS#M#W#2', 'BOXES#R#U#2', 'REAR#A#GA#80']) {
    expect(venue.findSeat(seatId), seatId).toBeDefined();
    expect(page).toContain(seatId.split('#').slice(0, 3).join('#'));
  }
  expect(venue.findSeat('STALLS#M#A#S1')).toMatchObject({
    priceMinor: 3_900,
    attributes: ['restrictedView'],
  });
  expect(venue.seatCount).toBe(12 + 12 + 14 + 2 + 2 + 80);
});

test('the manifest in the documentation can be imported', () => {
  const document = importManifest(example('csv'), { id: 'hall', name: 'Hall', currency: 'EUR' });
  expect(loadVenue(document, nodeHashing).seatCount).toBe(3);
});
