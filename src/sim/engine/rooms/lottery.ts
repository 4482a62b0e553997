import { admissionProbability } from '../../../core/admission/index.ts';
import { arrivalSecond, type Group, groupOf } from '../groups.ts';
import { createDueHeaps } from './due-heaps.ts';
import type { RoomSetting, WaitingRoom } from './room.ts';

export interface LotteryRules {
  /** Reading a token carries, by the second in which it was minted. */
  startReading(second: number): number;
  /** Seconds between two verdicts for members of this group: the slot, unless the design lets polls count. */
  periodOf(group: Group): number;
}

/** Secret numbers are rounded to 24 bits; whoever could be due is looked at exactly. */
const ROUNDING = 1 + 2 ** -20;

/**
 * The waiting room of the sale clock. A person is due when the clock reaches their reading plus their secret number; so instead of asking
 * everybody in every slot, each slot takes those whose number the clock has passed, and core's own inequality has the last word.
 */
export function lotteryRoom(setting: RoomSetting, rules: LotteryRules): WaitingRoom {
  const { groups, draws, next, curve, k } = setting;
  const { v, phases, shares } = draws;
  // Phases of each period have lanes of their own, in a row.
  const periods = [...new Set(groups.map((group) => rules.periodOf(group)))];
  const firstLane = new Map<number, number>();
  let lanes = 0;
  for (const period of periods) {
    firstLane.set(period, lanes);
    lanes += period;
  }
  const heaps = createDueHeaps(lanes, shares, next);
  const laneOf = (group: Group, number: number): number => {
    const period = rules.periodOf(group);
    return (firstLane.get(period) ?? 0) + ((phases[number] as number) % period);
  };

  return {
    join(group, from, to, second) {
      const reading = rules.startReading(second);
      const period = rules.periodOf(group);
      const base = firstLane.get(period) ?? 0;
      for (let number = from; number < to; number++) {
        shares[number] = reading + (shares[number] as number);
        heaps.add(number, base + ((phases[number] as number) % period));
      }
    },
    draw(second, _free, out) {
      if (setting.tau(second) === 0) return 0;
      const clock = setting.reading(second);
      let drawn = 0;
      for (const period of periods) {
        const lane = (firstLane.get(period) ?? 0) + setting.lane(second, period);
        const candidates = heaps.take(lane, clock * ROUNDING, out, drawn);
        for (let i = drawn; i < candidates; i++) {
          const number = out.items[i] as number;
          const group = groups[groupOf(groups, number)] as Group;
          const share = Math.max(0, clock - rules.startReading(arrivalSecond(group, number)));
          if ((v[number] as number) < admissionProbability(curve, share, k)) out.items[drawn++] = number;
          else heaps.add(number, lane);
        }
      }
      return drawn;
    },
    putBack(group, number) {
      heaps.add(number, laneOf(group, number));
    },
  };
}
