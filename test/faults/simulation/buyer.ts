import type { PaymentRecord, SessionClaim, SessionRecord } from '../../../src/core/reservation/index.ts';
import { checkOut, ownPayment, type PaymentView, payAgain } from '../../../src/service/checkout/index.ts';
import { autoHold, hold, release } from '../../../src/service/holds/index.ts';
import { cancelSession, ownSession, startSession } from '../../../src/service/sessions/index.ts';
import { type Chance, chance } from './chance.ts';
import { EVENT_ID, event, SECTION_ID, seatIds } from './hall.ts';
import { type Answer, Messenger, type Shop, type Work } from './messenger.ts';

const ARRIVAL_SPAN_MS = 150_000;
const SEATS_WANTED = [1, 1, 2, 2, 3] as const;
const PAYMENT_LOOKS_MAX = 15;
const DONE = new Set<PaymentRecord['state']>(['settled', 'refunded', 'voided']);

/** One person with a browser, who acts on what the shop answers and repeats what was not answered. */
export class Buyer {
  readonly userId: string;
  readonly #shop: Shop;
  readonly #number: number;
  readonly #draw: Chance;
  readonly #messenger: Messenger;
  #requests = 0;

  constructor(number: number, shop: Shop) {
    this.userId = `buyer-${number}`;
    this.#number = number;
    this.#shop = shop;
    this.#draw = chance(shop.seed, this.userId);
    this.#messenger = new Messenger(number, shop, chance(shop.seed, `${this.userId}'s messages`));
  }

  async visit(): Promise<void> {
    await this.#pause(this.#draw.between(0, ARRIVAL_SPAN_MS), 'arrives');
    for (let admission = 0; admission < event.admissionsPerUser; admission += 1) {
      const bought = await this.#shopOnce(admission);
      if (bought || this.#draw.happens(0.4)) return;
      await this.#pause(this.#draw.between(500, 20_000), 'comes back');
    }
  }

  /** One token, one session. True when seats were bought. */
  async #shopOnce(admission: number): Promise<boolean> {
    const session = await this.#enter(`token-${this.#number}-${admission}`);
    if (session === undefined) return false;
    const held = await this.#choose(session);
    const fate = this.#draw.unit();
    if (fate < 0.1) return false;
    if (!held || fate < 0.2) {
      await this.#cancel(session);
      return false;
    }
    return this.#checkOutAndPay(session);
  }

  async #enter(tokenId: string): Promise<SessionRecord | undefined> {
    // Some people have two tabs, each with a token of its own.
    if (this.#draw.happens(0.15)) void this.#tryToEnter(`${tokenId}-of-another-tab`);
    for (let slot = 0; slot < 6; slot += 1) {
      const answer = await this.#tryToEnter(tokenId);
      if (answer.kind === 'answer' && answer.value.kind === 'session') return answer.value.session;
      if (answer.kind === 'refused' && answer.sessionId !== undefined) return this.#read(answer.sessionId);
      if (answer.kind === 'refused') return undefined;
      await this.#pause(event.slotSeconds * 1000 * this.#draw.between(0.5, 1.5), 'waits for the next slot');
    }
    return undefined;
  }

  #tryToEnter(tokenId: string) {
    const nowS = Math.floor(this.#shop.agenda.nowMs / 1000);
    const token = {
      ...{ id: tokenId, evt: EVENT_ID, sub: this.userId, lot: '', ch: '' },
      ...{ iat: nowS, exp: nowS + 600, c0: 0, boff: 0, chd: 0 },
    };
    const slotStart = nowS - (nowS % event.slotSeconds);
    const admission = { eventId: EVENT_ID, userId: this.userId, token, slotStart };
    return this.#ask('enter', (context) => startSession(context, admission));
  }

