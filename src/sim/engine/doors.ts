import type { Draws } from '../draw/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Character } from './character.ts';
import { arrivalSecond, type Group, groupOf } from './groups.ts';
import { createListsBySecond } from './lists-by-second.ts';
import { createPasses } from './passes.ts';
import type { NumberList, WaitingRoom } from './rooms/index.ts';
import type { Shoppers } from './shoppers.ts';
import type { Tallies } from './tallies.ts';

/** Between the verdict and the shop: who is drawn still has to ask, and to find a place. */
export interface Doors {
  /** Waiting passes given and not used yet. */
  readonly passes: number;
  /** Cumulative: sessions started and passes given. */
  readonly letIn: number;
  /** Cumulative sessions started. */
  readonly started: number;
  readonly startsOnEmptyMap: number;
  /** One second: passes first, then those whom the verdict lets in, as they ask. */
  advance(second: number): void;
  /** The sale is over: passes are worth nothing any more. */
  close(): void;
}

/** What the doors stand between. */
export interface DoorSetting {
  readonly scenario: Scenario;
  readonly groups: readonly Group[];
  readonly draws: Draws;
  readonly next: Int32Array;
  readonly character: Character;
  readonly room: WaitingRoom;
  readonly shoppers: Shoppers;
  readonly tallies: Tallies;
  readonly target: () => number;
  tau(second: number): number;
  lane(second: number, period: number): number;
  onDrawn(number: number, second: number): void;
}

export function createDoors(setting: DoorSetting): Doors {
  const { groups, draws, character, room, shoppers, tallies } = setting;
  const { slotSeconds, softCap, hardCap } = setting.scenario.sale;
  const asking = createListsBySecond(longestAnswer(groups, slotSeconds), setting.next);
  const passes = createPasses(slotSeconds);
  const drawn: NumberList = { items: new Int32Array(1_024) };
  let [underway, letIn, started, startsOnEmptyMap] = [0, 0, 0, 0];

  const start = (number: number, second: number): void => {
    started += 1;
    if (shoppers.seats.available === 0) startsOnEmptyMap += 1;
    tallies.admitted(number, second);
    shoppers.start(number, second);
  };

  /** The verdict is yes; when and whether they ask is theirs. */
  const draw = (number: number, second: number): void => {
    const group = groups[groupOf(groups, number)] as Group;
    const arrived = arrivalSecond(group, number);
    setting.onDrawn(number, second);
    if (character.leavesAt(group, number, arrived) <= second) return;
    tallies.drawn(number, second);
    if (!character.showsUp(group, number)) {
      tallies.absent(number);
      return;
    }
    underway += 1;
    asking.add(number, second, character.asksAt(group, number, second, arrived));
  };

  /** A late request is judged by the slot it falls in, so closed doors stay closed to it. */
  const ask = (number: number, second: number): void => {
    underway -= 1;
    const phase = draws.phases[number] as number;
    const sinceSlot = mod(setting.lane(second, slotSeconds) - phase, slotSeconds);
    if (setting.tau(second - sinceSlot) === 0) {
      undraw(number);
    } else {
      letIn += 1;
      if (shoppers.live < softCap) {
        start(number, second);
      } else {
        tallies.withPass(number);
        passes.add(number, phase);
      }
    }
  };
  const undraw = (number: number): void => {
    room.putBack(groups[groupOf(groups, number)] as Group, number);
    waitingAgain.add(number);
  };
  const waitingAgain = new Set<number>();

  return {
    get passes() {
      return passes.count;
    },
    get letIn() {
      return letIn;
    },
    get started() {
      return started;
    },
    get startsOnEmptyMap() {
      return startsOnEmptyMap;
    },
    advance(second) {
      if (setting.tau(second) > 0) {
        const phase = setting.lane(second, slotSeconds);
        while (shoppers.live < hardCap) {
          const number = passes.takeFirst(phase);
          if (number === undefined) break;
          start(number, second);
        }
      }
      const free = setting.target() - shoppers.live - passes.count - underway;
      const count = room.draw(second, free, drawn);
      for (let i = 0; i < count; i++) {
        const number = drawn.items[i] as number;
        if (waitingAgain.delete(number)) {
          underway += 1;
          asking.add(number, second, second);
        } else {
          draw(number, second);
        }
      }
      asking.take(second, (number) => ask(number, second));
    },
    close: passes.clear,
  };
}

/** Nobody answers later than this after their slot began: a slot of tolerance, the rarest waking, and the network. */
function longestAnswer(groups: readonly Group[], slotSeconds: number): number {
  const waking = Math.max(0, ...groups.map(({ background }) => background.checkSeconds));
  return slotSeconds + waking + 600;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
