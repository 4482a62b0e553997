const BUCKETS = 33;
const NONE = -1;

/**
 * One monotone priority queue per lane (a slot phase), for many millions of members: radix heaps (Ahuja, Mehlhorn, Orlin, Tarjan 1990). A
 * member's key is the bit pattern of its `due` as a 32-bit float, which orders as the float does; the bound asked for never falls within a
 * lane. A bucket holds the keys whose highest bit that differs from the last bound is the same; so asking moves one bucket's members down
 * and leaves the others alone. Lists run through `next`.
 */
export interface DueHeaps {
  add(number: number, lane: number): void;
  /**
   * Takes everybody in the lane whose due is at most `bound`; their numbers go to `out` from place `length` on.
   *
   * @returns the length of `out` then.
   */
  take(lane: number, bound: number, out: NumberList, length: number): number;
}

/** Numbers of people; grows as needed. */
export interface NumberList {
  items: Int32Array;
}

export function createDueHeaps(lanes: number, due: Float32Array, next: Int32Array): DueHeaps {
  const keys = new Int32Array(due.buffer, due.byteOffset, due.length);
  const heads = new Int32Array(lanes * BUCKETS).fill(NONE);
  const bounds = new Int32Array(lanes);
  const asKey = keyOfFloat();

  const put = (number: number, lane: number): void => {
    const bucket = 32 - Math.clz32((keys[number] as number) ^ (bounds[lane] as number));
    const head = lane * BUCKETS + bucket;
    next[number] = heads[head] as number;
    heads[head] = number;
  };

  return {
    add(number, lane) {
      // Overdue: due at once.
      if ((keys[number] as number) < (bounds[lane] as number)) keys[number] = bounds[lane] as number;
      put(number, lane);
    },
    take(lane, bound, out, length) {
      const last = bounds[lane] as number;
      const key = Math.max(last, asKey(bound));
      const moved = 32 - Math.clz32(key ^ last);
      bounds[lane] = key;
      let taken = length;
      for (let bucket = 0; bucket <= moved; bucket++) {
        const head = lane * BUCKETS + bucket;
        let number = heads[head] as number;
        heads[head] = NONE;
        while (number !== NONE) {
          const following = next[number] as number;
          if ((keys[number] as number) <= key) taken = append(out, taken, number);
          else put(number, lane);
          number = following;
        }
      }
      return taken;
    },
  };
}

export function append(list: NumberList, length: number, number: number): number {
  if (length === list.items.length) {
    const grown = new Int32Array(length * 2);
    grown.set(list.items);
    list.items = grown;
  }
  list.items[length] = number;
  return length + 1;
}

/** Bit pattern of the 32-bit float nearest to a number that is not negative. */
function keyOfFloat(): (value: number) => number {
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  return (value) => {
    float[0] = Math.max(0, value);
    return bits[0] as number;
  };
}
