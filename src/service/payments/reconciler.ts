import type { Logger } from 'pino';
import { type DueRecord, isPaymentOpen, type PaymentRecord } from '../../core/reservation/index.ts';
import {
  type Clock,
  type PaymentProvider,
  PaymentProviderUnavailableError,
  type ReservationStore,
} from '../ports/index.ts';
import { applyReport, settleCharge } from './apply-report.ts';

export interface ReconcilerOptions {
  readonly store: ReservationStore;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly log: Logger;
  /** Wait before an undecided payment is looked at again. */
  readonly retryMs: number;
  /** Payments looked at in one run. */
  readonly batchSize: number;
  /** How many of them at the same time; one after the other unless told otherwise. */
  readonly atOnce?: number;
}

export interface Reconciler {
  /** Looks at every overdue payment once and answers how many there were. */
  runOnce(): Promise<number>;
  /** One payment, now, whether due or not (a cancelled checkout waits for it). */
  reconcile(paymentId: string, ending: 'cancelled' | 'expired'): Promise<PaymentRecord | undefined>;
}

/**
 * Asks the provider about every overdue checkout until the answer is terminal: approvals become seats or a refund, refunds are driven to
 * their end, and an attempt is made unpayable before the seats are given up. Safe to run in several processes: every step is conditional.
 */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { store, provider, clock, log } = options;

  async function learn(paymentId: string): Promise<PaymentRecord | undefined> {
    for (const report of await provider.attempts(paymentId)) await applyReport(store, report, clock.nowMs());
    return store.getPayment(paymentId);
  }

  /** Makes every pending attempt unpayable. True when no money can come any more and none came. */
  async function voidPending(paymentId: string): Promise<void> {
    for (const { providerRef, status, amountMinor } of await provider.attempts(paymentId)) {
      if (status !== 'pending') continue;
      const now = await provider.void(providerRef);
      await applyReport(store, { providerRef, paymentId, status: now, amountMinor }, clock.nowMs());
    }
  }

  /** Decides what is approved already: that needs no provider, and the seats' time is running. */
  async function settleApproved(payment: PaymentRecord): Promise<void> {
    for (const { providerRef, state } of payment.charges) {
      if (state === 'approved') await settleCharge(store, payment.paymentId, providerRef, clock.nowMs());
    }
  }

  async function driveCharges(payment: PaymentRecord): Promise<void> {
    await settleApproved(payment);
    const settled = await store.getPayment(payment.paymentId);
    for (const { providerRef, state } of settled?.charges ?? []) {
      if (state !== 'refundDue') continue;
      if ((await provider.refund(providerRef)) === 'refunded')
        await store.recordRefunded({ paymentId: payment.paymentId, providerRef, nowMs: clock.nowMs() });
    }
  }

  async function reconcile(
    paymentId: string,
    ending: 'cancelled' | 'expired',
  ): Promise<PaymentRecord | undefined> {
    const known = await store.getPayment(paymentId);
    if (known !== undefined) await settleApproved(known);
    const payment = await learn(paymentId);
    if (payment === undefined) return undefined;
    await driveCharges(payment);
    // The grace after the buyer's window belongs to the provider: a payment begun in the last second may still be decided.
    const windowOver = ending === 'cancelled' || clock.nowMs() >= payment.expiresAtMs;
    const open = await store.getPayment(paymentId);
    if (open !== undefined && windowOver && isPaymentOpen(open) && open.charges.length === 0) {
      await voidPending(paymentId);
      // Refused when the void came too late and money was taken after all: then the charge decides.
      await store.recordVoided({ paymentId, nowMs: clock.nowMs(), sessionState: ending });
      const late = await store.getPayment(paymentId);
      if (late !== undefined) await driveCharges(late);
    }
    return store.getPayment(paymentId);
  }

  async function look(due: DueRecord): Promise<void> {
    try {
      await reconcile(due.paymentId, 'expired');
    } catch (error) {
      if (!(error instanceof PaymentProviderUnavailableError)) throw error;
      log.warn({ paymentId: due.paymentId }, 'payment provider unavailable, asking again later');
    }
    // Without effect when the payment has become terminal: its due item is gone.
    await store.postponeDue(due, clock.nowMs() + options.retryMs);
  }

  return {
    reconcile,
    async runOnce() {
      const due = await store.readDue(clock.nowMs(), options.batchSize);
      const waiting = due.values();
      const worker = async () => {
        for (const item of waiting) await look(item);
      };
      const workers = await Promise.allSettled(Array.from({ length: options.atOnce ?? 1 }, worker));
      for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
      return due.length;
    },
  };
}
