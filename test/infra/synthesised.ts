import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEdge } from '../../src/edge/build/index.ts';
import { createInfra, type Infra, parseDeployment } from '../../src/infra/index.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON, and a test says of each part what it must be.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Synthesised extends AsyncDisposable {
  readonly infra: Infra;
  readonly sale: Template;
  readonly guard: Template;
  readonly watch: Template;
  /** Folder of the edge functions as built. */
  readonly edge: string;
}

/** A rehearsal's settings, and those that a real sale must add to its preset. */
export const REHEARSAL = { preset: 'rehearsal' } as const;
export const SALE = {
  preset: 'sale',
  region: 'us-east-1',
  originShieldRegion: 'us-east-1',
  identity: { issuer: 'https://id.example', audience: 'tickets', jwksUrl: 'https://id.example/jwks' },
  payments: {
    kind: 'gateway',
    url: 'https://pay.example',
    secretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:tix/gateway-AbCdEf',
  },
  domain: {
    name: 'tickets.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
  },
  alarmEmail: 'ops@example.com',
} as const;

/** Puts the app together, without synthesising it: that takes seconds, so every test file does it once. */
export async function openInfra(written: object) {
  const folder = await mkdtemp(join(tmpdir(), 'tix-infra-'));
  const [edge, lambda, out] = [join(folder, 'edge'), join(folder, 'lambda'), join(folder, 'out')];
  await buildEdge(edge);
  // What is in the bundles matters to nobody here.
  await mkdir(lambda);
  await writeFile(join(lambda, 'api.mjs'), '');
  const infra = createInfra(parseDeployment(written), { edge, lambda }, out);
  return { infra, edge, out, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

export async function synthesise(written: object): Promise<Synthesised> {
  const { infra, edge, out, ...rest } = await openInfra(written);
  infra.app.synth();
  const template = async (name: string): Promise<Template> =>
    JSON.parse(await readFile(join(out, `${name}.template.json`), 'utf8'));
  return {
    infra,
    edge,
    sale: await template('Sale'),
    guard: await template('Guard'),
    watch: await template('Watch'),
    ...rest,
  };
}

/** Fits the resource of this name, whatever its type calls it. */
export function named(name: string) {
  return ({ Properties }: Resource) =>
    [Properties.Name, Properties.FunctionName, Properties.TableName].includes(name);
}

export function ofType({ Resources }: Template, type: string): Resource[] {
  return Object.values(Resources).filter((resource) => resource.Type === type);
}

/** The only resource of a type that fits, or an error. */
export function theOne(
  template: Template,
  type: string,
  fits: (resource: Resource) => boolean = () => true,
): Resource {
  const [found, ...others] = ofType(template, type).filter(fits);
  if (found === undefined || others.length > 0) throw new Error(`there is not exactly one such ${type}`);
  return found;
}

/** What an intrinsic function will be, as far as its form goes. */
export function resolved(template: Template, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(template, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', undefined]] = entries;
  if (entries.length === 1 && name === 'Ref') return refTo(template, String(argument));
  if (entries.length === 1 && name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => resolved(template, part)).join(separator);
  }
  if (entries.length === 1 && name.startsWith('Fn::')) return 'resolved';
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(template, item)]));
}

function refTo({ Resources }: Template, id: string): string {
  return Resources[id]?.Type === 'AWS::SQS::Queue' ? `https://sqs.example/${id}` : 'resolved';
}