  async #read(sessionId: string): Promise<SessionRecord | undefined> {
    const answer = await this.#ask('read', (context) => ownSession(context, sessionId, this.userId));
    return answer.kind === 'answer' ? answer.value : undefined;
  }

  /** Holds, changes of mind, and too much time to think. True when something was held at some point. */
  async #choose(session: SessionRecord): Promise<boolean> {
    let held = false;
    const rounds = 1 + this.#draw.below(3);
    for (let round = 0; round < rounds; round += 1) {
      const taken = await this.#holdSome(session);
      if (taken.length > 0) held = true;
      const isSlow = this.#draw.happens(0.12);
      await this.#pause(this.#draw.between(300, isSlow ? 90_000 : 9_000), 'thinks');
      if (taken.length > 0 && this.#draw.happens(0.25)) await this.#release(session, taken);
    }
    return held;
  }

  async #holdSome(session: SessionRecord): Promise<readonly string[]> {
    const count = this.#draw.pick(SEATS_WANTED);
    const key = this.#newKey();
    const answer = this.#draw.happens(0.4)
      ? await this.#ask('auto-hold', (context) =>
          autoHold(context, claimOf(session), { count, mode: 'best', filters: {} }, key),
        )
      : await this.#holdNamed(session, count, key);
    if (answer.kind !== 'answer') return [];
    const { seatIds: held, session: after } = answer.value;
    if (after.state === 'reservation') this.#shop.watch.promised(held, after);
    return held;
  }

  async #holdNamed(session: SessionRecord, count: number, key: string) {
    const map = await this.#ask('map', (context) => context.maps.section(EVENT_ID, SECTION_ID));
    const seen = map.kind === 'answer' ? map.value.seats : [];
    const free = seen.filter(({ availability }) => availability === 'available').map(({ seatId }) => seatId);
    const wanted = new Set<string>();
    // Everybody wants the front seats, and some click on what the map no longer shows as free.
    const from = free.length >= count && this.#draw.happens(0.8) ? free : seatIds;
    while (wanted.size < count) wanted.add(from[Math.floor(this.#draw.unit() ** 2 * from.length)] as string);
    return this.#ask('hold', (context) => hold(context, claimOf(session), [...wanted], key));
  }

  async #release(session: SessionRecord, held: readonly string[]): Promise<void> {
    const given = held.slice(0, 1 + this.#draw.below(held.length));
    const key = this.#newKey();
    const answered = this.#shop.watch.givenUp(session.sessionId, given);
    const answer = await this.#ask('release', (context) => release(context, claimOf(session), given, key));
    if (answer.kind !== 'unknown') answered();
  }

  async #cancel({ sessionId }: SessionRecord): Promise<void> {
    this.#shop.watch.givenUp(sessionId);
    await this.#ask('cancel', (context) => cancelSession(context, sessionId, this.userId));
  }

  async #checkOutAndPay(session: SessionRecord): Promise<boolean> {
    const key = this.#newKey();
    // Checkout gives the seats another window; what it is, only the answer tells.
    const answered = this.#shop.watch.givenUp(session.sessionId);
    const answer = await this.#ask('checkout', (context) =>
      checkOut(context, claimOf(session), 'https://shop.example/back', key),
    );
    if (answer.kind !== 'unknown') answered();
    if (answer.kind !== 'answer') return false;
    const { payment, session: after } = answer.value;
    if (after.state === 'checkout') {
      const frozen = payment.seats.map(({ seatId }) => seatId);
      this.#shop.watch.promised(frozen, after);
    }
    if (this.#draw.happens(0.08)) {
      await this.#cancel(after);
      return false;
    }
    return this.#pay(after, payment);
  }

  async #pay(session: SessionRecord, first: PaymentView): Promise<boolean> {
    let { redirectUrl } = first;
    for (let look = 0; look < PAYMENT_LOOKS_MAX; look += 1) {
      if (redirectUrl !== null) this.#payOnPage(redirectUrl);
      redirectUrl = null;
      await this.#pause(this.#draw.between(1_000, 6_000), 'waits for the payment');
      const payment = await this.#look(session, first.paymentId);
      if (payment === undefined) continue;
      if (payment.state === 'settled') return true;
      if (DONE.has(payment.state)) return false;
      if (payment.state === 'declined' && this.#draw.happens(0.7))
        redirectUrl = await this.#payAgain(first.paymentId);
    }
    return false;
  }

  async #look({ sessionId }: SessionRecord, paymentId: string): Promise<PaymentRecord | undefined> {
    const answer = await this.#ask('payment', (context) => ownPayment(context, paymentId, this.userId));
    if (answer.kind !== 'answer') return undefined;
    const payment = answer.value;
    if (payment.state === 'settled')
      this.#shop.watch.sold(
        payment.seats.map(({ seatId }) => seatId),
        sessionId,
      );
    return payment;
  }

  async #payAgain(paymentId: string): Promise<string | null> {
    const key = this.#newKey();
    const returnUrl = 'https://shop.example/back';
    const request = { paymentId, userId: this.userId, returnUrl, idempotencyKey: key };
    const answer = await this.#ask('pay again', (context) => payAgain(context, request));
    return answer.kind === 'answer' ? answer.value.redirectUrl : null;
  }

  /** At the provider's page: most pay, some cards are declined, some people close the page. */
  #payOnPage(url: string): void {
    const fate = this.#draw.unit();
    const decideAfterMs = this.#draw.happens(0.5) ? 0 : Math.round(this.#draw.between(10, 35_000));
    const afterMs = this.#draw.between(500, 8_000);
    if (fate < 0.12) return;
    const outcome = fate < 0.28 ? 'decline' : 'approve';
    this.#shop.agenda.plan(afterMs, `${this.userId} ${outcome}s`, () =>
      this.#shop.pay(url, { outcome, decideAfterMs, ...this.#shop.webhookFate() }),
    );
  }

  #ask<T>(what: string, work: Work<T>): Promise<Answer<T>> {
    return this.#messenger.ask(what, work);
  }

  #newKey(): string {
    this.#requests += 1;
    return `${this.userId}-request-${this.#requests}`;
  }

  #pause(ms: number, why: string): Promise<void> {
    return this.#shop.agenda.pause(ms, `${this.userId} ${why}`);
  }
}

function claimOf({ sessionId, eventId, userId, expiresAtMs, seatLimit }: SessionRecord): SessionClaim {
  return { sessionId, eventId, userId, expiresAtMs, seatLimit };
}
