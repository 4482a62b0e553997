import Ajv2020 from 'ajv/dist/2020.js';
import type { Harness } from '../harness.ts';

/** A JSON Schema as it stands in the OpenAPI document. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly in: 'path' | 'header' | 'query';
  readonly name: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export interface Operation {
  /** `POST /v1/sessions/{sessionId}/holds` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Operation['responses'];
}

/** Every operation the service describes, and how to judge an answer by its description. */
export async function operationsOf(harness: Harness) {
  const { body: document } = await harness.call('GET', '/openapi.json');
  const operations = Object.entries(document.paths as Record<string, Record<string, Described>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, described]): Operation => {
        const { parameters = [], requestBody, responses } = described;
        const name = `${method.toUpperCase()} ${path}`;
        const body = requestBody?.content['application/json']?.schema;
        return { name, method: method.toUpperCase(), path, parameters, body, responses };
      }),
  );

  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(document, 'api');

  /** What is wrong with the body under this status and type by the description; undefined when nothing is. */
  function faultOf(
    { path, method }: Operation,
    status: number,
    type: string,
    body: unknown,
  ): string | undefined {
    const described = document.paths[path]?.[method.toLowerCase()]?.responses?.[status];
    if (described === undefined) return `status ${status} is not described`;
    if (described.content === undefined) return body === '' ? undefined : `a body under ${status}`;
    if (described.content[type] === undefined) return `type ${type} under ${status} is not described`;
    if (type !== 'application/json' && type !== 'application/problem+json') return undefined;
    const place = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
      'schema',
    ];
    const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    const validate = ajv.getSchema(`api#/${pointer.join('/')}`);
    if (validate === undefined) return `no schema for ${status}`;
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  }

  const schemaOf = (ref: string): Schema => document.components.schemas[ref.split('/').at(-1) ?? ''];
  return { operations, faultOf, schemaOf };
}
