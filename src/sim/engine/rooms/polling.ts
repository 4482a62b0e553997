import { arrivalSecond, type Group, groupOf } from '../groups.ts';
import { append } from './due-heaps.ts';
import type { RoomSetting, WaitingRoom } from './room.ts';

/** Whether somebody who came in second `arrived` and drew `v` is in, asking in `second`. Its chance is the same for all who came together. */
export interface Verdicts {
  chance(arrived: number, second: number): number;
  admits(v: number, chance: number): boolean;
}

const NONE = -1;

/** A waiting room that asks everybody in every slot, for rules under which being due cannot be told in advance. */
export function pollingRoom(setting: RoomSetting, verdicts: Verdicts): WaitingRoom {
  const { groups, draws, next, slotSeconds } = setting;
  const heads = new Int32Array(slotSeconds).fill(NONE);
  const add = (number: number): void => {
    const phase = draws.phases[number] as number;
    next[number] = heads[phase] as number;
    heads[phase] = number;
  };

  return {
    join(_group, from, to) {
      for (let number = from; number < to; number++) add(number);
    },
    draw(second, _free, out) {
      if (setting.tau(second) === 0) return 0;
      const chances = new Map<number, number>();
      const phase = setting.lane(second, slotSeconds);
      let number = heads[phase] as number;
      heads[phase] = NONE;
      let drawn = 0;
      while (number !== NONE) {
        const following = next[number] as number;
        const arrived = arrivalSecond(groups[groupOf(groups, number)] as Group, number);
        const chance = chances.get(arrived) ?? verdicts.chance(arrived, second);
        chances.set(arrived, chance);
        if (verdicts.admits(draws.v[number] as number, chance)) drawn = append(out, drawn, number);
        else add(number);
        number = following;
      }
      return drawn;
    },
    putBack: (_group, number) => add(number),
  };
}
