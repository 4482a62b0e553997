import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateVenue } from '../../../src/core/venue/index.ts';
import { venueFileNames } from '../../../venues/make/index.ts';
import { MEANING_FAULTS, SCHEMA_FAULTS } from './faults.ts';
import { changedHall, readShipped } from './hall.ts';

const accepts = new Ajv2020({ strict: true, allErrors: false }).compile(
  JSON.parse(readShipped('venue.schema')),
);

describe('the published JSON Schema, in the hands of another validator (ajv)', () => {
  test.each(venueFileNames)('accepts %s', (name) => {
    expect(accepts(JSON.parse(readShipped(name.replace('.json', '')))), JSON.stringify(accepts.errors)).toBe(
      true,
    );
  });

  test.each(SCHEMA_FAULTS)('refuses $name, as tix does', ({ change }) => {
    expect(accepts(changedHall(change))).toBe(false);
    expect(validateVenue(changedHall(change)).ok).toBe(false);
  });

  test.each(MEANING_FAULTS)('cannot see $name, and tix can', ({ change }) => {
    expect(accepts(changedHall(change)), JSON.stringify(accepts.errors)).toBe(true);
    expect(validateVenue(changedHall(change)).ok).toBe(false);
  });

  test('never refuses what tix accepts, whatever is changed in a good file', () => {
    const fields = [
      '/name',
      '/currency',
      '/focus',
      '/tiers',
      '/tiers/0',
      '/levels/0/sections/0/blocks/0/rows/0/runs',
      '/levels/0/sections/0/polygon',
      '/levels/0/sections/2/blocks/0/capacity',
      '/notes',
      '/$schema',
    ];
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>(
        1,
        250,
        'EUR',
        'A',
        [1, 2],
        [{ count: 7 }],
        [{ id: 'A', priceMinor: 1 }],
        ['note'],
        undefined,
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields), values, (field, value) => {
        const json = JSON.parse(JSON.stringify(changedHall([field, value])));
        if (validateVenue(json).ok) expect(accepts(json), JSON.stringify(accepts.errors)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
