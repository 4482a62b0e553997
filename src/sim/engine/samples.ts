import type { KeyedRandom } from '../random/index.ts';
import type { OrderSample } from './result.ts';

const KEPT_MAX = 20_000;

interface Admission {
  readonly number: number;
  readonly group: number;
  readonly arrivedAt: number;
  readonly admittedAt: number;
}

/** A uniform sample of the admitted, of bounded size though nobody knows how many there will be: the bar rises as it fills. */
export function createOrderSample(random: KeyedRandom): {
  offer(admission: Admission): void;
  /** @param dueAt second in which the sale clock reaches the secret number of somebody who came in second `arrived` and drew v. */
  result(v: Float64Array, dueAt: (arrived: number, v: number) => number | null): OrderSample;
} {
  let kept: Admission[] = [];
  let bar = 1;
  return {
    offer(admission) {
      if (random.unit(admission.number) >= bar) return;
      kept.push(admission);
      if (kept.length <= KEPT_MAX) return;
      bar /= 2;
      kept = kept.filter(({ number }) => random.unit(number) < bar);
    },
    result: (v, dueAt) => ({
      group: kept.map(({ group }) => group),
      arrivedAt: kept.map(({ arrivedAt }) => arrivedAt),
      admittedAt: kept.map(({ admittedAt }) => admittedAt),
      v: kept.map(({ number }) => v[number] as number),
      dueAt: kept.map(({ number, arrivedAt }) => dueAt(Math.floor(arrivedAt), v[number] as number)),
    }),
  };
}
