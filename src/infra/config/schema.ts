import { z } from 'zod';

/** Capacity that a table is given before the crowd comes; DynamoDB keeps it, and goes on from there by demand. */
const warm = z
  .strictObject({ readUnits: z.int().min(12_000), writeUnits: z.int().min(4_000) })
  .describe('units per second, for the table and again for its index');

/** Most environments at the same time, each reserved for one function: what one may have, no other can take. */
const concurrency = z.strictObject({
  queue: z.int().min(1),
  holds: z.int().min(1),
  maps: z.int().min(1),
  shop: z.int().min(1),
  webhooks: z.int().min(1),
  mapQueue: z.int().min(2),
  outboundQueue: z.int().min(2),
  expiryQueue: z.int().min(2),
  reconciler: z.int().min(1),
});

const payments = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rehearsal') }),
  z.strictObject({
    kind: z.literal('gateway'),
    url: z.url({ protocol: /^https$/ }),
    /** ARN of the secret with the gateway's `apiKey` and `webhookKey`, as JSON. */
    secretArn: z.string().regex(/^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/),
  }),
]);

const domain = z.strictObject({
  name: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/),
  /** CloudFront takes certificates of this Region only. */
  certificateArn: z
    .string()
    .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/, 'expected one in us-east-1'),
});

export const deployment = z.strictObject({
  preset: z.enum(['rehearsal', 'sale']),
  /** Put before every name, so that several deployments fit into one account. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,15}$/, 'expected 2 to 16 of a–z, 0–9 and -'),
  /** The Region that writes. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected an AWS Region, such as eu-central-1'),
  /** CloudFront Region that asks the API for all edge locations; null where none is near. */
  originShieldRegion: z.string().nullable(),
  domain: domain.nullable(),
  identity: z
    .strictObject({
      issuer: z.string().min(1),
      audience: z.string().min(1),
      jwksUrl: z.url({ protocol: /^https$/ }),
      /** Where the pages send buyers to sign in; without it only links of the organiser's own lead there. */
      authorizeUrl: z.url({ protocol: /^https$/ }).optional(),
    })
    .nullable(),
  /** Anybody may sign in as anybody. */
  devLogin: z.boolean(),
  payments,
  alarmEmail: z.email().nullable(),
  /** Keeps tables, and what they hold, from being deleted with the deployment. */
  keepData: z.boolean(),
  concurrency,
  warm: z.strictObject({ seats: warm, reservations: warm }).nullable(),
  cache: z.strictObject({
    nodeType: z.string().regex(/^cache\.[a-z0-9]+\.[a-z0-9]+$/),
    replicas: z.int().min(1).max(5),
  }),
  /** Requests of one IP address in five minutes; behind one address there may be a whole company. */
  rates: z.strictObject({
    queue: z.int().min(100),
    signIn: z.int().min(100),
    everything: z.int().min(100),
  }),
  /** Requests per second that the API takes for the queue's stateful twins, and for everything. */
  throttle: z.strictObject({ queue: z.int().min(1), everything: z.int().min(1) }),
  logDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90]),
  /** What AWS has granted this account; ask first, then write it here. */
  quotas: z.strictObject({
    lambdaConcurrency: z.int().min(1),
    tableWriteUnits: z.int().min(1),
    tableReadUnits: z.int().min(1),
    apiRequestsPerSecond: z.int().min(1),
  }),
});

export type Deployment = z.infer<typeof deployment>;
export type Preset = Deployment['preset'];
