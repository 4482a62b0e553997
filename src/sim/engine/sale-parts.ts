import { type CurveFamily, curveNamed } from '../../core/admission/index.ts';
import { invariant } from '../../core/errors/index.ts';
import type { Draws } from '../draw/index.ts';
import { keyedRandom } from '../random/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { characterOf } from './character.ts';
import type { DesignName } from './designs.ts';
import { createDoors, type Doors } from './doors.ts';
import { countDraws } from './draw-statistics.ts';
import type { Group } from './groups.ts';
import { createMintDesk, type MintDesk } from './mint-desk.ts';
import type { DrawsResult, TunerResult } from './result.ts';
import { openRoom, type RoomSetting } from './rooms/index.ts';
import { createShoppers, type Shoppers } from './shoppers.ts';
import { createSteering, OPENS_AT, type Steering, type SteeringWatch } from './steering.ts';
import { createTallies, type Tallies } from './tallies.ts';
import { createToldWaits, type ToldWaits } from './told-waits.ts';

/** Sees single tokens, which a result does not tell. Seconds are relative to the opening. */
export interface SimulationWatch extends SteeringWatch {
  /** Tokens `from` to `to` − 1 are minted. */
  joined?(from: number, to: number, second: number): void;
  /** The verdict lets a token in. */
  drawn?(number: number, second: number): void;
}

/** Everything a simulated sale consists of, set up and not begun. */
export interface SaleParts {
  readonly scenario: Scenario;
  readonly design: DesignName;
  readonly groups: readonly Group[];
  readonly draws: Draws;
  readonly curve: CurveFamily;
  readonly steering: Steering;
  readonly desk: MintDesk;
  readonly doors: Doors;
  readonly shoppers: Shoppers;
  readonly tallies: Tallies;
  readonly told: ToldWaits;
  readonly drawStatistics: DrawsResult;
}

export function setUp(
  scenario: Scenario,
  design: DesignName,
  groups: readonly Group[],
  draws: Draws,
  watch: SimulationWatch | undefined,
): SaleParts {
  const { sale, seed } = scenario;
  const curve = curveNamed(sale.curve);
  invariant(curve !== undefined, `curve ${sale.curve} is known`);
  const steering = createSteering(scenario, modeOf(scenario, design), watch);
  const character = characterOf(scenario);
  const tallies = createTallies(scenario, groups, character);
  // Before the room turns secret numbers into the readings at which people are due.
  const drawStatistics = countDraws(draws.v, tallies.groups);
  const told = createToldWaits(sale, steering);
  const tokens = draws.v.length;
  const next = new Int32Array(tokens);
  const setting: RoomSetting = {
    ...{ groups, draws, next, curve, k: sale.k, slotSeconds: sale.slotSeconds },
    ...{ reading: steering.reading, tau: steering.tau, initialTau: sale.initialTau },
    lane: (second, period) => (OPENS_AT + second) % period,
  };
  const room = openRoom(design, setting, keyedRandom(seed, 'fraction'));
  // Whoever shops does not wait any more, so their secret number's place is free for notes.
  const notes = new Int32Array(draws.shares.buffer);
  const shoppers = createShoppers(scenario, character, next, notes, tallies.ended);
  const doors = createDoors({
    ...{ scenario, groups, draws, next, character, room, shoppers, tallies },
    ...{ tau: steering.tau, lane: setting.lane, target: () => steering.effectiveTarget },
    onDrawn(number, second) {
      told.drawn(number, second);
      watch?.drawn?.(number, second);
    },
  });
  const desk = createMintDesk({
    ...{ groups, tokens, character, room, tallies, told, steering },
    onMinted: watch?.joined,
  });
  return {
    ...{ scenario, design, groups, draws, curve, steering },
    ...{ desk, doors, shoppers, tallies, told, drawStatistics },
  };
}

function modeOf(scenario: Scenario, design: DesignName): TunerResult['mode'] {
  if (design === 'fifo') return 'none';
  return typeof scenario.sale.tau === 'number' ? 'fixed' : scenario.sale.tau;
}
