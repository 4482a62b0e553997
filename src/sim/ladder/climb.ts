import {
  type AbuseRule,
  type Flag,
  type FlagLevel,
  firedRule,
  isInForce,
  raisedFlag,
  type Signal,
  spanAt,
} from '../../core/abuse/index.ts';
import type { Doing } from './behaviour.ts';
import { distinctCounter, eventCounter } from './counters.ts';

/** How far up one member got, and what it was flagged for first. */
export interface Climb {
  readonly level: 0 | FlagLevel;
  readonly firstSignal: Signal | null;
  /** Requests that were seen. */
  readonly seen: number;
}

export interface Climber {
  readonly arrivedAt: number;
  readonly mintShare: number;
  readonly doings: readonly Doing[];
  readonly networksPerSecond: number;
  /** People or accounts of the network, what each of them does, and when the first of them came. */
  readonly perNetwork: number;
  readonly others: readonly Doing[];
  readonly firstArrivalAt: number;
}

/** Rules that can fire on members of a group, and the gravest of their levels. */
export interface RulesOfGroup {
  readonly gravest: number;
  readonly bySignal: ReadonlyMap<Signal, readonly AbuseRule[]>;
}

/** Who keeps to one network, or shares it with few, need not be counted for what only others can do. */
export function rulesOfGroup(
  rules: readonly AbuseRule[],
  { perNetwork, networksPerSecond }: Pick<Climber, 'perNetwork' | 'networksPerSecond'>,
): RulesOfGroup {
  const able = rules.filter(({ signal, threshold, seenMin }) => {
    const least = Math.max(threshold, seenMin);
    if (signal === 'crowdedNetwork') return perNetwork >= least;
    return signal !== 'manyNetworks' || networksPerSecond > 0 || least <= 1;
  });
  return {
    gravest: Math.max(0, ...able.map(({ level }) => level)),
    bySignal: Map.groupBy(able, ({ signal }) => signal),
  };
}

/** A steady behaviour on which no rule has fired in so many requests will not make one fire. */
const SEEN_MAX = 5_000;

/** Follows a member through the sale, request by request that the service sees, and judges each as the ladder does. */
export function climb({ gravest, bySignal }: RulesOfGroup, member: Climber, unit: () => number): Climb {
  const judge = judgeOf(bySignal, member);
  const until = (perSecond: number) =>
    perSecond > 0 ? -Math.log(unit()) / perSecond : Number.POSITIVE_INFINITY;
  const rate = (doing: Doing, isFlagged: boolean) =>
    doing.perSecond * (isFlagged && doing.isWatched ? 1 : doing.share);

  let [level, firstSignal, flag]: [0 | FlagLevel, Signal | null, Flag | undefined] = [0, null, undefined];
  let [network, movesAt] = [0, member.arrivedAt + until(member.networksPerSecond)];
  const saw = (signal: Signal | null, share: number, at: number) => {
    for (; movesAt <= at; network++) movesAt += until(member.networksPerSecond);
    for (const rule of judge(signal, share, network, at)) {
      flag = raisedFlag(flag, rule, { eventId: '', sub: '', reference: '', now: at });
      level = Math.max(level, rule.level) as FlagLevel;
      firstSignal ??= rule.signal;
    }
  };

  // The place everybody takes.
  if (unit() < member.mintShare) saw('manyTokens', member.mintShare, member.arrivedAt);
  let wasFlagged = flag !== undefined;
  const next = member.doings.map((doing) => doing.fromSeconds + until(rate(doing, wasFlagged)));
  let seen = 0;
  for (; level < gravest && seen < SEEN_MAX; seen++) {
    const i = soonest(next, member.doings);
    const doing = member.doings[i];
    if (doing === undefined) break;
    const at = next[i] as number;
    const share = wasFlagged && doing.isWatched ? 1 : doing.share;
    saw(doing.signal, share, at);
    const isFlagged = flag !== undefined && isInForce(flag, at);
    next[i] = at + until(rate(doing, isFlagged));
    if (isFlagged !== wasFlagged) {
      // Exponential gaps have no memory, so those under way may be drawn again at the rate that holds now.
      for (const [j, other] of member.doings.entries())
        if (other.isWatched) next[j] = Math.max(at, other.fromSeconds) + until(rate(other, isFlagged));
      wasFlagged = isFlagged;
    }
  }
  return { level, firstSignal, seen };
}

/** The doing whose next request comes first; -1 when nothing more happens. */
function soonest(next: readonly number[], doings: readonly Doing[]): number {
  let [found, at] = [-1, Number.POSITIVE_INFINITY];
  for (const [i, doing] of doings.entries()) {
    const then = next[i] as number;
    if (then < doing.toSeconds && then < at) [found, at] = [i, then];
  }
  return found;
}

/** Counts a request in every window of every rule that it concerns, and answers the rules that fire. */
function judgeOf(bySignal: RulesOfGroup['bySignal'], member: Climber) {
  const judges = new Map<Signal, Judge>();
  const judged: Judge = (signal, share, network, at) => {
    const rules = bySignal.get(signal);
    if (rules === undefined) return undefined;
    const judge = judges.get(signal) ?? judgeOfSignal(rules, signal, member);
    judges.set(signal, judge);
    return judge(signal, share, network, at);
  };
  return (signal: Signal | null, share: number, network: number, at: number): AbuseRule[] => {
    const own = signal === null ? undefined : judged(signal, share, network, at);
    const all = [own, judged('manyNetworks', 1, network, at), judged('crowdedNetwork', 1, network, at)];
    return all.filter((rule) => rule !== undefined);
  };
}

type Judge = (signal: Signal, share: number, network: number, at: number) => AbuseRule | undefined;

function judgeOfSignal(rules: readonly AbuseRule[], signal: Signal, member: Climber): Judge {
  const windows = [...new Set(rules.map(({ windowSeconds }) => windowSeconds))].map((windowSeconds) => ({
    windowSeconds,
    count: countOf(signal, windowSeconds, member),
    seen: 0,
  }));
  return (_, share, network, at) => {
    for (const window of windows) window.seen = window.count(network, at);
    return firedRule(rules, signal, ({ windowSeconds }) => ({
      seen: windows.find((window) => window.windowSeconds === windowSeconds)?.seen ?? 0,
      share,
    }));
  };
}

function countOf(signal: Signal, windowSeconds: number, member: Climber) {
  if (signal === 'crowdedNetwork') return (_: number, at: number) => crowd(member, windowSeconds, at);
  const counter = signal === 'manyNetworks' ? distinctCounter(windowSeconds) : eventCounter(windowSeconds);
  return (network: number, at: number) => counter.count(network, at * 1_000);
}

/**
 * How many of a network's people have been seen in this span and the one before, as expected: each at random moments, alike, and there since
 * the first of them came.
 */
function crowd({ others, perNetwork, firstArrivalAt }: Climber, windowSeconds: number, at: number): number {
  const previousSpan = (spanAt(windowSeconds, at * 1_000).span - 1) * windowSeconds;
  const from = Math.max(previousSpan, firstArrivalAt);
  let seen = 0;
  for (const { perSecond, share, fromSeconds, toSeconds } of others)
    seen += perSecond * share * Math.max(0, Math.min(at, toSeconds) - Math.max(from, fromSeconds));
  return 1 + (perNetwork - 1) * -Math.expm1(-seen);
}
