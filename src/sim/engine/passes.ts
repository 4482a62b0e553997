/** People with a waiting pass, by slot phase: each asks again once a slot, the longest waiting first. */
export interface Passes {
  readonly count: number;
  add(number: number, phase: number): void;
  /** Takes the first of a phase, or undefined when none is left. */
  takeFirst(phase: number): number | undefined;
  clear(): void;
}

export function createPasses(slotSeconds: number): Passes {
  const queues = Array.from({ length: slotSeconds }, () => ({ items: [] as number[], head: 0 }));
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(number, phase) {
      queues[phase]?.items.push(number);
      count += 1;
    },
    takeFirst(phase) {
      const queue = queues[phase];
      const number = queue?.items[queue.head];
      if (queue === undefined || number === undefined) return undefined;
      queue.head += 1;
      count -= 1;
      if (queue.head === queue.items.length) {
        queue.items.length = 0;
        queue.head = 0;
      }
      return number;
    },
    clear() {
      for (const queue of queues) {
        queue.items.length = 0;
        queue.head = 0;
      }
      count = 0;
    },
  };
}
