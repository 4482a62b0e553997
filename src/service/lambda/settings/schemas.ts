import { z } from 'zod';

const text = z.string().min(1);
const httpsUrl = z.url({ protocol: /^https$/ });
/** Name or ARN of a secret in Secrets Manager; the secret itself is never part of the settings. */
const secret = text;

const cache = z
  .strictObject({ host: text, port: z.int().min(1).max(65_535), secret })
  .describe('Valkey, with TLS and a password');

const payments = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('rehearsal'), table: text })
    .describe('no money moves; the table holds its books'),
  z.strictObject({ kind: z.literal('gateway'), url: httpsUrl, secret }),
]);

/** The five functions behind the API differ in what they can reach, and so in what they are told of. */
export const apiSettings = z.strictObject({
  tablePrefix: z.string(),
  publicUrl: httpsUrl,
  rootSecret: secret,
  originSecret: secret,
  keyValueStore: z.strictObject({ arn: text, copiesTable: text }).optional(),
  cache: cache.optional(),
  payments: payments.optional(),
  identity: z
    .strictObject({ issuer: text, audience: text, jwksUrl: httpsUrl, authorizeUrl: httpsUrl.optional() })
    .optional(),
  devLogin: z.boolean(),
  cdnTtlSeconds: z.int().nonnegative(),
});

export const streamSettings = z.strictObject({ mapQueue: httpsUrl, outboundQueue: httpsUrl });

export const mapQueueSettings = z.strictObject({ cache });

export const outboundSettings = z.strictObject({
  bus: text,
  expiryQueue: httpsUrl,
  distributionId: text,
});

export const expirySettings = z.strictObject({ tablePrefix: z.string(), bus: text, expiryQueue: httpsUrl });

export const reconcilerSettings = z.strictObject({
  tablePrefix: z.string(),
  publicUrl: httpsUrl,
  rootSecret: secret,
  payments,
});

export const evidenceSettings = z.strictObject({ tablePrefix: z.string(), keyValueStoreArn: text });

export const probeSettings = z.strictObject({ siteUrl: httpsUrl, rootSecret: secret });

export const makeSaleSettings = z.strictObject({
  tablePrefix: z.string(),
  rootSecret: secret,
  keyValueStoreArn: text,
});

export const rotateOriginSettings = z.strictObject({ distributionId: text, apiUrl: httpsUrl });

export type ApiSettings = z.infer<typeof apiSettings>;
export type CacheSettings = z.infer<typeof cache>;
export type PaymentSettings = z.infer<typeof payments>;
export type StreamSettings = z.infer<typeof streamSettings>;
export type MapQueueSettings = z.infer<typeof mapQueueSettings>;
export type OutboundSettings = z.infer<typeof outboundSettings>;
export type ExpirySettings = z.infer<typeof expirySettings>;
export type ReconcilerSettings = z.infer<typeof reconcilerSettings>;
export type EvidenceSettings = z.infer<typeof evidenceSettings>;
export type ProbeSettings = z.infer<typeof probeSettings>;
export type MakeSaleSettings = z.infer<typeof makeSaleSettings>;
export type RotateOriginSettings = z.infer<typeof rotateOriginSettings>;
