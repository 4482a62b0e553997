import { z } from 'zod';
import type { DrawRules } from '../../core/admission/index.ts';
import { UserError } from '../../core/errors/index.ts';

/** The rules of a draw as they were committed to and are published. The edge never reads it. */
export interface DrawRecord {
  readonly rules: DrawRules;
  /** Epoch s. */
  readonly committedAt: number;
  /** The event's own opening (epoch s), when it was put off since; null when the rules have it. */
  readonly postponedFrom: number | null;
  /** When its keys were published, epoch s: nobody is let in by them any more. */
  readonly revealedAt: number | null;
}

/** What proves the value of the beacon's round; hex in lower case. */
export interface BeaconSignature {
  readonly signature: string;
  readonly previousSignature: string | null;
  /** Left out of one that everybody knows. */
  readonly chain: {
    readonly publicKey: string;
    readonly period: number;
    readonly genesisTime: number;
    readonly groupHash: string;
    readonly schemeId: string;
    readonly beaconId: string;
  } | null;
}

const recordSchema = z.strictObject({
  v: z.literal(1),
  rules: z.strictObject({
    beacon: z.strictObject({ chainHash: z.string(), round: z.int().min(1) }).nullable(),
    curve: z.string(),
    eventId: z.string(),
    holdbacks: z.int().min(0),
    k: z.number(),
    opensAt: z.int(),
    rosterRoot: z.string().nullable(),
    slotSeconds: z.int(),
  }),
  committedAt: z.int(),
  postponedFrom: z.int().nullable(),
  revealedAt: z.int().nullable(),
});

const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const signatureSchema = z.strictObject({
  v: z.literal(1),
  signature: hex,
  previousSignature: hex.nullable(),
  chain: z
    .strictObject({
      publicKey: hex,
      period: z.int(),
      genesisTime: z.int(),
      groupHash: hex,
      schemeId: z.string(),
      beaconId: z.string(),
    })
    .nullable(),
});

/** Key of the rules in the key-value store. */
export function drawKey(eventId: string): string {
  return `draw:${eventId}`;
}

/** Key of the beacon's signature. */
export function beaconKey(eventId: string): string {
  return `beacon:${eventId}`;
}

/** Key of the newest link of the chain of evidence. */
export function chainKey(eventId: string): string {
  return `chain:${eventId}`;
}

/** What the keys of fingerprints begin with. */
export const USED = 'used:';

/** Key of the fingerprints of an event's lottery keys, which no other event may use. */
export function usedKey(eventId: string): string {
  return USED + eventId;
}

export function formatDraw(record: DrawRecord): string {
  return JSON.stringify({ v: 1, ...record });
}

/** @throws UserError `DRAW_UNREADABLE` */
export function parseDraw(text: string, eventId: string): DrawRecord {
  const { v: _, ...record } = read(recordSchema, text, drawKey(eventId));
  return record;
}

export function formatBeaconSignature(signature: BeaconSignature): string {
  return JSON.stringify({ v: 1, ...signature });
}

/** @throws UserError `DRAW_UNREADABLE` */
export function parseBeaconSignature(text: string, eventId: string): BeaconSignature {
  const { v: _, ...signature } = read(signatureSchema, text, beaconKey(eventId));
  return signature;
}

function read<T>(schema: z.ZodType<T>, text: string, name: string): T {
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new UserError(
    'DRAW_UNREADABLE',
    `the record ${name} is damaged, so nothing is written over it; restore it from a backup`,
    parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
