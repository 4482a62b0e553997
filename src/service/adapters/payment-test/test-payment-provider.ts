import { z } from 'zod';
import { UserError } from '../../../core/errors/index.ts';
import {
  type Attempt,
  type AttemptReport,
  type AttemptRequest,
  type AttemptStatus,
  type Clock,
  type PaymentProvider,
  PaymentProviderUnavailableError,
} from '../../ports/index.ts';
import { SIGNATURE_HEADER, signWebhook, webhookIsGenuine } from '../../webhooks/index.ts';
import { type LedgerAttempt, type ProviderLedger, providerRefOf } from './ledger.ts';

export const TEST_PROVIDER = 'test';

/** What the person at the payment page does, and how badly the news travels. */
export interface PayInstruction {
  readonly outcome: 'approve' | 'decline';
  /** How long after the click the provider decides. */
  readonly decideAfterMs?: number;
  /** How often the webhook is sent: 0 = lost, 2 = duplicated. */
  readonly webhookCopies?: number;
  /** How long after the decision it is sent. */
  readonly webhookAfterMs?: number;
}

export interface TestPaymentProviderOptions {
  readonly ledger: ProviderLedger;
  readonly clock: Clock;
  readonly webhookKey: Uint8Array;
  /** Base of the payment page, without a slash at the end; asked when needed, since a free port is known late. */
  pageUrl(): string;
  /** Brings one webhook to the shop. A failure is the provider's problem: it is lost, and the reconciler must find out. */
  deliver(body: Uint8Array, headers: Record<string, string>): Promise<void>;
  /** Runs `task` after `delayMs`; tests pass one that they drive by hand. */
  schedule(delayMs: number, task: () => void): void;
  /** Answers true to make that call fail as if the provider were down. */
  failing?(call: 'createAttempt' | 'attempts' | 'void' | 'refund'): boolean;
}

const webhookBody = z.object({
  providerRef: z.string().min(1).max(200),
  paymentId: z.string().min(1).max(64),
  status: z.enum(['pending', 'approved', 'declined', 'voided', 'refunded']),
  amountMinor: z.number().int().nonnegative(),
});

/** A payment provider to rehearse with: real state, signed webhooks, and every misfortune on demand. It moves no money. */
export class TestPaymentProvider implements PaymentProvider {
  readonly name = TEST_PROVIDER;
  readonly #options: TestPaymentProviderOptions;

  constructor(options: TestPaymentProviderOptions) {
    this.#options = options;
  }

  async createAttempt(request: AttemptRequest): Promise<Attempt> {
    this.#mayFail('createAttempt');
    const providerRef = providerRefOf(request.paymentId, request.attempt);
    const attempt: Attempt = { providerRef, redirectUrl: `${this.#options.pageUrl()}/${providerRef}` };
    if (this.#options.ledger.get(providerRef) === undefined)
      await this.#options.ledger.put({ ...request, providerRef, status: 'pending' });
    return attempt;
  }

  async attempts(paymentId: string): Promise<AttemptReport[]> {
    this.#mayFail('attempts');
    return this.#options.ledger.ofPayment(paymentId).map(report);
  }

  async void(providerRef: string): Promise<AttemptStatus> {
    this.#mayFail('void');
    const known = this.#options.ledger.get(providerRef);
    if (known === undefined) return 'voided';
    if (known.status === 'pending') await this.#options.ledger.put({ ...known, status: 'voided' });
    return known.status === 'pending' ? 'voided' : known.status;
  }

  async refund(providerRef: string): Promise<'refunded' | 'pending'> {
    this.#mayFail('refund');
    const known = this.#options.ledger.get(providerRef);
    if (known === undefined)
      throw new PaymentProviderUnavailableError(`the provider does not know ${providerRef}`);
    if (known.status === 'approved') await this.#options.ledger.put({ ...known, status: 'refunded' });
    return 'refunded';
  }

  verifyWebhook(
    rawBody: Uint8Array,
    headers: Readonly<Record<string, string | undefined>>,
    nowMs: number,
  ): AttemptReport | undefined {
    if (!webhookIsGenuine(this.#options.webhookKey, rawBody, headers[SIGNATURE_HEADER], nowMs))
      return undefined;
    try {
      return webhookBody.parse(JSON.parse(Buffer.from(rawBody).toString('utf8')));
    } catch {
      return undefined;
    }
  }

  /** What the payment page shows. */
  attempt(providerRef: string): LedgerAttempt | undefined {
    return this.#options.ledger.get(providerRef);
  }

  /**
   * The buyer at the payment page. Resolves with the status after the click (`pending` while the provider still decides).
   *
   * @throws UserError `ATTEMPT_UNKNOWN` when there is no such attempt.
   */
  async pay(providerRef: string, instruction: PayInstruction): Promise<AttemptStatus> {
    if (this.#options.ledger.get(providerRef) === undefined)
      throw new UserError('ATTEMPT_UNKNOWN', `there is no payment attempt ${providerRef}`);
    const delayMs = instruction.decideAfterMs ?? 0;
    if (delayMs === 0) return this.#decide(providerRef, instruction);
    this.#options.schedule(delayMs, () => void this.#decide(providerRef, instruction));
    return 'pending';
  }

  async #decide(providerRef: string, instruction: PayInstruction): Promise<AttemptStatus> {
    const known = this.#options.ledger.get(providerRef);
    if (known === undefined || known.status !== 'pending') return known?.status ?? 'voided';
    const inTime = this.#options.clock.nowMs() < known.expiresAtMs;
    const status = inTime ? (instruction.outcome === 'approve' ? 'approved' : 'declined') : 'voided';
    const decided: LedgerAttempt = { ...known, status };
    await this.#options.ledger.put(decided);
    for (let copy = 0; copy < (instruction.webhookCopies ?? 1); copy++)
      this.#options.schedule(instruction.webhookAfterMs ?? 0, () => void this.#send(decided));
    return status;
  }

  async #send(attempt: LedgerAttempt): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify(report(attempt)));
    const signature = signWebhook(this.#options.webhookKey, body, this.#options.clock.nowMs());
    try {
      await this.#options.deliver(body, {
        'content-type': 'application/json',
        [SIGNATURE_HEADER]: signature,
      });
    } catch {
      // A lost webhook is one of the misfortunes the shop must survive.
    }
  }

  #mayFail(call: 'createAttempt' | 'attempts' | 'void' | 'refund'): void {
    if (this.#options.failing?.(call) === true)
      throw new PaymentProviderUnavailableError('the test provider was told to be unavailable');
  }
}

function report(attempt: LedgerAttempt): AttemptReport {
  const { providerRef, paymentId, status, amountMinor } = attempt;
  return { providerRef, paymentId, status, amountMinor };
}
