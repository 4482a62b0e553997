import {
  memoryLedger,
  type PayInstruction,
  type ProviderLedger,
  TestPaymentProvider,
} from '../../../src/service/adapters/payment-test/index.ts';
import { receiveWebhook } from '../../../src/service/checkout/index.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { FaultBook } from './faults.ts';
import { isExpected, type Server, secrets } from './server.ts';

/** The provider's page, as a buyer's browser reaches it. */
export interface PayOnPage {
  pay(redirectUrl: string, instruction: PayInstruction): Promise<void>;
  /** What becomes of the news of one payment. */
  webhookFate(): Pick<PayInstruction, 'webhookCopies' | 'webhookAfterMs'>;
}

const PAGE = 'https://pay.example';
const LATE_MS_MAX = 120_000;

/** The payment provider of the house. Its books are true; its webhooks come once, twice, late or never. */
export function openPayments(options: {
  agenda: Agenda;
  faults: FaultBook;
  draw: Chance;
  servers: readonly Server[];
  bug(error: unknown): void;
}): { provider: TestPaymentProvider; books: ProviderLedger; page: PayOnPage } {
  const { agenda, faults, draw, servers, bug } = options;
  const books = memoryLedger();
  const provider = new TestPaymentProvider({
    ledger: books,
    clock: { nowMs: () => Math.floor(agenda.nowMs) },
    webhookKey: secrets.webhook,
    pageUrl: () => PAGE,
    async deliver(rawBody, headers) {
      const server = draw.pick(servers);
      try {
        await server.handle((context) => receiveWebhook(context, { provider: 'test', rawBody, headers }));
      } catch (error) {
        if (!isExpected(error)) bug(error);
        throw error;
      }
    },
    schedule: (delayMs, task) => void agenda.plan(delayMs, 'the provider goes on', task),
    failing: () => faults.isHolding('providerDown'),
  });
  const page: PayOnPage = {
    async pay(redirectUrl, instruction) {
      await provider.pay(redirectUrl.slice(PAGE.length + 1), instruction);
    },
    webhookFate() {
      const mishap = faults.ofWebhook();
      if (mishap === undefined) return { webhookCopies: 1, webhookAfterMs: 300 };
      agenda.note(`fault: webhook ${mishap}`);
      const webhookCopies = mishap === 'lost' ? 0 : mishap === 'twice' ? 2 : 1;
      return {
        webhookCopies,
        webhookAfterMs: mishap === 'late' ? Math.round(draw.between(5_000, LATE_MS_MAX)) : 300,
      };
    },
  };
  return { provider, books, page };
}
