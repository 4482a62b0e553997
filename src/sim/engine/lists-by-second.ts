const NONE = -1;

/** What is to happen to people, by second: a ring of lists that run through `next`. Nothing lies further ahead than the ring is long. */
export interface ListsBySecond {
  /** Seconds ahead are cut to what the ring holds. */
  add(number: number, now: number, second: number): void;
  /** Takes everybody listed for `second`, the last added first, and hands each on; these may add to later seconds. */
  take(second: number, each: (number: number) => void): void;
}

export function createListsBySecond(secondsAheadMax: number, next: Int32Array): ListsBySecond {
  const size = Math.ceil(secondsAheadMax) + 2;
  const heads = new Int32Array(size).fill(NONE);
  const place = (second: number): number => ((second % size) + size) % size;
  return {
    add(number, now, second) {
      const at = place(Math.min(second, now + size - 1));
      next[number] = heads[at] as number;
      heads[at] = number;
    },
    take(second, each) {
      const at = place(second);
      let number = heads[at] as number;
      heads[at] = NONE;
      while (number !== NONE) {
        const following = next[number] as number;
        each(number);
        number = following;
      }
    },
  };
}
