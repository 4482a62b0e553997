import { admissionProbability } from '../../../core/admission/index.ts';
import type { KeyedRandom } from '../../random/index.ts';
import type { DesignName } from '../designs.ts';
import { fifoRoom } from './fifo.ts';
import { lotteryRoom } from './lottery.ts';
import { pollingRoom } from './polling.ts';
import type { RoomSetting, WaitingRoom } from './room.ts';

/** The waiting room of a design. */
export function openRoom(design: DesignName, setting: RoomSetting, fraction: KeyedRandom): WaitingRoom {
  const { curve, k, reading, slotSeconds } = setting;
  const sinceOpening = (second: number): number => reading(Math.max(0, second));
  const bySlot = { startReading: sinceOpening, periodOf: () => slotSeconds };
  switch (design) {
    case 'inverted':
      return pollingRoom(setting, {
        chance: (arrived, second) => admissionProbability(curve, reading(second) - sinceOpening(arrived), k),
        admits: (v, chance) => v >= chance,
      });
    case 'waitTimesTau':
      return pollingRoom(setting, {
        chance: (arrived, second) =>
          admissionProbability(curve, (second - Math.max(0, arrived)) / setting.tau(second), k),
        admits: (v, chance) => v < chance,
      });
    case 'fifo':
      return fifoRoom(setting, fraction);
    case 'waitBeforeOpening':
      return lotteryRoom(setting, {
        ...bySlot,
        startReading: (second) => (second < 0 ? second / setting.initialTau : sinceOpening(second)),
      });
    case 'noSlots':
      return lotteryRoom(setting, {
        ...bySlot,
        periodOf: (group) => Math.max(1, Math.floor(slotSeconds / group.pollsPerSlot)),
      });
    case 'tix':
    case 'rerollable':
    case 'biasedHash':
      return lotteryRoom(setting, bySlot);
  }
}
