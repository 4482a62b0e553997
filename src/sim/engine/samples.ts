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
  result(v: Float64Array): OrderSample;
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
    result: (v) => ({
      group: kept.map(({ group }) => group),
      arrivedAt: kept.map(({ arrivedAt }) => arrivedAt),
      admittedAt: kept.map(({ admittedAt }) => admittedAt),
      v: kept.map(({ number }) => v[number] as number),
    }),
  };
}
