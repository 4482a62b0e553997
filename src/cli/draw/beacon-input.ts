import { z } from 'zod';
import { UserError } from '../../core/errors/index.ts';
import { type BeaconChain, beaconValueOf } from '../../core/proof/index.ts';
import { type Context, readText } from '../framework/index.ts';

/** A beacon's word as somebody brings it. */
export interface BeaconInput {
  /** 64 lower-case hex digits. */
  readonly value: string;
  /** What proves it, when it came in a file. */
  readonly signed: {
    readonly round: number;
    readonly signature: string;
    readonly previousSignature: string | null;
    /** Null when the file does not describe its chain. */
    readonly chain: BeaconChain | null;
  } | null;
}

/** How `--beacon` is written. */
export const beaconValue = {
  summary: 'value of the beacon’s round: 64 lower-case hex digits, or the file drand’s API answers',
  placeholder: 'HEX|FILE',
};

const VALUE = /^[0-9a-f]{64}$/;
const hex = z.string().regex(/^([0-9a-f]{2})+$/, 'must be lower-case hex');

/** As drand's HTTP API answers a round and, under `chain`, `/info`. */
const fileSchema = z.object({
  round: z.int().min(1),
  randomness: z.string().regex(VALUE, 'must be 64 lower-case hex digits').optional(),
  signature: hex,
  previous_signature: hex.optional(),
  chain: z
    .object({
      public_key: hex,
      period: z.int().min(1),
      genesis_time: z.int().min(0),
      groupHash: hex,
      schemeID: z.string(),
      metadata: z.object({ beaconID: z.string() }).optional(),
    })
    .optional(),
});

/** @throws UserError `BEACON_INVALID`, `FILE_UNREADABLE`. */
export async function readBeacon(ctx: Context, given: string): Promise<BeaconInput> {
  if (VALUE.test(given)) return { value: given, signed: null };
  if (/^[0-9a-fA-F]{40,}$/.test(given)) throw notAValue(`this has ${given.length} characters`);
  const content = (await readText(ctx, given)).trim();
  if (VALUE.test(content)) return { value: content, signed: null };
  return readRound(content, given);
}

function readRound(content: string, path: string): BeaconInput {
  const parsed = fileSchema.safeParse(jsonOf(content));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      path: `/${issue.path.map(String).join('/')}`,
      message: issue.message,
    }));
    throw new UserError(
      'BEACON_INVALID',
      `${path} is neither a value of 64 lower-case hex digits nor a round as drand answers it`,
      problems,
    );
  }
  const { round, randomness, signature, previous_signature: previousSignature = null, chain } = parsed.data;
  const value = beaconValueOf(signature);
  if (randomness !== undefined && randomness !== value)
    throw new UserError('BEACON_INVALID', `in ${path} the randomness is not the hash of the signature`);
  return {
    value,
    signed: {
      round,
      signature,
      previousSignature,
      chain:
        chain === undefined
          ? null
          : {
              publicKey: chain.public_key,
              period: chain.period,
              genesisTime: chain.genesis_time,
              groupHash: chain.groupHash,
              schemeId: chain.schemeID,
              beaconId: chain.metadata?.beaconID ?? 'default',
            },
    },
  };
}

function notAValue(what: string): UserError {
  return new UserError('BEACON_INVALID', `a beacon’s value is 64 lower-case hex digits; ${what}`);
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
