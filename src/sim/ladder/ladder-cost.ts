import { type AbuseRule, DEFAULT_RULES, type Signal } from '../../core/abuse/index.ts';
import { arrivalSecond, type Group, groupsOf, type SimulationResult } from '../engine/index.ts';
import { type Estimate, wilson } from '../fairness/index.ts';
import { keyedRandom } from '../random/index.ts';
import { type Behaviour, behaviourOfAttacker, behaviourOfClass } from './behaviour.ts';
import { type Climb, climb, rulesOfGroup } from './climb.ts';

/** What the rules of the abuse ladder did to a group's sample. */
export interface LadderGroup {
  readonly name: string;
  readonly sampled: number;
  /** Share that reached level 1 or more at some time of the sale. */
  readonly warned: Estimate;
  /** Share that reached level 2. */
  readonly lockedOut: Estimate;
  /** What most of the warned were flagged for first. Null: nobody was. */
  readonly firstSignal: Signal | null;
}

export interface LadderCost {
  readonly classes: readonly LadderGroup[];
  readonly attackers: readonly LadderGroup[];
}

/** Honest people sampled of each class: so few that nobody waits for it. */
const PEOPLE_SAMPLED = 1_000;
const ACCOUNTS_SAMPLED = 200;
/** Of groups that are seen very often, fewer members are followed: after so many requests no further one. */
const SEEN_MAX = 10_000;
/** A prime above every size of sample: steps of it come past each member once, early and late ones mixed. */
const STRIDE = 2_003;

/**
 * What the rules cost honest people and cheats: a sample of each group is followed from its arrival to the end of the sale, as if nobody
 * got in or gave up before, which counts more against honest people, never less. Depends on scenario, seed and rules alone.
 */
export function ladderCost(
  { scenario, endedAtSeconds, seed }: Pick<SimulationResult, 'scenario' | 'endedAtSeconds' | 'seed'>,
  rules: readonly AbuseRule[] = DEFAULT_RULES,
): LadderCost {
  const { sale, classes, attackers } = scenario;
  const behaviours = [
    ...classes.map((each) => behaviourOfClass(each, sale, endedAtSeconds)),
    ...attackers.map((each) => behaviourOfAttacker(each, sale, endedAtSeconds)),
  ];
  const groups = groupsOf({
    ...scenario,
    people: PEOPLE_SAMPLED * classes.length,
    classes: classes.map((each) => ({ ...each, share: 1 })),
    attackers: attackers.map((each) => ({ ...each, accounts: Math.min(each.accounts, ACCOUNTS_SAMPLED) })),
  }).map((group, i) => {
    const { unit } = keyedRandom(seed, `ladder ${group.kind} ${group.name}`);
    let number = 0;
    const climbs = climbsOf(group, behaviours[i] as Behaviour, sale, rules, () => unit(number++));
    return { kind: group.kind, outcome: outcomeOf(group.name, climbs) };
  });
  const of = (kind: Group['kind']) =>
    groups.filter((each) => each.kind === kind).map(({ outcome }) => outcome);
  return { classes: of('class'), attackers: of('attacker') };
}

/** Largest share of a class that is warned, with an interval that holds for all classes at once (Bonferroni). */
export function falsePositives({ classes }: LadderCost, confidence: number): Estimate | null {
  const worst = classes.toSorted((a, b) => b.warned.value - a.warned.value)[0];
  if (worst === undefined) return null;
  const { sampled, warned } = worst;
  const successes = Math.round(warned.value * sampled);
  return wilson({ successes, count: sampled }, 1 - (1 - confidence) / classes.length);
}

function climbsOf(
  group: Group,
  { doings, networksPerSecond, perNetwork }: Behaviour,
  { samplingRate, requestSampling }: SimulationResult['scenario']['sale'],
  rules: readonly AbuseRule[],
  unit: () => number,
): Climb[] {
  const firstArrivalAt = arrivalSecond(group, group.start);
  const shared = {
    networksPerSecond,
    perNetwork,
    firstArrivalAt,
    others: doings(firstArrivalAt, requestSampling),
  };
  const able = rulesOfGroup(rules, shared);
  const climbs: Climb[] = [];
  let seen = 0;
  for (let i = 0; i < group.people && seen < SEEN_MAX; i++) {
    const arrivedAt = arrivalSecond(group, group.start + ((i * STRIDE) % group.people));
    // All mints of those counted among the arrivals are seen, of the others a share.
    const mintShare = unit() < samplingRate ? 1 : requestSampling;
    const member = { ...shared, arrivedAt, mintShare, doings: doings(arrivedAt, mintShare) };
    const climbed = climb(able, member, unit);
    climbs.push(climbed);
    seen += climbed.seen;
  }
  return climbs;
}

const CONFIDENCE = 0.95;

function outcomeOf(name: string, climbs: readonly Climb[]): LadderGroup {
  const reached = (least: number) => climbs.filter(({ level }) => level >= least).length;
  const share = (least: number) => wilson({ successes: reached(least), count: climbs.length }, CONFIDENCE);
  const firsts = new Map<Signal, number>();
  for (const { firstSignal } of climbs)
    if (firstSignal !== null) firsts.set(firstSignal, (firsts.get(firstSignal) ?? 0) + 1);
  const [first] = [...firsts].toSorted(([, a], [, b]) => b - a);
  return {
    name,
    sampled: climbs.length,
    warned: share(1),
    lockedOut: share(2),
    firstSignal: first?.[0] ?? null,
  };
}
