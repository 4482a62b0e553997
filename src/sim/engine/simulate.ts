import { setImmediate as nextTurn } from 'node:timers/promises';
import { curveNamed, type ScheduleEntry } from '../../core/admission/index.ts';
import { invariant } from '../../core/errors/index.ts';
import type { Draws } from '../draw/index.ts';
import { keyedRandom } from '../random/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { characterOf } from './character.ts';
import { controllerQuality } from './controller-quality.ts';
import type { DesignName } from './designs.ts';
import { createDoors } from './doors.ts';
import { countDraws } from './draw-statistics.ts';
import { drawsOf } from './draws-of-design.ts';
import { arrivingIn, type Group, groupsOf } from './groups.ts';
import { type Moment, seriesOf } from './history.ts';
import type { SimulationResult, TunerResult } from './result.ts';
import { openRoom, type RoomSetting } from './rooms/index.ts';
import { createShoppers } from './shoppers.ts';
import { createSteering, OPENS_AT } from './steering.ts';
import { createTallies } from './tallies.ts';
import { createToldWaits } from './told-waits.ts';

export interface SimulationOptions {
  /** Threads that draw; the result does not depend on them. Default 1. */
  readonly threads?: number | undefined;
  /** Default `tix`. Others are broken on purpose, for tests of the gate. */
  readonly design?: DesignName | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many of all tokens have drawn. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly watch?: SimulationWatch | undefined;
}

/** Sees single tokens, which a result does not tell. Seconds are relative to the opening. */
export interface SimulationWatch {
  /** Tokens `from` to `to` − 1 are minted. */
  joined?(from: number, to: number, second: number): void;
  /** The verdict lets a token in. */
  drawn?(number: number, second: number): void;
  /** The schedule, complete, whenever it has grown. */
  published?(schedule: readonly ScheduleEntry[]): void;
}

/** People told their wait, about. */
const TOLD_PEOPLE = 20_000;

/** Fewer people waiting than this share of the target cannot fill it. */
const SCARCE_SHARE = 0.25;

const SECONDS_PER_YIELD = 200;

