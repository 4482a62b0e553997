import type { ServiceContext } from '../../../src/service/context.ts';
import { ProblemError } from '../../../src/service/problems/index.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { FaultBook } from './faults.ts';
import type { PayOnPage } from './payments.ts';
import { isExpected, type Server } from './server.ts';
import type { Watch } from './watch.ts';

/** The shop as buyers reach it. */
export interface Shop extends PayOnPage {
  readonly seed: number;
  readonly agenda: Agenda;
  readonly faults: FaultBook;
  readonly servers: readonly Server[];
  readonly watch: Watch;
}

export type Work<T> = (context: ServiceContext) => Promise<T>;

export type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string; readonly sessionId: string | undefined }
  /** No answer, or one that says nothing: it may have happened or not. */
  | { readonly kind: 'unknown' };

const TIMEOUT_MS = 8_000;
const TRIES = 5;
const LATE_MS_MAX = 40_000;

/** Carries a buyer's requests to whichever server the balancer picks, and repeats what was not answered. */
export class Messenger {
  readonly #number: number;
  readonly #shop: Shop;
  readonly #draw: Chance;

  constructor(number: number, shop: Shop, draw: Chance) {
    this.#number = number;
    this.#shop = shop;
    this.#draw = draw;
  }

  async ask<T>(what: string, work: Work<T>): Promise<Answer<T>> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await this.#send(what, work);
      if (answer.kind !== 'unknown') return answer;
      await this.#shop.agenda.pause(this.#draw.between(100, 2_000), `b${this.#number} tries ${what} again`);
    }
    return { kind: 'unknown' };
  }

  #send<T>(what: string, work: Work<T>): Promise<Answer<T>> {
    const { agenda, faults } = this.#shop;
    const mishap = faults.ofMessage(this.#number);
    if (mishap !== undefined) agenda.note(`fault: b${this.#number}'s ${what} ${mishap}`);
    return new Promise((resolve) => {
      const giveUp = agenda.plan(TIMEOUT_MS, `b${this.#number} gets no answer to ${what}`, () =>
        resolve({ kind: 'unknown' }),
      );
      const answered = (answer: Answer<T>) => {
        giveUp();
        resolve(answer);
      };
      const ignored = () => {};
      const lateMs = this.#draw.between(1_000, LATE_MS_MAX);
      if (mishap === 'late') this.#carry(what, work, lateMs, ignored);
      else if (mishap === 'answerLost') this.#carry(what, work, 0, ignored);
      else if (mishap !== 'lost') this.#carry(what, work, 0, answered);
      if (mishap === 'twice') this.#carry(what, work, 0, ignored);
      if (mishap === 'lateTwice') this.#carry(what, work, lateMs, ignored);
    });
  }

  /** One copy of the message to one server, and its answer back. */
  #carry<T>(what: string, work: Work<T>, lateMs: number, answered: (answer: Answer<T>) => void): void {
    const { agenda, servers } = this.#shop;
    const server = this.#draw.pick(servers);
    const [there, back] = [this.#draw.between(1, 40), this.#draw.between(1, 40)];
    agenda.plan(lateMs + there, `b${this.#number} → s${server.number} ${what}`, async () => {
      const answer = await this.#answerOf(server, work);
      const told = answer.kind === 'refused' ? answer.code : answer.kind;
      agenda.plan(back, `b${this.#number} ← s${server.number} ${what}: ${told}`, () => answered(answer));
    });
  }

  async #answerOf<T>(server: Server, work: Work<T>): Promise<Answer<T>> {
    try {
      return { kind: 'answer', value: await server.handle(work) };
    } catch (error) {
      if (!isExpected(error)) this.#shop.watch.fail('BUG', describe(error));
      if (!(error instanceof ProblemError) || error.code === 'UNAVAILABLE') return { kind: 'unknown' };
      return { kind: 'refused', code: error.code, sessionId: error.extra.sessionId };
    }
  }
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
