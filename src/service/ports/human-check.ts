/** What a page needs to show the check; which widget understands it is told by `kind`. */
export interface HumanChallenge {
  readonly kind: 'altcha' | 'turnstile';
  /** The widget's own parameters, public. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Tells people from simple scripts. A nuisance to the latter, not a proof of anything. */
export interface HumanCheck {
  /** A fresh challenge for this buyer. */
  challenge(subject: string, nowMs: number): Promise<HumanChallenge>;
  /**
   * Whether `answer` solves a challenge made for this buyer that has not expired.
   *
   * @throws HumanCheckUnavailableError when whoever knows cannot be asked.
   */
  verify(subject: string, answer: string, nowMs: number): Promise<boolean>;
}

/** The check cannot be made right now; the buyer tries again. */
export class HumanCheckUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HumanCheckUnavailableError';
  }
}
