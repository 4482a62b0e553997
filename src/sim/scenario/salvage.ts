import type { z } from 'zod';
import { type ScenarioInput, scenarioSchema } from './schema.ts';

/** What stands in for required parts that are wrong, so that the others can still be judged. */
const STAND_INS: Readonly<Record<string, unknown>> = { name: 'unnamed', people: 1, sale: { seats: 1 } };

const ROUNDS_MAX = 4;

/**
 * The part of a scenario that fits the schema: fields that do not are taken out (of the sale one by one, elsewhere with all that they are
 * part of).
 *
 * @returns with the pointers of what was taken out or stood in for, whose meaning cannot be judged; undefined when nothing can be saved.
 */
export function salvage(
  json: unknown,
  issues: readonly z.core.$ZodIssue[],
): { input: ScenarioInput; judgeable: (path: string) => boolean } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const rest: Record<string, unknown> = { ...json };
  const removed = new Set<string>();
  let open = issues;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    for (const issue of open) for (const path of placesOf(issue)) remove(rest, path, removed);
    const parsed = scenarioSchema.safeParse({ ...STAND_INS, ...rest });
    if (parsed.success) {
      const judgeable = (path: string): boolean => ![...removed].some((gone) => path.startsWith(gone));
      return { input: parsed.data, judgeable };
    }
    open = parsed.error.issues;
  }
  return undefined;
}

function placesOf(issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function remove(rest: Record<string, unknown>, path: readonly PropertyKey[], removed: Set<string>): void {
  const [part, field] = path.map(String);
  if (part === undefined) return;
  const sale = rest.sale;
  if (part === 'sale' && field !== undefined && typeof sale === 'object' && sale !== null) {
    rest.sale = Object.fromEntries(Object.entries(sale).filter(([name]) => name !== field));
    removed.add(`/sale/${field}`);
    if (field !== 'seats' && field !== 'venue') return;
    const { venue: _, ...withoutVenue } = sale as Record<string, unknown>;
    rest.sale = { ...withoutVenue, seats: 1 };
    removed.add('/sale/venue');
  } else {
    delete rest[part];
    removed.add(`/${part}`);
  }
}
