import type { AbuseRule, FlagLevel } from './rules.ts';
import type { Signal } from './signals.ts';

/** That somebody stands on the ladder. Times are epoch seconds. */
export interface Flag {
  readonly eventId: string;
  /** The buyer's pseudonym. */
  readonly sub: string;
  readonly level: FlagLevel;
  readonly signal: Signal;
  readonly since: number;
  readonly until: number;
  /** What the buyer quotes to the support desk; says nothing by itself. */
  readonly reference: string;
  /** The human check was passed: only the harder work is left of level 1. */
  readonly isHuman: boolean;
}

/** Bits of proof of work on top of everybody's while a flag lasts: sixteen times the work, seconds on a phone. */
export const EXTRA_POW_BITS = 4;

export function isInForce(flag: Flag, now: number): boolean {
  return now < flag.until;
}

/** The flag a fired rule asks for, beside the one there may be: a graver level replaces, the same level lasts longer, a milder changes nothing. */
export function raisedFlag(
  before: Flag | undefined,
  rule: AbuseRule,
  of: { readonly eventId: string; readonly sub: string; readonly reference: string; readonly now: number },
): Flag {
  const { now, ...owner } = of;
  const until = now + rule.forSeconds;
  const fresh: Flag = { ...owner, level: rule.level, signal: rule.signal, since: now, until, isHuman: false };
  if (before === undefined || !isInForce(before, now)) return fresh;
  if (rule.level < before.level) return before;
  // The reference stays: the buyer may have written it down.
  if (rule.level > before.level) return { ...fresh, reference: before.reference, isHuman: before.isHuman };
  return { ...before, until: Math.max(before.until, until) };
}

/** The gravest first, then those that last longest: what a filter that is full leaves out stands at the end. */
export function byGravity(a: Pick<Flag, 'level' | 'until'>, b: Pick<Flag, 'level' | 'until'>): number {
  return b.level - a.level || b.until - a.until;
}
