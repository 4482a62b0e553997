import type { Calibration } from './calibrate.ts';

/** Bounds of a scenario that a record may lie outside of. */
const MEAN_SECONDS = { min: 1, choosing: 86_400, paying: 3_600 } as const;
const CV_MAX = 3;

type Json = Readonly<Record<string, unknown>>;

/**
 * A scenario in which people come, shop and pay as they did in a recorded sale: what was recorded replaces what the scenario says, and the
 * rest of it stands (attackers, devices, conditions). Where the scenario is silent, seats, target, k and slot are those of the record. The
 * result is still to be validated.
 */
export function replayScenario(scenario: unknown, recorded: Calibration): unknown {
  const base = objectOr(scenario);
  const sale = objectOr(base.sale);
  const { eventId, seats, target, k, slotSeconds, samplingRate } = recorded.sale;
  return {
    name: `${eventId}, replayed`,
    ...base,
    people: recorded.people,
    arrivals: [{ kind: 'recorded', counts: recorded.arrivals.map(([second, count]) => [second, count]) }],
    classes: classesOf(base.classes, recorded.showUp),
    sale: {
      ...('venue' in sale ? {} : { seats }),
      ...{ target, k, slotSeconds, samplingRate },
      ...sale,
      ...(recorded.choosing === null
        ? {}
        : {
            session: {
              ...objectOr(sale.session),
              meanSeconds: within(recorded.choosing.meanSeconds, MEAN_SECONDS.min, MEAN_SECONDS.choosing),
              cv: within(recorded.choosing.cv, 0, CV_MAX),
            },
          }),
      checkout: {
        ...objectOr(sale.checkout),
        ...(recorded.checkoutShare === null ? {} : { share: recorded.checkoutShare }),
        ...(recorded.payingMeanSeconds === null
          ? {}
          : { meanSeconds: within(recorded.payingMeanSeconds, MEAN_SECONDS.min, MEAN_SECONDS.paying) }),
        ...(recorded.paymentFailure === null ? {} : { paymentFailure: recorded.paymentFailure }),
      },
      ...(recorded.seatsPerOrder === null ? {} : { seatsPerOrder: recorded.seatsPerOrder }),
    },
  };
}

/** Classes come when the record says, and show up as it says. */
function classesOf(classes: unknown, showUp: number | null): unknown {
  const known = Array.isArray(classes) ? classes : [{ name: 'everybody' }];
  return known.map((each: unknown) => ({
    ...objectOr(each),
    arrivals: null,
    ...(showUp === null ? {} : { showUp }),
  }));
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

function objectOr(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
