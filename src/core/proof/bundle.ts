import { z } from 'zod';
import type { DrawRules } from '../admission/index.ts';
import { fromBase64Url } from '../crypto/index.ts';

/*
 * What an operator publishes after a sale: lines of JSON, each with a `kind`, in this order: one `tix-draw`; evidence (`minted`,
 * `admitted`, `schedule`) with a `link` after the pieces it covers; `sold`; `roster`; one `end`. docs/draw.md describes it for
 * those who write a verifier of their own.
 */

const hash = z.string().regex(/^[\w-]{43}$/, 'must be base64url of 32 bytes');
const id = z.string().min(1).max(256);
const epoch = z
  .int()
  .min(0)
  .max(2 ** 40);
const hex = z.string().regex(/^([0-9a-f]{2})+$/, 'must be lower-case hex');
const number = z.number();
const count = z.int().min(0);

const key = z.string().transform((text, context) => {
  const bytes = fromBase64Url(text);
  if (bytes?.length === 32) return bytes;
  context.addIssue({ code: 'custom', message: 'must be base64url of 32 bytes, without padding' });
  return z.NEVER;
});

const drawRulesSchema = z.strictObject({
  beacon: z.strictObject({ chainHash: hex, round: z.int().min(1) }).nullable(),
  curve: z.string(),
  eventId: id,
  holdbacks: count,
  k: z.number().min(1).max(32),
  opensAt: epoch,
  rosterRoot: hash.nullable(),
  slotSeconds: z.int().min(1).max(120),
}) satisfies z.ZodType<DrawRules>;

const entry = z.tuple([epoch, number, number]);

const beaconChainSchema = z.strictObject({
  publicKey: hex,
  period: z
    .int()
    .min(1)
    .max(2 ** 32 - 1),
  genesisTime: epoch,
  groupHash: hex,
  schemeId: z.string(),
  beaconId: z.string(),
});

const beaconRoundSchema = z.strictObject({
  round: z.int().min(1),
  signature: hex,
  previousSignature: hex.nullable(),
  chain: beaconChainSchema,
});

const head = z.strictObject({
  kind: z.literal('tix-draw'),
  v: z.literal(1),
  eventId: id,
  rules: drawRulesSchema,
  /** As it was published, and when. */
  commitment: hash,
  committedAt: epoch,
  lotKey: key,
  drawKey: key,
  sampleKey: key,
  /** 64 lower-case hex digits; empty when the rules name no beacon. */
  beacon: z.string().regex(/^([0-9a-f]{64})?$/, 'must be 64 lower-case hex digits, or empty'),
  beaconRound: beaconRoundSchema.nullable(),
  schedule: z.array(entry).min(1),
  closedAt: epoch,
  admissionsPerUser: z.int().min(1),
  seatLimit: z.int().min(1),
  /** Seats there are, and that are sold, hold-backs among both. */
  seats: z.strictObject({ total: count, sold: count }),
});

const place = { id, sub: id, iat: epoch, c0: number, atMs: z.int().min(0) };
const leaves = z.strictObject({ count, root: hash });

const line = z.discriminatedUnion('kind', [
  head,
  z.strictObject({ kind: z.literal('minted'), ...place, sample: z.enum(['arrivals', 'requests']) }),
  z.strictObject({
    kind: z.literal('admitted'),
    ...place,
    slotStart: epoch,
    outcome: z.enum(['session', 'pass', 'refused']),
  }),
  z.strictObject({
    kind: z.literal('schedule'),
    id,
    atMs: z.int().min(0),
    phase: z.enum(['open', 'paused', 'allHeld', 'soldOut', 'closed']),
    schedule: z.array(entry),
  }),
  z.strictObject({
    kind: z.literal('link'),
    n: count,
    at: epoch,
    prev: hash,
    sampled: z.number().min(0).max(1),
    minted: leaves,
    admitted: leaves,
    schedule: leaves,
    hash,
  }),
  z.strictObject({ kind: z.literal('sold'), sub: id, seats: z.int().min(1) }),
  z.strictObject({
    kind: z.literal('roster'),
    accounts: z.array(z.union([id, z.strictObject({ sub: id, members: z.array(id).min(1).max(45) })])),
  }),
  z.strictObject({ kind: z.literal('end'), lines: count }),
]);

export type BundleHead = z.infer<typeof head>;
export type BundleLine = z.infer<typeof line>;
export type BundleRoster = Extract<BundleLine, { kind: 'roster' }>;

/** What goes out: keys are spelt in base64url. */
export type BundleText = z.input<typeof line>;

export type LineReading =
  | { readonly ok: true; readonly line: BundleLine }
  /** What is wrong; a key is never quoted. */
  | { readonly ok: false; readonly problem: string };

export function readBundleLine(text: string): LineReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'is not JSON' };
  }
  const read = line.safeParse(json);
  if (read.success) return { ok: true, line: read.data };
  const issue = read.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  return {
    ok: false,
    problem: `is not as the format says: ${path ? `${path} ` : ''}${issue?.message ?? ''}`,
  };
}

/** One line of a bundle, without its end. */
export function bundleLine(text: BundleText): string {
  return JSON.stringify(text);
}
