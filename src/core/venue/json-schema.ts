import { z } from 'zod';
import { venueSchema } from './document.ts';

/** The published JSON Schema (draft 2020-12), made from the schema that validates. */
export function venueJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(venueSchema, { target: 'draft-2020-12' }) };
}
