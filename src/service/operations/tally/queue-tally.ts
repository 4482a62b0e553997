import { admissionProbability, clockAt, curveNamed, type SaleRecord } from '../../../core/admission/index.ts';
import type { AdmittedEntry, JournalEntry } from '../../ports/index.ts';
import { PerSecond } from './per-second.ts';

interface Pass {
  lastSlotStart: number;
  /** Their session came; it is counted from then on. */
  hasEntered: boolean;
}

const ARRIVALS_SECONDS = 30;
/** A pass holder comes once a slot; this much later than the end of the next one, they are taken for gone. */
const LATE_SECONDS = 10;

/** The people at the doors of one event, as its journal tells of them. */
export class QueueTally {
  readonly #sampledByClock = new Map<number, number>();
  readonly #arrivals = new PerSecond(ARRIVALS_SECONDS);
  readonly #passes = new Map<string, Pass>();
  #sampled = 0;
  #waitingForRoom = 0;

  entry(entry: JournalEntry): void {
    if (entry.kind === 'minted' && entry.sample === 'arrivals') {
      this.#sampled += 1;
      this.#arrivals.add(entry.iat);
      this.#sampledByClock.set(entry.c0, (this.#sampledByClock.get(entry.c0) ?? 0) + 1);
    } else if (entry.kind === 'admitted') this.#admitted(entry);
  }

  #admitted({ sub, outcome, slotStart }: AdmittedEntry): void {
    const pass = this.#passes.get(sub);
    if (outcome === 'pass') {
      if (pass === undefined) {
        this.#passes.set(sub, { lastSlotStart: slotStart, hasEntered: false });
        this.#waitingForRoom += 1;
      } else pass.lastSlotStart = Math.max(pass.lastSlotStart, slotStart);
    } else if (outcome === 'session' && pass !== undefined && !pass.hasEntered) {
      pass.hasEntered = true;
      this.#waitingForRoom -= 1;
    }
  }

  /** Pass holders that still come and ask. */
  livePasses(slotSeconds: number, now: number): number {
    let count = 0;
    for (const { lastSlotStart, hasEntered } of this.#passes.values())
      if (!hasEntered && now < lastSlotStart + 2 * slotSeconds + LATE_SECONDS) count += 1;
    return count;
  }

  /** Cumulative: people who got a pass and no session yet, whether or not they gave up. */
  passesWithoutSession(): number {
    return this.#waitingForRoom;
  }

  /** Estimates of people; null where nobody is sampled. */
  people(sale: SaleRecord, now: number) {
    const share = sale.sampling.arrivals;
    const curve = curveNamed(sale.curve);
    if (share <= 0 || curve === undefined)
      return { arrivedPeople: null, waitingPeople: null, arrivalsPerSecond: null };
    const clock = clockAt(sale, now) ?? 0;
    let waiting = 0;
    for (const [c0, sampled] of this.#sampledByClock)
      waiting += sampled * (1 - admissionProbability(curve, Math.max(0, clock - c0), sale.k));
    return {
      arrivedPeople: Math.round(this.#sampled / share),
      waitingPeople: Math.round(waiting / share),
      arrivalsPerSecond: this.#arrivals.rate(now) / share,
    };
  }
}
