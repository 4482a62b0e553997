import { controllerQuality } from './controller-quality.ts';
import { seriesOf } from './history.ts';
import type { GroupResult, SimulationResult } from './result.ts';
import type { Course } from './run.ts';
import type { SaleParts } from './sale-parts.ts';

/** The result of a sale that has ended. */
export function resultOf(parts: SaleParts, { moments, soldOutAt }: Course): SimulationResult {
  const { scenario, design, draws, curve, steering, doors, shoppers, tallies, told } = parts;
  const { sale, people } = scenario;
  const tokens = draws.v.length;
  const groups = tallies.groupResults();
  const sum = (value: (group: GroupResult) => number): number =>
    groups.reduce((all, group) => all + value(group), 0);
  const { sessions, seconds } = shoppers.ended;
  const meanSession = sessions === 0 ? null : seconds / sessions;
  return {
    ...{ design, scenario, seed: scenario.seed, people, accounts: tokens - people, tokens },
    ...{ admitted: doors.started, buyers: shoppers.buyers },
    ...{ seats: sale.seats, seatsSold: shoppers.seats.sold },
    ...{ endedAtSeconds: moments.length, soldOutAtSeconds: soldOutAt },
    groups,
    arrivalBins: tallies.bins.edges,
    waitsByArrival: tallies.waitsByArrival(),
    draws: parts.drawStatistics,
    order: tallies.order.result(draws.v, (arrived, v) => {
      const share = curve.share(-Math.log1p(-v), sale.k);
      return steering.secondOf(steering.reading(arrived) + share);
    }),
    estimates: told.result(),
    series: seriesOf(moments),
    controller: controllerQuality(moments, sale.target, meanSession, doors.startsOnEmptyMap),
    tuner: steering.result(),
    totals: {
      mints: sum(({ mints }) => mints),
      polls: sum(({ polls }) => polls),
      hashes: sum(({ hashes }) => hashes),
    },
  };
}
