export interface AttemptRequest {
  readonly paymentId: string;
  /** 1, 2, …; asking again for the same payment and attempt answers the same attempt. */
  readonly attempt: number;
  readonly amountMinor: number;
  readonly currency: string;
  /** Where the buyer's browser goes afterwards. */
  readonly returnUrl: string;
  readonly expiresAtMs: number;
}

export interface Attempt {
  readonly providerRef: string;
  /** Page on which the buyer pays. */
  readonly redirectUrl: string;
}

export type AttemptStatus = 'pending' | 'approved' | 'declined' | 'voided' | 'refunded';

export interface AttemptReport {
  readonly providerRef: string;
  readonly paymentId: string;
  readonly status: AttemptStatus;
  readonly amountMinor: number;
}

/** Whoever takes the money. Slow, repeating itself and sometimes silent: callers ask until the answer is terminal. */
export interface PaymentProvider {
  readonly name: string;
  createAttempt(request: AttemptRequest): Promise<Attempt>;
  /** Every attempt the provider knows of this payment; empty when it never heard of it. */
  attempts(paymentId: string): Promise<AttemptReport[]>;
  /** Makes a pending attempt impossible to pay. Answers what it is now: `voided`, or `approved`/`declined` when it was too late. */
  void(providerRef: string): Promise<AttemptStatus>;
  /** Gives the money back; repeating it is harmless. */
  refund(providerRef: string): Promise<'refunded' | 'pending'>;
  /** The report inside a webhook, or undefined when its signature, age or form is wrong. `rawBody` is the bytes as received. */
  verifyWebhook(
    rawBody: Uint8Array,
    headers: Readonly<Record<string, string | undefined>>,
    nowMs: number,
  ): AttemptReport | undefined;
}

/** The provider could not be reached or answered nonsense: ask again later. */
export class PaymentProviderUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PaymentProviderUnavailableError';
  }
}
