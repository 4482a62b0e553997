import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import {
  type ProviderLedger,
  TEST_PROVIDER,
  TestPaymentProvider,
  testProviderApp,
} from '../../adapters/payment-test/index.ts';
import type { Clock, PaymentProvider } from '../../ports/index.ts';
import { PAYMENT_PAGE_PATH } from '../names.ts';
import type { LedgerAttempt, RehearsalBooks } from './rehearsal-books.ts';

/** A function stands still once it has answered, so what a rehearsal delays must happen before. */
const DELAY_MS_MAX = 5_000;

export interface RehearsalOptions {
  readonly books: RehearsalBooks;
  readonly clock: Clock;
  readonly webhookKey: Uint8Array;
  /** The site, without a slash at the end: payment page and webhooks are reached through it, as a real provider would. */
  readonly publicUrl: string;
  readonly fetch: typeof fetch;
}

export interface Rehearsal {
  readonly provider: PaymentProvider;
  /** Answers requests below `PAYMENT_PAGE_PATH`. */
  page(request: Request): Promise<Response>;
}

/** The test provider for a rehearsal on many machines: the same provider as on one, with its books in a table. */
export function openRehearsal(options: RehearsalOptions): Rehearsal {
  const { books, clock, webhookKey, publicUrl } = options;

  /** One call to the provider about one payment; answers when everything it set off has happened too. */
  async function visit<T>(paymentId: string, act: (provider: TestPaymentProvider) => Promise<T>): Promise<T> {
    const underway = new Set<Promise<unknown>>();
    const awaited = <P>(work: Promise<P>): Promise<P> => {
      underway.add(work);
      const done = () => void underway.delete(work);
      work.then(done, done);
      return work;
    };
    const known = await books.load(paymentId);
    const provider = new TestPaymentProvider({
      ledger: ledgerOf(known, (attempt, before) => awaited(books.put(attempt, before))),
      clock,
      webhookKey,
      pageUrl: () => publicUrl + PAYMENT_PAGE_PATH,
      deliver: (body, headers) => awaited(deliver(body, headers)),
      schedule: (delayMs, task) => void awaited(sleep(Math.min(delayMs, DELAY_MS_MAX)).then(task)),
    });
    const answer = await act(provider);
    for (await turn(); underway.size > 0; await turn()) await Promise.allSettled(underway);
    return answer;
  }

  async function deliver(body: Uint8Array, headers: Record<string, string>): Promise<void> {
    const target = `${publicUrl}/v1/webhooks/payments/${TEST_PROVIDER}`;
    const response = await options.fetch(target, { method: 'POST', body: Buffer.from(body), headers });
    await response.body?.cancel();
  }

  const ofAttempt = <T>(providerRef: string, act: (provider: TestPaymentProvider) => Promise<T>) =>
    visit(paymentIdOf(providerRef), act);

  return {
    provider: {
      name: TEST_PROVIDER,
      createAttempt: (request) => visit(request.paymentId, (provider) => provider.createAttempt(request)),
      attempts: (paymentId) => visit(paymentId, (provider) => provider.attempts(paymentId)),
      void: (providerRef) => ofAttempt(providerRef, (provider) => provider.void(providerRef)),
      refund: (providerRef) => ofAttempt(providerRef, (provider) => provider.refund(providerRef)),
      verifyWebhook: (rawBody, headers, nowMs) => verifier(options).verifyWebhook(rawBody, headers, nowMs),
    },
    page(request) {
      const providerRef = new URL(request.url).pathname.slice(PAYMENT_PAGE_PATH.length + 1);
      return ofAttempt(providerRef, async (provider) =>
        testProviderApp(provider, { path: PAYMENT_PAGE_PATH }).fetch(request),
      );
    },
  };
}

/** The provider asks its books in mid-thought, so they are read before and written as it goes. */
function ledgerOf(
  known: LedgerAttempt[],
  write: (attempt: LedgerAttempt, before: LedgerAttempt['status'] | undefined) => Promise<void>,
): ProviderLedger {
  const indexOf = (providerRef: string) => known.findIndex((attempt) => attempt.providerRef === providerRef);
  return {
    get: (providerRef) => known[indexOf(providerRef)],
    ofPayment: () => [...known],
    all: () => known,
    async put(attempt) {
      const index = indexOf(attempt.providerRef);
      await write(attempt, known[index]?.status);
      if (index < 0) known.push(attempt);
      else known[index] = attempt;
    },
    async close() {},
  };
}

function verifier({ clock, webhookKey }: RehearsalOptions): TestPaymentProvider {
  return new TestPaymentProvider({
    ledger: ledgerOf([], async () => {}),
    clock,
    webhookKey,
    pageUrl: () => '',
    deliver: async () => {},
    schedule: () => {},
  });
}

/** An attempt's reference names its payment; anything else is a payment nobody made. */
function paymentIdOf(providerRef: string): string {
  return /^tp_(.{1,64})_\d{1,4}$/.exec(providerRef)?.[1] ?? 'unknown';
}
