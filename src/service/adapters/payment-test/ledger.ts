import { open } from 'lmdb';
import type { AttemptStatus } from '../../ports/index.ts';

/** What the test provider knows of one attempt to pay. */
export interface LedgerAttempt {
  readonly providerRef: string;
  readonly paymentId: string;
  readonly attempt: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly returnUrl: string;
  readonly expiresAtMs: number;
  readonly status: AttemptStatus;
}

/** The provider's own books: a payment provider does not forget because the shop was killed. */
export interface ProviderLedger {
  get(providerRef: string): LedgerAttempt | undefined;
  /** Attempts of a payment, first to last. */
  ofPayment(paymentId: string): LedgerAttempt[];
  put(attempt: LedgerAttempt): Promise<void>;
  /** Every attempt ever made. */
  all(): Iterable<LedgerAttempt>;
  close(): Promise<void>;
}

export function memoryLedger(): ProviderLedger {
  const byRef = new Map<string, LedgerAttempt>();
  const byPayment = new Map<string, string[]>();
  return {
    get: (providerRef) => byRef.get(providerRef),
    ofPayment: (paymentId) =>
      (byPayment.get(paymentId) ?? []).flatMap((providerRef) => byRef.get(providerRef) ?? []),
    async put(attempt) {
      if (!byRef.has(attempt.providerRef))
        byPayment.set(attempt.paymentId, [...(byPayment.get(attempt.paymentId) ?? []), attempt.providerRef]);
      byRef.set(attempt.providerRef, attempt);
    },
    all: () => byRef.values(),
    async close() {},
  };
}

/** @throws Error when `dir` cannot be created or opened. */
export function lmdbLedger(dir: string): ProviderLedger {
  const db = open<LedgerAttempt, [paymentId: string, attempt: number]>({ path: dir });
  const keyOf = (providerRef: string): [string, number] | undefined => {
    const match = /^tp_(.{1,64})_(\d{1,4})$/.exec(providerRef);
    return match?.[1] === undefined ? undefined : [match[1], Number(match[2])];
  };
  return {
    get(providerRef) {
      const key = keyOf(providerRef);
      return key && db.get(key);
    },
    ofPayment: (paymentId) => [
      ...db.getRange({ start: [paymentId, 0], end: [paymentId, 10_000] }).map(({ value }) => value),
    ],
    async put(attempt) {
      await db.put([attempt.paymentId, attempt.attempt], attempt);
      await db.flushed;
    },
    all: () => db.getRange().map(({ value }) => value),
    close: () => db.close(),
  };
}

/** The reference of an attempt follows from payment and number, so that creating it twice is harmless. */
export function providerRefOf(paymentId: string, attempt: number): string {
  return `tp_${paymentId}_${attempt}`;
}
