import { appendEntry, clockAt, curveNamed, entryAt, type ScheduleEntry } from '../../core/admission/index.ts';
import { invariant } from '../../core/errors/index.ts';
import { type TunerObservation, type TunerSettings, type TunerState, tune } from '../../core/tuner/index.ts';
import { chanceOf } from './chance.ts';
import { type Crowd, crowdOf } from './crowd.ts';
import { outcomeOf, type WhatIf } from './outcome.ts';
import { type Shop, shopOf } from './shop.ts';

/** A sale as it stands: what its tuner knows, after a look at `observation.now`. */
export interface PresentSale {
  readonly settings: TunerSettings;
  readonly state: TunerState;
  readonly observation: TunerObservation;
  readonly softCap: number;
  readonly hardCap: number;
  /** Whether operators let people in at that second (epoch s), by what they have decided so far. */
  doorsOpen(second: number): boolean;
}

/** The forecast does not go further. */
const HORIZON_SECONDS = 8 * 3_600;

/** Newcomers become fewer: a third of them after this many seconds. */
const ARRIVALS_MEMORY = 900;

/** Near its target the tuner's turns change little, and the answer has to come at once: then they are longer, from the sixth minute on. */
const CLOSELY_SECONDS = 300;
const SETTLED_SHARE = 0.15;
const SETTLED_TURN_SECONDS = 60;

const SEED = 1;

/** When the very last seats go is a matter of chance; when this share of those left is gone, much less so. */
const MOST_SHARE = 0.95;

/**
 * Plays a sale on from where it stands, with the tuner that steers it: people by the thousands rather than one by one, sessions and seats as
 * numbers. It takes milliseconds to a second and is as good as what the tuner knows of the people; how each person fares, only
 * `simulate` tells.
 */
export function whatIf(present: PresentSale): WhatIf {
  const { settings, observation } = present;
  const state = { ...present.state, judged: lanesOf(present.state, settings) };
  const sale = { ...present, state };
  const curve = curveNamed(settings.curve);
  invariant(curve !== undefined, `curve ${settings.curve} is known`);
  const start = observation.now;
  const people = { clocks: state.people.clocks, counts: state.people.counts.map((n) => n * state.presence) };
  const crowd = crowdOf(people, state.judged, curve, settings.k);
  const chance = chanceOf(SEED);
  const shop = openShop(sale, chance);
  const steer = steering(sale);
  const clockNow = steer.at(start)[1];
  const waits: { second: number; cohort: number; count: number }[] = [];
  const course: { live: number; admitted: number }[] = [];
  let admitted = 0;
  let mostSoldAt: number | null = null;
  let soldOutAt: number | null = null;
  const { available, held, inCheckout, sold } = observation.seats;
  const most = sold + MOST_SHARE * (available + held + inCheckout);

  for (let second = start; second <= start + HORIZON_SECONDS; second++) {
    const [tau, clock] = steer.at(second);
    const joined = newcomers(state.arrivalRate * state.presence, second - start);
    crowd.join(second, clock, joined);
    let now = 0;
    if (second > start && tau > 0)
      crowd.judge(second % settings.slotSeconds, clock, (cohort, expected) => {
        const count = chance.poisson(expected);
        const left = (crowd.cohorts[cohort]?.count ?? 0) - (crowd.cohorts[cohort]?.admitted ?? 0);
        const drawn = Math.min(count, Math.ceil(left));
        if (drawn <= 0) return;
        (crowd.cohorts[cohort] as { admitted: number }).admitted += drawn;
        waits.push({ second: second - start, cohort, count: drawn });
        now += drawn;
      });
    shop.enter(now);
    shop.advance();
    admitted += now;
    course.push({ live: shop.live, admitted: now });
    steer.turn(second, shop, admitted, joined);
    if (shop.seats.sold >= most) mostSoldAt ??= second;
    if (shop.seats.available + shop.seats.held === 0) {
      soldOutAt = second;
      break;
    }
    if (second > start + CLOSELY_SECONDS && shop.live === 0 && !hasWaiting(crowd)) break;
  }
  return outcomeOf({
    ...{ sale, curve, crowd, waits, course, mostSoldAt, soldOutAt, emptyStarts: shop.emptyStarts },
    known: people.clocks.length,
    clockNow,
    clockThen: steer.at(start + course.length - 1)[1],
  });
}

