import { readFileSync } from 'node:fs';
import { loadVenue, type Venue, validateVenue } from '../../../src/core/venue/index.ts';
import { nodeHashing } from '../../../src/service/adapters/system/index.ts';

export function readShipped(name: string): string {
  return readFileSync(new URL(`../../../venues/${name}.json`, import.meta.url), 'utf8');
}

export function readFixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/venues/${name}`, import.meta.url), 'utf8');
}

export function shipped(name: string): Venue {
  return loadVenue(JSON.parse(readShipped(name)), nodeHashing);
}

export const HALL = '/levels/0/sections/0';
export const HALL_BLOCK = `${HALL}/blocks/0`;
export const HALL_ROWS = `${HALL_BLOCK}/rows/0`;
export const TABLES = '/levels/0/sections/1';
export const FLOOR = '/levels/0/sections/2';

/** Where (JSON pointer) to put what into a file; undefined takes the field away. */
export type Change = readonly [pointer: string, value: unknown];

/** The small hall's file with changes. */
export function changedHall(...changes: readonly Change[]): unknown {
  const json: unknown = JSON.parse(readShipped('hall-small'));
  for (const [pointer, value] of changes) put(json, pointer.split('/').slice(1), value);
  return json;
}

export function put(json: unknown, place: readonly (string | number)[], value: unknown): void {
  const parent = place
    .slice(0, -1)
    .reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], json) as Record<
    string | number,
    unknown
  >;
  const key = place.at(-1) ?? '';
  if (value === undefined) delete parent[key];
  else parent[key] = value;
}

export function problemsOf(json: unknown): readonly { path: string; message: string }[] {
  const validation = validateVenue(json);
  return validation.ok ? [] : validation.problems;
}
