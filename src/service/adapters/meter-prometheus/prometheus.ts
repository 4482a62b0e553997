import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type MeasureName, type Meter, SALE_MEASURES } from '../../measures/index.ts';
import type { Exposition, OperationsSnapshot } from '../../operations/index.ts';

export interface Prometheus {
  readonly meter: Meter;
  /** All of it in the text format, with how each sale stands. */
  exposition(snapshots: readonly OperationsSnapshot[]): Promise<Exposition>;
}

/** Bounds of the buckets of times, ms: from an answer out of memory to one that nobody waits for. */
const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** Keeps what is measured for a Prometheus that asks, beside what it likes to know of a process. */
export function createPrometheus(): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const takers: Readonly<Partial<Record<MeasureName, (value: number) => void>>> = Object.fromEntries(
    Object.entries(SALE_MEASURES).map(([name, { unit, help }]) => [
      name,
      takerOf(name, unit, help, registry),
    ]),
  );
  const show = saleGauges(registry);
  return {
    meter: { measure: (name, value) => takers[name]?.(value) },
    async exposition(snapshots) {
      show(snapshots);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** What a gauge tells of a sale, by state where it has several. */
type Reading = (snapshot: OperationsSnapshot) => number | null | Readonly<Record<string, number>>;

const GAUGES: Readonly<Record<string, readonly [help: string, read: Reading]>> = {
  tix_sessions: [
    'Live sessions',
    ({ sessions: { inReservation, inCheckout } }) => ({ reservation: inReservation, checkout: inCheckout }),
  ],
  tix_session_caps: ['Places', ({ sessions: { softCap, hardCap } }) => ({ soft: softCap, hard: hardCap })],
  tix_waiting_passes: ['People drawn who wait for a place', ({ sessions }) => sessions.waitingPasses],
  tix_seats: [
    'Seats',
    ({ seats: { available, held, inCheckout, sold } }) => ({ available, held, checkout: inCheckout, sold }),
  ],
  tix_people_arrived: ['People who came, estimated', ({ queue }) => queue.arrivedPeople],
  tix_people_waiting: ['People who wait, estimated', ({ queue }) => queue.waitingPeople],
  tix_arrivals_per_second: ['People who come, estimated', ({ queue }) => queue.arrivalsPerSecond],
  tix_admissions_per_second: ['Sessions started, of late', (snapshot) => snapshot.admissionsPerSecond],
  tix_flags: ['Buyers flagged', ({ flags }) => ({ warned: flags.warned, locked_out: flags.lockedOut })],
  tix_tau_seconds: ['Tau in force; 0 lets nobody in', ({ sale }) => sale?.tau ?? null],
  tix_tuner_target: ['Live sessions the tuner is to hold', ({ tuner }) => tuner?.target ?? null],
};

/** What is not known of a sale is left out. */
function saleGauges(registry: Registry): (snapshots: readonly OperationsSnapshot[]) => void {
  const gauges = Object.entries(GAUGES).map(([name, [help, read]]) => {
    const labelNames = ['event', 'state'];
    return { gauge: new Gauge({ name, help, labelNames, registers: [registry] }), read };
  });
  return (snapshots) => {
    for (const { gauge, read } of gauges) {
      gauge.reset();
      for (const snapshot of snapshots) {
        const value = read(snapshot);
        const event = snapshot.eventId;
        if (typeof value === 'number') gauge.set({ event }, value);
        else for (const [state, count] of Object.entries(value ?? {})) gauge.set({ event, state }, count);
      }
    }
  };
}

function takerOf(measure: string, unit: string, help: string, registry: Registry): (value: number) => void {
  const base = `tix_${measure.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()}`;
  const registers = [registry];
  if (unit === 'Count') {
    const counter = new Counter({ name: `${base}_total`, help, registers });
    return (value) => counter.inc(value);
  }
  const histogram = new Histogram({ name: `${base}_milliseconds`, help, registers, buckets: BUCKETS_MS });
  return (value) => histogram.observe(value);
}
