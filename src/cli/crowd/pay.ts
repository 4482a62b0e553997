import type { Shopper } from './shopper.ts';
import type { Ending } from './tally.ts';
import { problemCode, timed, UnexpectedAnswerError } from './visit.ts';

const LOOK_AGAIN_MS = 700;
/** A buyer looks at the confirmation page for this long at most. */
const LOOKS_MAX = 40;
const LATE_WEBHOOK_MS = 4_000;
const SLOW_DECISION_MS = 2_500;

/** Checkout, the payment page with its misfortunes, and waiting for the word that the seats are bought. */
export async function payForSession(shopper: Shopper): Promise<Ending> {
  const { crowd, character, sessionId, headers } = shopper;
  const { data, error } = await timed(crowd, 'checkout', () =>
    crowd.client.POST('/v1/sessions/{sessionId}/checkout', {
      params: { path: { sessionId } },
      headers,
      body: { returnPath: '/' },
    }),
  );
  if (data === undefined) {
    problemCode('checkout', error, ['HOLD_EXPIRED', 'SESSION_EXPIRED', 'SESSION_ENDED', 'NOTHING_HELD']);
    return 'outOfTime';
  }
  const { payment, pass } = data;
  headers['x-tix-session'] = pass;
  const page = payment.redirectUrl;
  if (character.leaves === 'atThePaymentPage' || page === null || !crowd.mayPayOn(page))
    return 'leftAtPayment';
  await crowd.pause(character.thinkMs / 2);

  const declines = character.card === 'declined' || character.card === 'declinedOnce';
  if (declines) {
    await clickPay(shopper, page, 'decline');
    if (character.card === 'declined') return 'notPaid';
    const again = await payAgain(shopper, payment.paymentId);
    if (again === undefined) return 'notPaid';
    await clickPay(shopper, again, 'approve');
  } else {
    await clickPay(shopper, page, 'approve');
  }
  return confirmation(shopper, payment.paymentId);
}

async function clickPay({ crowd, character }: Shopper, url: string, outcome: 'approve' | 'decline') {
  const slow = character.card === 'slow' ? { decideAfterMs: SLOW_DECISION_MS } : {};
  const webhook = {
    once: {},
    twice: { webhookCopies: 2 },
    late: { webhookAfterMs: LATE_WEBHOOK_MS },
    never: { webhookCopies: 0 },
  }[outcome === 'approve' ? character.webhook : 'once'];
  const status = await timed(crowd, 'pay', () => crowd.pay(url, { outcome, ...slow, ...webhook }));
  if (status !== 200) throw new UnexpectedAnswerError('pay', `HTTP ${status}`);
}

/** Waits for the decline to arrive, then asks for another attempt; answers its page, or undefined when the time was over. */
async function payAgain({ crowd, headers }: Shopper, paymentId: string): Promise<string | undefined> {
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const { data, error } = await timed(crowd, 'payAgain', () =>
      crowd.client.POST('/v1/payments/{paymentId}/attempts', {
        params: { path: { paymentId } },
        headers,
        body: { returnPath: '/' },
      }),
    );
    if (data === undefined) {
      problemCode('payAgain', error, ['PAYMENT_NOT_PAYABLE']);
      return undefined;
    }
    // Until the decline is known, the answer is the attempt that was just declined.
    if (data.attempts > 1 && data.redirectUrl !== null) return data.redirectUrl;
    await crowd.pause(LOOK_AGAIN_MS);
  }
  return undefined;
}

async function confirmation({ crowd, headers, sessionId }: Shopper, paymentId: string): Promise<Ending> {
  const { tally } = crowd;
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const { data, error } = await timed(crowd, 'payment', () =>
      crowd.client.GET('/v1/payments/{paymentId}', { params: { path: { paymentId } }, headers }),
    );
    if (data === undefined) throw new UnexpectedAnswerError('payment', problemCode('payment', error, []));
    if (data.state === 'settled') {
      for (const { seatId } of data.seats) {
        if (tally.bought.has(seatId)) tally.doubleSold += 1;
        tally.bought.set(seatId, sessionId);
      }
      tally.seatsBought += data.seats.length;
      return 'bought';
    }
    if (data.state === 'refundDue' || data.state === 'refunded') {
      tally.refunds += 1;
      return 'refunded';
    }
    if (data.state === 'voided') return 'notPaid';
    await crowd.pause(LOOK_AGAIN_MS);
  }
  return 'notPaid';
}
