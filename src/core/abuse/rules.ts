import { z } from 'zod';
import { UserError } from '../errors/index.ts';
import { SIGNALS, type Signal } from './signals.ts';

/** Steps of the ladder: 1 asks for more work and a human check, 2 locks out for a while. */
export type FlagLevel = 1 | 2;

/** When how much of a signal has which consequence. */
export interface AbuseRule {
  readonly signal: Signal;
  readonly windowSeconds: number;
  /** Fires when at least so many happened within the window, as estimated from the share that is looked at. */
  readonly threshold: number;
  /** And at least so many were really seen: few samples prove nothing about one person. */
  readonly seenMin: number;
  readonly level: FlagLevel;
  /** How long the flag lasts. */
  readonly forSeconds: number;
}

/** How much of a signal there was in the window of a rule. */
export interface SignalCount {
  readonly seen: number;
  /** Share (0 to 1] of such requests that is looked at. */
  readonly share: number;
}

/**
 * What is in force when nobody says otherwise. Thresholds lie far above what a person with several tabs and a bad network does, and a
 * network alone never locks anybody out: whole towns and companies share one address.
 */
export const DEFAULT_RULES: readonly AbuseRule[] = [
  { signal: 'badToken', windowSeconds: 600, threshold: 20, seenMin: 3, level: 1, forSeconds: 1_800 },
  { signal: 'badToken', windowSeconds: 600, threshold: 200, seenMin: 10, level: 2, forSeconds: 900 },
  { signal: 'early', windowSeconds: 600, threshold: 60, seenMin: 4, level: 1, forSeconds: 1_800 },
  { signal: 'early', windowSeconds: 600, threshold: 600, seenMin: 20, level: 2, forSeconds: 900 },
  { signal: 'unproven', windowSeconds: 600, threshold: 20, seenMin: 3, level: 1, forSeconds: 1_800 },
  { signal: 'unproven', windowSeconds: 600, threshold: 400, seenMin: 20, level: 2, forSeconds: 900 },
  { signal: 'manyTokens', windowSeconds: 600, threshold: 30, seenMin: 3, level: 1, forSeconds: 1_800 },
  { signal: 'manyTokens', windowSeconds: 600, threshold: 1_000, seenMin: 20, level: 2, forSeconds: 900 },
  { signal: 'manyPlaces', windowSeconds: 600, threshold: 5, seenMin: 5, level: 1, forSeconds: 1_800 },
  { signal: 'manyPlaces', windowSeconds: 600, threshold: 50, seenMin: 50, level: 2, forSeconds: 900 },
  { signal: 'manyNetworks', windowSeconds: 3_600, threshold: 8, seenMin: 8, level: 1, forSeconds: 1_800 },
  {
    signal: 'crowdedNetwork',
    windowSeconds: 3_600,
    threshold: 200,
    seenMin: 200,
    level: 1,
    forSeconds: 1_800,
  },
];

const rule = z.strictObject({
  signal: z.enum(SIGNALS as [Signal, ...Signal[]]),
  windowSeconds: z.int().min(10).max(86_400),
  threshold: z.number().positive(),
  seenMin: z.int().min(1),
  level: z.union([z.literal(1), z.literal(2)]),
  forSeconds: z.int().min(60).max(86_400),
});

/**
 * Rules from a file's JSON value.
 *
 * @throws UserError `INVALID_RULES` with all problems at once.
 */
export function parseRules(value: unknown): readonly AbuseRule[] {
  const parsed = z.array(rule).max(100).safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
  throw new UserError('INVALID_RULES', 'the rules of the abuse ladder are not valid', problems);
}

/** The gravest rule for this signal that fires; the longer one among equals. `countOf` answers what happened in a rule's window. */
export function firedRule(
  rules: readonly AbuseRule[],
  signal: Signal,
  countOf: (rule: AbuseRule) => SignalCount,
): AbuseRule | undefined {
  return rules
    .filter((candidate) => candidate.signal === signal && fires(candidate, countOf(candidate)))
    .sort((a, b) => b.level - a.level || b.forSeconds - a.forSeconds)[0];
}

function fires(rule: AbuseRule, { seen, share }: SignalCount): boolean {
  return seen >= rule.seenMin && seen / share >= rule.threshold;
}
