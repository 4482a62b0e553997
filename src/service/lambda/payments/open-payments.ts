import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Clock, PaymentProvider } from '../../ports/index.ts';
import { PaymentProviderUnavailableError } from '../../ports/index.ts';
import { PAYMENT_PAGE_PATH } from '../names.ts';
import { requireSecret, type SecretReader } from '../secrets/index.ts';
import type { PaymentSettings } from '../settings/index.ts';
import { gatewaySecret, openGateway } from './gateway.ts';
import { openRehearsal } from './rehearsal.ts';
import { dynamoBooks } from './rehearsal-books.ts';

export interface Payments {
  readonly provider: PaymentProvider;
  /** Adds pages that the provider has on this very site; only the rehearsal's has one. */
  addPages(app: OpenAPIHono): void;
}

/** The payment provider that the settings name; without one, paying is not this function's business. */
export async function openPayments(
  settings: PaymentSettings | undefined,
  parts: { clock: Clock; webhookKey: Uint8Array; publicUrl: string; read: SecretReader },
): Promise<Payments> {
  switch (settings?.kind) {
    case undefined:
      return { provider: noProvider, addPages() {} };
    case 'gateway': {
      const secret = gatewaySecret.parse(JSON.parse(await requireSecret(parts.read, settings.secret)));
      return { provider: openGateway({ url: settings.url, secret, fetch }), addPages() {} };
    }
    case 'rehearsal': {
      const books = dynamoBooks({ table: settings.table });
      const { provider, page } = openRehearsal({ ...parts, books, fetch });
      return {
        provider,
        addPages: (app) => void app.all(`${PAYMENT_PAGE_PATH}/:ref`, (c) => page(c.req.raw)),
      };
    }
  }
}

async function unreachable(): Promise<never> {
  throw new PaymentProviderUnavailableError('this function does not speak to the payment provider');
}

const noProvider: PaymentProvider = {
  name: 'none',
  createAttempt: unreachable,
  attempts: unreachable,
  void: unreachable,
  refund: unreachable,
  verifyWebhook: () => undefined,
};