/** Before the opening nobody was judged yet, whatever the slot. */
function lanesOf(state: TunerState, { slotSeconds }: TunerSettings): readonly number[] {
  return state.judged.length === slotSeconds ? state.judged : new Array<number>(slotSeconds).fill(0);
}

function newcomers(rate: number, seconds: number): number {
  return rate * Math.exp(-seconds / ARRIVALS_MEMORY);
}

function hasWaiting(crowd: Crowd): boolean {
  return crowd.cohorts.some(({ count, admitted }) => count - admitted >= 1);
}

function openShop(
  { settings, state, observation, softCap, hardCap }: PresentSale,
  chance: ReturnType<typeof chanceOf>,
) {
  const { live, seats } = observation;
  const { seatsPerBuyer, buyingShare, sessionSeconds } = settings.expected;
  const held = seats.held + seats.inCheckout;
  const holding = Math.min(live, Math.round(held / seatsPerBuyer));
  // Once sessions have come and gone at a steady pace, their length follows from it (Little's law).
  const isSteady = state.departureRate > 0 && live >= settings.target / 2;
  return shopOf(
    {
      ...{ seatsPerBuyer, buyingShare, softCap, hardCap },
      sessionSeconds: isSteady ? live / state.departureRate : sessionSeconds,
    },
    {
      ...{ looking: live - holding, holding },
      seats: { available: seats.available, held: holding === 0 ? 0 : held, sold: seats.sold },
    },
    chance,
  );
}

/** The clock, and the tuner's turns. */
function steering({ settings, state: known, observation, doorsOpen }: PresentSale) {
  const start = observation.now;
  let schedule: readonly ScheduleEntry[] = observation.schedule;
  let state = known;
  let arrived: [second: number, sampled: number][] = [];
  let next = start + settings.turnSeconds;
  let isSettled = false;

  const clockThen = (second: number): number =>
    clockAt({ opensAt: settings.opensAt, schedule }, second) ?? schedule[0]?.[2] ?? 0;
  return {
    at(second: number): readonly [tau: number, clock: number] {
      const tau = second < settings.opensAt ? 0 : (entryAt(schedule, second)?.[1] ?? 0);
      return [doorsOpen(second) ? tau : 0, clockThen(second)];
    },
    turn(second: number, shop: Shop, admitted: number, joined: number): void {
      if (joined > 0) arrived.push([second, joined * settings.samplingRate]);
      // The clock stands still while operators keep the doors shut.
      const [tau] = this.at(second + 1);
      const inForce = entryAt(schedule, second + 1)?.[1] ?? 0;
      if (tau === 0 && inForce > 0 && second + 1 >= settings.opensAt) setTau(second + 1, 0);
      if (second < next) return;
      const turnSeconds =
        isSettled && second - start > CLOSELY_SECONDS ? SETTLED_TURN_SECONDS : settings.turnSeconds;
      next = second + turnSeconds;
      const { seats, live, buyers } = shop;
      const turned = tune({ ...settings, turnSeconds }, state, {
        ...{ now: second, readAt: second, schedule, live },
        admitted: observation.admitted + admitted,
        buyers: observation.buyers + buyers,
        arrivals: observation.arrivals === null ? null : arrived,
        seats: { ...seats, inCheckout: 0 },
      });
      state = turned.state;
      arrived = [];
      const { effectiveTarget } = turned.decision;
      isSettled = Math.abs(live - effectiveTarget) < SETTLED_SHARE * effectiveTarget;
      const { entry } = turned.decision;
      if (entry !== null && doorsOpen(entry.from)) setTau(entry.from, entry.tau);
    },
  };

  function setTau(from: number, tau: number): void {
    const kept = schedule.filter(([start]) => start < from);
    schedule = appendEntry(kept, from, tau, { now: from, leadSeconds: 0 }).slice(-KEPT_ENTRIES);
  }
}

/** A slot looks back a hundred seconds at most. */
const KEPT_ENTRIES = 40;
