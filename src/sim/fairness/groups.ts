import type { GroupResult, WaitsResult } from '../engine/index.ts';
import type { AttackKind } from '../scenario/index.ts';
import { headStart } from './head-start.ts';
import { type Estimate, type Measure, type Share, stratifiedRatio, wilson } from './statistics/index.ts';
import { chancesByArrival, honest, inAll, paired, together } from './success.ts';
import type { Turn } from './turns.ts';

/** What became of a class of people or of an attacker's accounts. */
export interface GroupOutcome {
  readonly name: string;
  readonly region: string | null;
  readonly device: string | null;
  readonly latencyMs: number;
  /** Places in the queue, one per person or account. */
  readonly tokens: number;
  readonly admitted: number;
  readonly buyers: number;
  readonly seatsBought: number;
  /** Share of all tokens that bought, whoever gave up. */
  readonly chance: Estimate;
  /** The same, of those who would show up and outwait the sale: what fairness is judged by. */
  readonly chanceOfSteadfast: Estimate;
  /** Seconds from arrival or opening to the session, of the admitted. */
  readonly waits: Omit<WaitsResult, 'histogram'>;
}

export interface ClassOutcome extends GroupOutcome {
  /** Chance of a seat over that of all other honest people who came at the same time. Null when there are no others. */
  readonly advantage: Measure | null;
}

export interface AttackerOutcome extends GroupOutcome {
  readonly attack: AttackKind;
  readonly humans: number;
  /** Chance of a seat per account, over that of honest people who came at the same time: 1 when the attack gains nothing. */
  readonly advantage: Measure | null;
  /** Seconds between one's turn and one's admission, of honest people less of the attacker's accounts. Null when too few were let in. */
  readonly headStartSeconds: Measure | null;
  /** Seats per person behind the accounts, over seats per honest person. What many accounts gain, as long as accounts are free. */
  readonly gainPerHuman: number | null;
  readonly price: SeatPrice;
}

/** What one seat costs. Null when none was bought. */
export interface SeatPrice {
  readonly accounts: number | null;
  readonly thousandHashes: number | null;
  /** Token requests and admission requests. */
  readonly requests: number | null;
}

export function classOutcomes(groups: readonly GroupResult[], confidence: number): ClassOutcome[] {
  const classes = honest(groups);
  return classes.map((group) => {
    const others = classes.filter((other) => other !== group);
    return {
      ...outcome(group, confidence),
      advantage: others.length === 0 ? null : ratio(group, others, confidence),
    };
  });
}

export function attackerOutcomes(
  groups: readonly GroupResult[],
  turns: readonly Turn[],
  slotSeconds: number,
  confidence: number,
): AttackerOutcome[] {
  const classes = honest(groups);
  const perHonest = seatsPer(classes, (group) => group.people);
  return groups.flatMap((group, index) => {
    if (group.attack === null) return [];
    const perHuman = seatsPer([group], ({ humans }) => humans);
    return [
      {
        ...outcome(group, confidence),
        attack: group.attack,
        humans: group.humans,
        advantage: ratio(group, classes, confidence),
        headStartSeconds: headStart(turns, groups, index, slotSeconds, confidence),
        gainPerHuman: perHonest > 0 ? perHuman / perHonest : null,
        price: priceOf([group]),
      },
    ];
  });
}

/** What a seat costs honest people: the standard that attacks are held against. */
export function honestPrice(groups: readonly GroupResult[]): SeatPrice {
  return priceOf(honest(groups));
}

function outcome(group: GroupResult, confidence: number): GroupOutcome {
  const { histogram: _, ...waits } = group.waits;
  return {
    name: group.name,
    region: group.region,
    device: group.device,
    latencyMs: group.latencyMs.median,
    tokens: group.people,
    admitted: group.admitted,
    buyers: group.buyers,
    seatsBought: group.seatsBought,
    chance: wilson({ successes: group.buyers, count: group.people }, confidence),
    chanceOfSteadfast: wilson(inAll(chancesByArrival(group)), confidence),
    waits,
  };
}

function ratio(group: GroupResult, others: readonly GroupResult[], confidence: number): Measure | null {
  const first: readonly Share[] = chancesByArrival(group);
  return stratifiedRatio(paired(first, together(others)), confidence);
}

function seatsPer(groups: readonly GroupResult[], count: (group: GroupResult) => number): number {
  const seats = groups.reduce((sum, { seatsBought }) => sum + seatsBought, 0);
  return (
    seats /
    Math.max(
      1,
      groups.reduce((sum, group) => sum + count(group), 0),
    )
  );
}

function priceOf(groups: readonly GroupResult[]): SeatPrice {
  const total = (of: (group: GroupResult) => number) => groups.reduce((sum, group) => sum + of(group), 0);
  const seats = total(({ seatsBought }) => seatsBought);
  if (seats === 0) return { accounts: null, thousandHashes: null, requests: null };
  return {
    accounts: total(({ people }) => people) / seats,
    thousandHashes: total(({ hashes }) => hashes) / 1000 / seats,
    requests: total(({ mints, polls }) => mints + polls) / seats,
  };
}
