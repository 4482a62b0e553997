import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDueHeaps } from '../../../src/sim/engine/rooms/due-heaps.ts';

const due = fc.float({ min: 0, max: 50, noNaN: true });
const step = fc.oneof(
  fc.record({ add: due }),
  fc.record({ takeUpTo: fc.float({ min: 0, max: 60, noNaN: true }), lane: fc.nat({ max: 2 }) }),
);

test('whoever is due is taken, once, and nobody else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const dues = new Float32Array(120);
      const heaps = createDueHeaps(3, dues, new Int32Array(120));
      const out = { items: new Int32Array(1) };
      const waiting = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
      const bounds = [0, 0, 0];
      let number = 0;
      for (const each of steps) {
        if ('add' in each) {
          const lane = number % 3;
          dues[number] = each.add;
          heaps.add(number, lane);
          waiting[lane]?.set(number, each.add);
          number += 1;
          continue;
        }
        const bound = Math.max(bounds[each.lane] ?? 0, Math.fround(each.takeUpTo));
        bounds[each.lane] = bound;
        const length = heaps.take(each.lane, each.takeUpTo, out, 0);
        const taken = [...out.items.subarray(0, length)].sort((a, b) => a - b);
        const expected = [...(waiting[each.lane] ?? [])].filter(([, at]) => at <= bound).map(([n]) => n);
        expect(taken).toEqual(expected.sort((a, b) => a - b));
        for (const n of expected) waiting[each.lane]?.delete(n);
      }
    }),
    { numRuns: 500 },
  );
});
