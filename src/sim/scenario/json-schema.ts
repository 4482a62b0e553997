import { z } from 'zod';
import { scenarioSchema } from './schema.ts';

/** The published JSON Schema (draft 2020-12), made from the schema that validates. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(scenarioSchema, { target: 'draft-2020-12', io: 'input' }) };
}
