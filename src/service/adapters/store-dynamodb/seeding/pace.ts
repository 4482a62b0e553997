const START = 4;
const MIN = 1;
const MAX = 64;

/**
 * How many requests may be under way: one more for every round that went well, half as many when DynamoDB asks for patience (additive
 * increase, multiplicative decrease, as in TCP). Requests that were sent before a decrease do not cause another.
 */
export class Pace {
  #allowed = START;
  #running = 0;
  #sent = 0;
  #decreasedAt = 0;
  readonly #waiting: (() => void)[] = [];

  /** Requests that may be under way now. */
  get allowed(): number {
    return Math.floor(this.#allowed);
  }

  /** Runs a request when there is room for it. `isSlowed` tells from its answer whether DynamoDB was overrun. */
  async run<Answer>(request: () => Promise<Answer>, isSlowed: (answer: Answer) => boolean): Promise<Answer> {
    while (this.#running >= this.allowed) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
    this.#sent += 1;
    const number = this.#sent;
    try {
      const answer = await request();
      if (isSlowed(answer)) this.#decrease(number);
      else this.#allowed = Math.min(MAX, this.#allowed + 1 / this.#allowed);
      return answer;
    } finally {
      this.#running -= 1;
      for (let room = this.allowed - this.#running; room > 0; room -= 1) this.#waiting.shift()?.();
    }
  }

  #decrease(number: number): void {
    if (number <= this.#decreasedAt) return;
    this.#allowed = Math.max(MIN, this.#allowed / 2);
    this.#decreasedAt = this.#sent;
  }
}
