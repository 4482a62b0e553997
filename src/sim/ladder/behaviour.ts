import type { Signal } from '../../core/abuse/index.ts';
import type { Scenario } from '../scenario/index.ts';

/** Something a member of a group does at random moments, at a steady rate. Times are seconds relative to the opening. */
export interface Doing {
  /** Null: nothing is wrong with it, but it shows which network it came from. */
  readonly signal: Signal | null;
  readonly perSecond: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Share of such requests that the service gets to see. */
  readonly share: number;
  /** Whether the edge passes all of them on as soon as the member is flagged. */
  readonly isWatched: boolean;
}

/** How the members of a group behave, whatever is answered: nobody learns from a warning. */
export interface Behaviour {
  readonly name: string;
  /** People or accounts that share a network. */
  readonly perNetwork: number;
  readonly networksPerSecond: number;
  /** What a member does who arrives then; `mintShare` is the share of this member's mints that is seen. */
  doings(arrivedAt: number, mintShare: number): readonly Doing[];
}

type Class = Scenario['classes'][number];
type Attacker = Scenario['attackers'][number];
type Attempts = Pick<Doing, 'perSecond' | 'fromSeconds' | 'toSeconds'>;

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Within so long after its arrival, an account mints all it is going to. */
const REROLL_SECONDS = 60;

export function behaviourOfClass({ name, habits }: Class, sale: Scenario['sale'], end: number): Behaviour {
  return {
    name,
    perNetwork: habits.peoplePerNetwork,
    networksPerSecond: habits.networksPerDay / DAY,
    doings(arrivedAt, mintShare) {
      const hourly = (perHour: number): Attempts => ({
        perSecond: perHour / HOUR,
        fromSeconds: arrivedAt,
        toSeconds: end,
      });
      return [
        mints(hourly(habits.tokensPerHour), mintShare),
        suspect('badToken', hourly(habits.badTokensPerHour), sale),
        suspect('early', hourly(habits.earlyPerHour), sale),
        suspect('unproven', hourly(habits.unprovenPerHour), sale),
        inTime(arrivedAt, sale, end),
      ];
    },
  };
}

export function behaviourOfAttacker(attacker: Attacker, sale: Scenario['sale'], end: number): Behaviour {
  const { name, kind, accounts, humans, mintsPerAccount } = attacker;
  const perSecond = attacker.pollsPerSlot / sale.slotSeconds;
  return {
    name,
    perNetwork: accounts / humans,
    networksPerSecond: 0,
    doings(arrivedAt, mintShare) {
      const opening = Math.max(arrivedAt, 0);
      const again: Attempts = {
        perSecond: (mintsPerAccount - 1) / REROLL_SECONDS,
        fromSeconds: arrivedAt,
        toSeconds: arrivedAt + REROLL_SECONDS,
      };
      const all: Attempts = { perSecond, fromSeconds: arrivedAt, toSeconds: end };
      if (kind === 'replay') return [mints(again, mintShare), suspect('badToken', all, sale)];
      // One attempt a slot is in time; before the opening only those who do not wait for it ask at all.
      const asksBefore = kind === 'pollSpam' || kind === 'early';
      const before: Attempts = {
        perSecond: asksBefore ? perSecond : 0,
        fromSeconds: arrivedAt,
        toSeconds: opening,
      };
      const beyond: Attempts = {
        perSecond: perSecond - 1 / sale.slotSeconds,
        fromSeconds: opening,
        toSeconds: end,
      };
      return [
        mints(again, mintShare),
        suspect('early', before, sale),
        suspect('early', beyond, sale),
        inTime(arrivedAt, sale, end),
      ];
    },
  };
}

function mints(attempts: Attempts, share: number): Doing {
  return { signal: 'manyTokens', ...attempts, share, isWatched: true };
}

function suspect(signal: Signal, attempts: Attempts, sale: Scenario['sale']): Doing {
  return { signal, ...attempts, share: sale.suspectSampling, isWatched: false };
}

/** The one attempt a slot that everybody makes. */
function inTime(arrivedAt: number, sale: Scenario['sale'], end: number): Doing {
  const attempts = { perSecond: 1 / sale.slotSeconds, fromSeconds: Math.max(arrivedAt, 0), toSeconds: end };
  return { signal: null, ...attempts, share: sale.requestSampling, isWatched: true };
}