/**
 * Runs a sale. The same scenario and design give the same result, whatever the machine and the number of threads.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function simulate(
  scenario: Scenario,
  options: SimulationOptions = {},
): Promise<SimulationResult> {
  const design = options.design ?? 'tix';
  const groups = groupsOf(scenario);
  const { k, curve, slotSeconds } = scenario.sale;
  const draws = await drawsOf(design, { seed: scenario.seed, slotSeconds, curve, k }, groups, {
    threads: options.threads ?? 1,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  return run(scenario, design, groups, draws, options);
}

async function run(
  scenario: Scenario,
  design: DesignName,
  groups: readonly Group[],
  draws: Draws,
  { signal, watch }: SimulationOptions,
): Promise<SimulationResult> {
  const { sale, horizonSeconds } = scenario;
  const tokens = draws.v.length;
  const curve = curveNamed(sale.curve);
  invariant(curve !== undefined, `curve ${sale.curve} is known`);
  const steering = createSteering(scenario, modeOf(scenario, design), watch?.published);
  const character = characterOf(scenario);
  const tallies = createTallies(scenario, groups, character);
  const drawStatistics = countDraws(draws.v, tallies.groups);
  const told = createToldWaits(sale, steering);
  const next = new Int32Array(tokens);
  const notes = new Int32Array(draws.shares.buffer);
  const setting: RoomSetting = {
    ...{ groups, draws, next, curve, k: sale.k, slotSeconds: sale.slotSeconds },
    lane: (second, period) => (OPENS_AT + second) % period,
    reading: steering.reading,
    tau: steering.tau,
    initialTau: sale.initialTau,
  };
  const room = openRoom(design, setting, keyedRandom(scenario.seed, 'fraction'));
  const shoppers = createShoppers(scenario, character, next, notes, tallies.ended);
  const doors = createDoors({
    ...{ scenario, groups, draws, next, character, room, shoppers, tallies },
    target: () => steering.effectiveTarget,
    tau: steering.tau,
    lane: setting.lane,
    onDrawn(number, second) {
      told.drawn(number, second);
      watch?.drawn?.(number, second);
    },
  });

  let sampled: [second: number, count: number][] = [];
  const toldEvery = Math.ceil(tokens / TOLD_PEOPLE);
  const early: number[] = [];
  const join = (second: number): void => {
    let count = 0;
    for (const [index, group] of groups.entries()) {
      const [from, to] = arrivingIn(group, second);
      if (from === to) continue;
      room.join(group, from, to, second);
      tallies.joined(index, from, to, second);
      watch?.joined?.(from, to, second);
      for (let number = from; number < to; number++) if (character.isSampled(number, second)) count += 1;
      if (group.kind === 'attacker') continue;
      for (let number = from + mod(-from, toldEvery); number < to; number += toldEvery) {
        if (second < 0) early.push(number);
        else told.tell(number, steering.reading(second), second);
      }
    }
    if (count > 0) sampled.push([OPENS_AT + second, count]);
  };

  const moments: Moment[] = [];
  let soldOutAt: number | null = null;
  const firstSecond = Math.min(steering.firstTurn, ...groups.map(({ arrivals }) => arrivals.first));
  for (let second = firstSecond; ; second++) {
    const open = second < horizonSeconds && steering.phase !== 'soldOut';
    if (!open && second > 0) {
      doors.close();
      if (shoppers.live === 0) break;
    }
    if (steering.isTurn(second)) {
      steering.turn(second, {
        live: shoppers.live + doors.passes,
        admitted: doors.letIn,
        buyers: shoppers.buyers,
        arrivals: sampled,
        seats: { ...shoppers.seats },
      });
      sampled = [];
    }
    const startedBefore = doors.started;
    if (second <= horizonSeconds) steering.advance(second);
    if (second === 0) for (const number of early) told.tell(number, 0, 0);
    if (second > 0) shoppers.advance(second);
    if (open && second > 0) doors.advance(second);
    if (open) join(second);
    if (shoppers.seats.sold === sale.seats) soldOutAt ??= second;
    if (second < 0) continue;
    const waiting = open ? tallies.countWaiting(second) : 0;
    moments.push({
      ...{ live: shoppers.live, passes: doors.passes, target: steering.effectiveTarget },
      ...{ tau: open ? steering.tau(second) : 0, clock: steering.reading(Math.min(second, horizonSeconds)) },
      ...{ admissions: doors.started - startedBefore, waiting },
      available: shoppers.seats.available,
      held: shoppers.seats.held + shoppers.seats.inCheckout,
      sold: shoppers.seats.sold,
      scarce: !open || steering.effectiveTarget < sale.target || waiting < SCARCE_SHARE * sale.target,
    });
    if (second % SECONDS_PER_YIELD === 0) {
      await nextTurn();
      signal?.throwIfAborted();
    }
  }

  const results = tallies.groupResults();
  const sum = (value: (group: (typeof results)[number]) => number): number =>
    results.reduce((all, group) => all + value(group), 0);
  const { ended } = shoppers;
  return {
    design,
    scenario,
    seed: scenario.seed,
    people: scenario.people,
    accounts: tokens - scenario.people,
    tokens,
    admitted: doors.started,
    buyers: shoppers.buyers,
    seats: sale.seats,
    seatsSold: shoppers.seats.sold,
    endedAtSeconds: moments.length,
    soldOutAtSeconds: soldOutAt,
    groups: results,
    arrivalBins: tallies.bins.edges,
    waitsByArrival: tallies.waitsByArrival(),
    draws: drawStatistics,
    order: tallies.order.result(draws.v, (arrived, v) => {
      const share = curve.share(-Math.log1p(-v), sale.k);
      return steering.secondOf(steering.reading(arrived) + share);
    }),
    estimates: told.result(),
    series: seriesOf(moments),
    controller: controllerQuality(
      moments,
      sale.target,
      ended.sessions === 0 ? null : ended.seconds / ended.sessions,
      doors.startsOnEmptyMap,
    ),
    tuner: steering.result(),
    totals: {
      mints: sum(({ mints }) => mints),
      polls: sum(({ polls }) => polls),
      hashes: sum(({ hashes }) => hashes),
    },
  };
}

function modeOf(scenario: Scenario, design: DesignName): TunerResult['mode'] {
  if (design === 'fifo') return 'none';
  return typeof scenario.sale.tau === 'number' ? 'fixed' : scenario.sale.tau;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
