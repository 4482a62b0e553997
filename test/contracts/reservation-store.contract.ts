import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { ReservationStore } from '../../src/service/ports/index.ts';
import { describeCheckout } from './reservation-store.checkout.ts';
import { describeConcurrency } from './reservation-store.concurrency.ts';
import { describeAtomicity, describeDurability } from './reservation-store.durability.ts';
import { describeEvents } from './reservation-store.events.ts';
import { describeHolds } from './reservation-store.holds.ts';
import { describeLog } from './reservation-store.log.ts';
import { describeMoney } from './reservation-store.money.ts';
import { Sale } from './reservation-store.sale.ts';
import { describeSessions } from './reservation-store.sessions.ts';

/** Chooses the writes that fail: by number, counted from 1 since it was planted, or by what is written. */
export type Fault = (nth: number, write: unknown) => boolean;

/** A store of its own for one test. */
export interface StoreUnderTest {
  readonly store: ReservationStore;
  /** Closes the store and opens the same data again; there for a durable store. */
  reopen?(): Promise<ReservationStore>;
  /** Makes single writes throw that the fault chooses; undefined makes all succeed. There for a store with write faults. */
  plant?(fault: Fault | undefined): void;
  close(): Promise<void>;
}

export interface StoreCapabilities {
  /** Commits stand in a log that `readChanges` reads. Otherwise changes are carried by something outside the store. */
  readonly changeLog: boolean;
  /** `readSection` shows what was committed before it was called. Otherwise it catches up in a moment. */
  readonly consistentSections: boolean;
  /** What was committed outlives the store object. */
  readonly durable: boolean;
  /** A fault can be planted between two writes of one command. */
  readonly writeFaults: boolean;
}

export interface StoreContext {
  readonly capabilities: StoreCapabilities;
  sale(): Sale;
  underTest(): StoreUnderTest;
}

/**
 * What every reservation store promises, command by command. Each test has a store of its own with one event of two sections, and ends
 * with an audit of everything in it.
 */
export function describeReservationStore(
  name: string,
  open: () => Promise<StoreUnderTest>,
  capabilities: StoreCapabilities,
): void {
  describe(name, () => {
    let underTest: StoreUnderTest;
    let sale: Sale;

    beforeEach(async () => {
      underTest = await open();
      sale = await Sale.open(underTest.store);
    });
    afterEach(async () => {
      try {
        expect(await sale.violations()).toEqual([]);
      } finally {
        await underTest.close();
      }
    });

    const context: StoreContext = { capabilities, sale: () => sale, underTest: () => underTest };
    describeEvents(context);
    describeSessions(context);
    describeHolds(context);
    describeCheckout(context);
    describeMoney(context);
    describeConcurrency(context);
    if (capabilities.durable) describeDurability(context);
    if (capabilities.writeFaults) describeAtomicity(context);
    if (capabilities.changeLog) describeLog(context);
  });
}
