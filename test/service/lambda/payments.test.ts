import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dynamoBooks,
  type LedgerAttempt,
  openGateway,
  openRehearsal,
  type RehearsalBooks,
} from '../../../src/service/lambda/payments/index.ts';
import { PaymentProviderUnavailableError } from '../../../src/service/ports/index.ts';
import { describePaymentProvider, type ProviderSetup } from '../../contracts/payment-provider.contract.ts';
import { startDynamo } from '../../support/dynamodb.ts';
import { API_KEY, startGateway, WEBHOOK_KEY } from './gateway-server.ts';

const attempt = {
  paymentId: 'p9',
  attempt: 1,
  amountMinor: 100,
  currency: 'EUR',
  returnUrl: 'https://shop.example/done',
  expiresAtMs: 1_800_000_060_000,
};

describe('a payment gateway', () => {
  let nowMs = 1_800_000_000_000;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    gateway = await startGateway({ nowMs: () => nowMs });
  });
  afterAll(() => gateway.stop());

  const secret = { apiKey: API_KEY, webhookKey: WEBHOOK_KEY };
  let payments = 0;

  describePaymentProvider('gateway', (): ProviderSetup => {
    // One gateway serves all tests: each has a payment of its own, which stands for the one that the contract names.
    payments += 1;
    const own = `${payments}-`;
    const seen = gateway.webhooks.length;
    const provider = openGateway({ url: gateway.url, secret, fetch });
    const strip = <T extends { paymentId: string }>(report: T) => ({
      ...report,
      paymentId: report.paymentId.slice(own.length),
    });
    return {
      provider: {
        ...provider,
        createAttempt: (request) =>
          provider.createAttempt({ ...request, paymentId: own + request.paymentId }),
        attempts: async (paymentId) => (await provider.attempts(own + paymentId)).map(strip),
      },
      approve: async (ref) => void (await gateway.provider.pay(ref, { outcome: 'approve' })),
      decline: async (ref) => void (await gateway.provider.pay(ref, { outcome: 'decline' })),
      webhooks: () => gateway.webhooks.slice(seen),
      nowMs: () => nowMs,
      passMs(ms) {
        nowMs += ms;
      },
    };
  });

  interface Trouble {
    readonly mood?: Partial<typeof gateway.mood>;
    readonly url?: string;
    readonly secret?: typeof secret;
  }

  test.for<[string, Trouble]>([
    ['that fails', { mood: { status: 500 } }],
    ['that answers something else', { mood: { answer: { attempts: 'none' } } }],
    ['that does not know us', { secret: { ...secret, apiKey: 'another-key-altogether' } }],
    ['that is not there', { url: 'http://127.0.0.1:1' }],
  ])('%s is asked again later, and no secret shows', async ([, { mood, ...options }]) => {
    Object.assign(gateway.mood, mood);
    const provider = openGateway({ url: gateway.url, secret, fetch, ...options });
    try {
      const failure = await provider.attempts('p1').catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PaymentProviderUnavailableError);
      expect(String(failure)).not.toMatch(/key/);
    } finally {
      Object.assign(gateway.mood, { status: undefined, answer: undefined });
    }
  });
});

const dynamo = await startDynamo();
afterAll(() => dynamo?.stop());

describe.skipIf(dynamo === undefined)('the rehearsal’s provider, with its books in a table', () => {
  const { endpoint = '', region = '', credentials } = dynamo?.connection ?? {};
  const client = { endpoint, region, ...(credentials === undefined ? {} : { credentials }) };
  let nowMs = 1_800_000_000_000;
  const webhookKey = new Uint8Array(32).fill(7);
  beforeAll(async () => {
    const admin = new DynamoDBClient(client);
    await admin.send(
      new CreateTableCommand({
        TableName: 'books',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'paymentId', AttributeType: 'S' },
          { AttributeName: 'attempt', AttributeType: 'N' },
        ],
        KeySchema: [
          { AttributeName: 'paymentId', KeyType: 'HASH' },
          { AttributeName: 'attempt', KeyType: 'RANGE' },
        ],
      }),
    );
    admin.destroy();
  });

  let runs = 0;
  /** Every call finds a process that knows nothing but the table. */
  function open(wrap: (books: RehearsalBooks) => RehearsalBooks = (books) => books) {
    const webhooks: { body: Uint8Array; headers: Record<string, string> }[] = [];
    const send: typeof fetch = async (_, init) => {
      webhooks.push({ body: init?.body as Uint8Array, headers: init?.headers as Record<string, string> });
      return new Response(null, { status: 200 });
    };
    const rehearsal = () =>
      openRehearsal({
        books: wrap(dynamoBooks({ table: 'books', client })),
        clock: { nowMs: () => nowMs },
        webhookKey,
        publicUrl: 'https://tickets.example',
        fetch: send,
      });
    const press = async (ref: string, instruction: object) => {
      const response = await rehearsal().page(
        new Request(`https://tickets.example/test-pay/${ref}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(instruction),
        }),
      );
      return response.status;
    };
    return { rehearsal, press, webhooks };
  }

  describePaymentProvider('rehearsal', (): ProviderSetup => {
    runs += 1;
    const own = `${runs}-`;
    const { rehearsal, press, webhooks } = open();
    const { provider } = rehearsal();
    return {
      provider: {
        ...provider,
        createAttempt: (request) =>
          provider.createAttempt({ ...request, paymentId: own + request.paymentId }),
        attempts: async (paymentId) =>
          (await provider.attempts(own + paymentId)).map((report) => ({ ...report, paymentId })),
      },
      approve: async (ref) => void (await press(ref, { outcome: 'approve' })),
      decline: async (ref) => void (await press(ref, { outcome: 'decline' })),
      webhooks: () => webhooks,
      nowMs: () => nowMs,
      passMs(ms) {
        nowMs += ms;
      },
    };
  });

  test('has sent its webhooks through the site before the page answers, as often as asked', async () => {
    const { rehearsal, press, webhooks } = open();
    const { providerRef } = await rehearsal().provider.createAttempt({
      ...attempt,
      expiresAtMs: nowMs + 60_000,
    });
    expect(await press(providerRef, { outcome: 'approve', decideAfterMs: 20, webhookCopies: 2 })).toBe(200);
    expect(webhooks).toHaveLength(2);
    expect((await rehearsal().provider.attempts('p9'))[0]?.status).toBe('approved');
  });

  test('of two that decide at once only one does: the other is asked again', async () => {
    const overtaken: LedgerAttempt[] = [];
    const { rehearsal } = open((books) => ({
      ...books,
      async put(changed, before) {
        const [faster] = overtaken.splice(0);
        if (faster !== undefined) await books.put(faster, before);
        await books.put(changed, before);
      },
    }));
    const request = { ...attempt, paymentId: 'p10', expiresAtMs: nowMs + 60_000 };
    const { providerRef } = await rehearsal().provider.createAttempt(request);
    overtaken.push({ ...request, providerRef, status: 'approved' });
    await expect(rehearsal().provider.void(providerRef)).rejects.toThrow(PaymentProviderUnavailableError);
    expect(await rehearsal().provider.void(providerRef)).toBe('approved');
  });

  test('knows nothing of references it did not give', async () => {
    const { rehearsal, press } = open();
    expect(await press('nonsense', { outcome: 'approve' })).toBe(404);
    expect(await rehearsal().provider.void('nonsense')).toBe('voided');
  });
});
