import { z } from 'zod';
import type { SaleRecord } from '../../core/admission/index.ts';
import { initialState, type TunerSettings, type TunerState } from '../../core/tuner/index.ts';

/** Where a tuner keeps what it has learnt between two runs: one text per event. */
export interface TunerMemory {
  load(): Promise<string | undefined>;
  save(text: string): Promise<void>;
}

/** All that a tuner knows when a turn begins. */
export interface Remembered {
  readonly state: TunerState;
  /** Where to go on reading arrivals; null: from the beginning. */
  readonly cursor: string | null;
  /** The turn before, for comparing what was expected with what came. */
  readonly last: { readonly at: number; readonly admitted: number; readonly expected: number | null } | null;
}

/** What tells one sale from another of the same event: a memory of other rules or another draw is of no use. */
type SaleIdentity = Pick<SaleRecord, 'opensAt' | 'k' | 'curve' | 'slotSeconds' | 'commitment'>;

const schema = z.strictObject({
  v: z.literal(1),
  sale: z.string(),
  cursor: z.string().nullable(),
  last: z.strictObject({ at: z.number(), admitted: z.number(), expected: z.number().nullable() }).nullable(),
  state: z.record(z.string(), z.unknown()),
});

export function nothingYet(settings: TunerSettings): Remembered {
  return { state: initialState(settings), cursor: null, last: null };
}

export function formatMemory(sale: SaleIdentity, memory: Remembered): string {
  return JSON.stringify({ v: 1, sale: identityOf(sale), ...memory });
}

/** Undefined when it cannot be read or is of another sale: then all arrivals are asked for again, and nothing is lost but averages. */
export function parseMemory(
  text: string,
  sale: SaleIdentity,
  settings: TunerSettings,
): Remembered | undefined {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.sale !== identityOf(sale)) return undefined;
  const { state, cursor, last } = parsed.data;
  const judged = state.judged;
  const isWhole =
    Object.keys(initialState(settings)).every((name) => Object.hasOwn(state, name)) &&
    Array.isArray(judged) &&
    judged.length === settings.slotSeconds;
  return isWhole ? { state: state as unknown as TunerState, cursor, last } : undefined;
}

function identityOf({ opensAt, k, curve, slotSeconds, commitment }: SaleIdentity): string {
  return [opensAt, k, curve, slotSeconds, commitment ?? ''].join(' ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
