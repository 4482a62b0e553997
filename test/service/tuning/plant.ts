import type { Clock, KeyValueStore } from '../../../src/service/ports/index.ts';
import { changeDoors } from '../../../src/service/sale/index.ts';
import {
  openTuner,
  type TunerHolder,
  type TunerMemory,
  type TunerOptions,
  type TunerSight,
} from '../../../src/service/tuning/index.ts';
import { EVENT_ID, OPENS_AT, saleOf, someEvent, storeWithSale } from '../sale/support.ts';

const TERMS = {
  turnSeconds: 10,
  leadSeconds: 10,
  tauMin: 1,
  tauMax: 1e9,
  expected: { sessionSeconds: 300, seatsPerBuyer: 2.3, buyingShare: 0.75 },
};

/** A sale ten minutes after its opening with 50 of 100 shoppers in, and all that a tuner of it needs. */
export async function openPlant({ slotSeconds = 30 } = {}) {
  let now = OPENS_AT + 600;
  const clock: Clock = { nowMs: () => now * 1000 };
  const kvs = await storeWithSale({
    event: someEvent({ slotSeconds }),
    sampling: { arrivals: 0.1, requests: 0, suspects: 0 },
    tau: 3_000,
  });
  await changeDoors(kvs, { eventId: EVENT_ID, verb: 'open', now: OPENS_AT - 60, leadSeconds: 10 });
  let kept: string | undefined;
  const memory: TunerMemory = {
    load: async () => kept,
    save: async (text) => {
      kept = text;
    },
  };
  const arrivals: [number, number][] = [[OPENS_AT - 60, 400]];
  const asked: (string | null)[] = [];
  let sight: Partial<TunerSight> = {};
  let failure: Error | undefined;
  const options: TunerOptions = {
    ...{ kvs, eventId: EVENT_ID, clock, terms: TERMS, memory },
    async look(after) {
      asked.push(after);
      if (failure !== undefined) throw failure;
      const from = after === null ? 0 : Number(after);
      return {
        ...{ readAt: now, live: 50, admitted: 120, buyers: 40, cursor: String(arrivals.length) },
        arrivals: arrivals.slice(from),
        seats: { available: 900, held: 100, inCheckout: 0, sold: 90 },
        ...sight,
      };
    },
  };
  return {
    ...{ kvs, options, asked, arrivals, clock },
    now: () => now,
    /** Moves the clock on. */
    pass(seconds: number) {
      now += seconds;
    },
    /** What the tuner sees from now on, beside the usual. */
    see(changes: Partial<TunerSight>) {
      sight = { ...sight, ...changes };
    },
    fail(error: Error | undefined) {
      failure = error;
    },
    forget() {
      kept = undefined;
    },
    kept: () => kept,
    tuner: (wishes: Partial<TunerHolder> = {}) =>
      openTuner(options, { holder: 'one:1', target: 100, isGone: () => false, ...wishes }),
  };
}

/** Seconds since the opening and τ of every entry. */
export const publishedTaus = async (kvs: KeyValueStore) =>
  (await saleOf(kvs)).schedule.map(([from, tau]) => [from - OPENS_AT, tau]);
