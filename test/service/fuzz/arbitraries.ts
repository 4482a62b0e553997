import fc from 'fast-check';
import type { Schema } from './operations.ts';

export interface Inputs {
  schemaOf(ref: string): Schema;
  /** Values that mean something in this sale, by the name of the field: ids that exist, of others, and of long ago. */
  readonly known: Readonly<Record<string, readonly string[]>>;
}

/** Values that a schema allows, with those that mean something among them. */
export function allowed(schema: Schema, name: string, inputs: Inputs): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return allowed(inputs.schemaOf(schema.$ref), name, inputs);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, inputs);
    case 'array':
      return arrayOf(schema, name, inputs);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000_000 });
    case 'string':
      return textOf(schema, name, inputs);
    default:
      throw new Error(`the fuzzer does not know ${JSON.stringify(schema)}`);
  }
}

function objectOf(schema: Schema, inputs: Inputs): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([key, field]) => [key, allowed(field, key, inputs)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
}

function arrayOf(schema: Schema, name: string, inputs: Inputs): fc.Arbitrary<unknown> {
  const item = allowed(schema.items ?? {}, name, inputs);
  const size = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 8, 8) };
  return schema.uniqueItems === true ? fc.uniqueArray(item, size) : fc.array(item, size);
}

function textOf(schema: Schema, name: string, { known }: Inputs): fc.Arbitrary<string> {
  const any =
    schema.pattern === undefined
      ? fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 40) })
      : matching(new RegExp(schema.pattern));
  const meaningful = known[name];
  return meaningful === undefined
    ? any
    : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...meaningful) }, { weight: 1, arbitrary: any });
}

/** The library makes no texts for lookaheads: without them, most of what it makes fits all the same. */
function matching(pattern: RegExp): fc.Arbitrary<string> {
  const simpler = new RegExp(pattern.source.replaceAll(/\(\?[!=][^)]*\)/g, ''));
  return fc.stringMatching(simpler).filter((text) => pattern.test(text));
}

/** What somebody sends who means no good, or whose program is broken. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0.5,
    1e308,
    Number.MAX_SAFE_INTEGER + 1,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '../../../../etc/passwd',
    '..%2f..%2f',
    '__proto__',
    'constructor',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '{{7*7}}',
    'x'.repeat(5_000),
    [],
    {},
    { __proto__: { admin: true } },
    { constructor: { prototype: { admin: true } } },
  ),
  fc.json({ maxDepth: 3 }).map((text): unknown => JSON.parse(text)),
);

/** A body that is nearly right: one field missing, another of the wrong kind, or one too many. */
export function spoiled(body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat({ max: 20 }),
    value: nasty,
    how: fc.constantFrom('drop', 'replace', 'add'),
  });
  return fc.tuple(body, change).map(([value, { at, value: wrong, how }]) => {
    if (typeof value !== 'object' || value === null) return wrong;
    const copy: Record<string, unknown> = { ...value };
    const keys = Object.keys(copy);
    const key = keys[at % Math.max(1, keys.length)] ?? 'seatIds';
    if (how === 'drop') delete copy[key];
    else copy[how === 'add' ? `${key}2` : key] = wrong;
    return copy;
  });
}
