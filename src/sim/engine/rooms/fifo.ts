import type { KeyedRandom } from '../../random/index.ts';
import { append } from './due-heaps.ts';
import type { RoomSetting, WaitingRoom } from './room.ts';

/** A queue in order of arrival: whoever is first gets the next free place. Within a second the order is `fraction`'s. */
export function fifoRoom(setting: RoomSetting, fraction: KeyedRandom): WaitingRoom {
  const queue = { items: new Int32Array(1_024) };
  let [head, tail, sorted] = [0, 0, 0];
  let latest = Number.NEGATIVE_INFINITY;
  const returned: number[] = [];

  /** Groups join one after the other; a second's newcomers are put in order once it is over. */
  const order = (): void => {
    queue.items.subarray(sorted, tail).sort((a, b) => fraction.unit(a) - fraction.unit(b));
    sorted = tail;
  };

  return {
    join(_group, from, to, second) {
      if (second > latest) order();
      latest = second;
      for (let number = from; number < to; number++) tail = append(queue, tail, number);
    },
    draw(second, free, out) {
      order();
      if (setting.tau(second) === 0) return 0;
      let drawn = 0;
      while (drawn < free && returned.length > 0) drawn = append(out, drawn, returned.shift() as number);
      while (drawn < free && head < tail) drawn = append(out, drawn, queue.items[head++] as number);
      return drawn;
    },
    putBack(_group, number) {
      returned.push(number);
    },
  };
}
