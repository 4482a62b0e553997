import fc from 'fast-check';
import { allowed, type Inputs, nasty, spoiled } from './arbitraries.ts';
import type { Operation } from './operations.ts';

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Somebody with a session: what a request of theirs would rightly carry. */
export interface Person {
  readonly headers: Readonly<Record<'x-tix-auth' | 'x-tix-session', string>>;
  readonly ids: Readonly<Record<string, string>>;
}

/** What a request may carry besides. */
export interface Wardrobe {
  readonly people: readonly Person[];
  readonly edgeHeaders: readonly string[];
  readonly tokens: readonly string[];
}

/** Requests to one operation: most are what its description allows and are somebody's own, the others are spoiled somewhere. */
export function requestsTo(operation: Operation, inputs: Inputs, wardrobe: Wardrobe): fc.Arbitrary<Sent> {
  const person = fc.constantFrom(...wardrobe.people);
  return fc
    .record({
      person: fc.oneof({ weight: 3, arbitrary: person }, { weight: 1, arbitrary: fc.constant(undefined) }),
      parts: partsOf(operation, inputs),
      headers: headersOf(wardrobe),
      body: bodyOf(operation, inputs),
      query: fc.oneof(
        { weight: 5, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.webQueryParameters() },
      ),
    })
    .map(({ person: own, parts, headers, body, query }) => {
      const partOf = (name: string) => own?.ids[name] ?? parts[name] ?? '';
      const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(partOf(name)));
      const typed = body === undefined ? {} : { 'content-type': body.type };
      return {
        method: operation.method,
        url: query === '' ? path : `${path}?${query}`,
        headers: { ...headers, ...own?.headers, ...typed },
        body: body?.text,
      };
    });
}

function partsOf({ parameters }: Operation, inputs: Inputs): fc.Arbitrary<Record<string, string>> {
  const fields = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, schema }) => {
      const right = allowed(schema, name, inputs).map(String);
      const wrong = nasty.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
      return [name, fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong })] as const;
    });
  return fc.record(Object.fromEntries(fields));
}

function headersOf(wardrobe: Wardrobe): fc.Arbitrary<Record<string, string>> {
  const worn = (values: readonly string[]) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...values) },
      { weight: 1, arbitrary: fc.constantFrom('', 'null', 'a.b.c', '..', 'x'.repeat(3_000)) },
      { weight: 1, arbitrary: fc.constantFrom(...values).map(flipped) },
    );
  return fc.record(
    {
      'x-tix-auth': worn(wardrobe.people.map((person) => person.headers['x-tix-auth'])),
      'x-tix-session': worn(wardrobe.people.map((person) => person.headers['x-tix-session'])),
      'x-tix-edge': worn(wardrobe.edgeHeaders),
      'x-tix-token': worn(wardrobe.tokens),
      'x-tix-nonce': fc.constantFrom('0', '1', '', '-1', 'x'.repeat(200)),
      'idempotency-key': fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6', '', 'x'.repeat(200)),
      'if-none-match': fc.constantFrom('*', '"x"', 'W/"x"', ','),
      'accept-encoding': fc.constantFrom('gzip', 'br', 'identity;q=0', ';;', '*'),
      accept: fc.constantFrom('application/json', 'text/html', 'x'),
    },
    { requiredKeys: ['x-tix-auth', 'x-tix-session'] },
  );
}

function bodyOf(
  { body }: Operation,
  inputs: Inputs,
): fc.Arbitrary<{ text: string; type: string } | undefined> {
  if (body === undefined) return fc.constant(undefined);
  const right = allowed(body, 'body', inputs);
  const text = fc.oneof(
    { weight: 6, arbitrary: right.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: spoiled(right).map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.constantFrom('', '{', '[]', '"', 'null', '{"a":1,}', '[[[[[[', '\ufeff{}') },
  );
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constant('application/json') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('text/plain', 'application/json; charset=latin1', 'multipart/form-data'),
    },
  );
  return fc.record({ text, type });
}

/** One character in the middle changed. */
function flipped(text: string): string {
  const at = Math.floor(text.length / 2);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

/** A lone surrogate has no encoding. */
function encoded(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
