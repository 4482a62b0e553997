import { expect, test } from 'vitest';
import { auditStore } from '../../src/core/audit/index.ts';
import { type Harness, openBuyer, openHarness } from './harness.ts';

const firstSeats = (harness: Harness, count: number) => [...harness.venue.seatIds()].slice(0, count);

async function openCheckout(harness: Harness, sub: string, seatIds: readonly string[]) {
  const buyer = await openBuyer(harness, sub);
  await buyer.hold(seatIds);
  const { body } = await buyer.checkout();
  return { buyer, payment: body.payment, paymentId: body.payment.paymentId as string };
}

async function expectClean(harness: Harness) {
  const report = await auditStore(harness.store.scan(), { nowMs: harness.nowMs() });
  expect(report.violations).toEqual([]);
}

const stateOf = async (buyer: Awaited<ReturnType<typeof openBuyer>>, paymentId: string) =>
  (await buyer.payment(paymentId)).body.state;

test('an approved payment sells the seats', async () => {
  const harness = await openHarness();
  const seats = firstSeats(harness, 2);
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', seats);
  expect(payment.amountMinor).toBe(
    seats.reduce((sum, seatId) => sum + (harness.venue.findSeat(seatId)?.priceMinor ?? 0), 0),
  );
  await harness.pay(payment.redirectUrl, { outcome: 'approve' });
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  const { reservations } = (await buyer.reservations()).body;
  expect(reservations).toMatchObject([{ state: 'finalised', seats: seats.map((seatId) => ({ seatId })) }]);
  await expectClean(harness);
});

test('checkout gives a fresh window, freezes the seats, and can be repeated', async () => {
  const harness = await openHarness();
  const [a, b] = firstSeats(harness, 2) as [string, string];
  const buyer = await openBuyer(harness, 'ada');
  await buyer.hold([a]);
  await harness.passMs(290_000);
  const first = await buyer.checkout();
  expect(first.body.payment.payUntilMs).toBeGreaterThanOrEqual(harness.nowMs() + 120_000);
  expect(first.body.session).toMatchObject({ state: 'checkout' });
  expect(await buyer.hold([b])).toMatchObject({ status: 409, body: { code: 'SESSION_IN_CHECKOUT' } });
  const second = await buyer.checkout();
  expect(second.body.payment).toEqual(first.body.payment);
});

test('checking out with nothing held is refused', async () => {
  const harness = await openHarness();
  const buyer = await openBuyer(harness, 'ada');
  expect(await buyer.checkout()).toMatchObject({ status: 409, body: { code: 'NOTHING_HELD' } });
});

test('a declined card can be tried again within the window', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  await harness.pay(payment.redirectUrl, { outcome: 'decline' });
  expect(await stateOf(buyer, paymentId)).toBe('declined');
  const again = await buyer.payAgain(paymentId);
  expect(again.body).toMatchObject({ state: 'created', attempts: 2 });
  expect(again.body.redirectUrl).not.toBe(payment.redirectUrl);
  await harness.pay(again.body.redirectUrl, { outcome: 'approve' });
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  await expectClean(harness);
});

test('a webhook that comes twice changes nothing the second time', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 3 });
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  await expectClean(harness);
});

test('a lost webhook is found out about by asking the provider', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 0 });
  expect(await stateOf(buyer, paymentId)).toBe('created');
  await harness.passMs(60_000);
  await harness.reconcile();
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  await expectClean(harness);
});

test('an abandoned payment is made unpayable before its seats are given up', async () => {
  const harness = await openHarness();
  const seats = firstSeats(harness, 2);
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', seats);
  await harness.passMs(160_000);
  await harness.reconcile();
  expect(await stateOf(buyer, paymentId)).toBe('voided');
  await harness.pay(payment.redirectUrl, { outcome: 'approve' });
  expect(await stateOf(buyer, paymentId)).toBe('voided');
  const bob = await openBuyer(harness, 'bob');
  expect(await bob.hold(seats)).toMatchObject({ status: 200 });
  await expectClean(harness);
});

test('an approval that arrives after the seats went to somebody else is refunded', async () => {
  const harness = await openHarness();
  const seats = firstSeats(harness, 1);
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', seats);
  await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 0 });
  await harness.passMs(160_000);
  const bob = await openBuyer(harness, 'bob');
  expect(await bob.hold(seats)).toMatchObject({ status: 200 });
  await harness.reconcile();
  expect(await stateOf(buyer, paymentId)).toBe('refunded');
  expect((await bob.read()).body.session.seats).toHaveLength(1);
  await expectClean(harness);
});

test('an approval after the time is over still sells seats that nobody took meanwhile', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 0 });
  await harness.passMs(1_000_000);
  await harness.reconcile();
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  await expectClean(harness);
});

test('of two approved attempts one pays and the other is refunded', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  const { redirectUrl } = payment;
  await harness.pay(redirectUrl, { outcome: 'decline' });
  const again = await buyer.payAgain(paymentId);
  // The provider changes its mind about the first card after the second one was charged.
  await harness.pay(again.body.redirectUrl, { outcome: 'approve' });
  await harness.store.recordProviderWord({
    paymentId,
    providerRef: redirectUrl.split('/').at(-1),
    status: 'approved',
    amountMinor: payment.amountMinor,
    nowMs: harness.nowMs(),
  });
  await harness.store.settle({
    paymentId,
    providerRef: redirectUrl.split('/').at(-1),
    nowMs: harness.nowMs(),
  });
  const record = await harness.store.getPayment(paymentId);
  expect(record?.charges.map(({ state }) => state).sort()).toEqual(['refundDue', 'settled']);
  await expectClean(harness);
});

test('cancelling in checkout stops the payment and frees the seats', async () => {
  const harness = await openHarness();
  const seats = firstSeats(harness, 1);
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', seats);
  expect(await buyer.cancel()).toMatchObject({ status: 200, body: { state: 'cancelled' } });
  expect(await buyer.cancel()).toMatchObject({ status: 200, body: { state: 'cancelled' } });
  await harness.pay(payment.redirectUrl, { outcome: 'approve' });
  expect(await stateOf(buyer, paymentId)).toBe('voided');
  const bob = await openBuyer(harness, 'bob');
  expect(await bob.hold(seats)).toMatchObject({ status: 200 });
  await expectClean(harness);
});

test('cancelling after the money was taken is refused: the seats are bought', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 0 });
  expect(await buyer.cancel()).toMatchObject({ status: 409, body: { code: 'SESSION_ENDED' } });
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  await expectClean(harness);
});

test('while the provider is down seats stay held, and everything ends well when it is back', async () => {
  const harness = await openHarness();
  const seats = firstSeats(harness, 1);
  const buyer = await openBuyer(harness, 'ada');
  await buyer.hold(seats);
  harness.setProviderDown(true);
  expect(await buyer.checkout()).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  await harness.passMs(30_000);
  await harness.reconcile();
  harness.setProviderDown(false);
  const { sessionId } = buyer;
  const fresh = (await buyer.read()).body.pass;
  const retried = await harness.call('POST', `/v1/sessions/${sessionId}/checkout`, {
    json: {},
    headers: { ...buyer.headers(), 'x-tix-session': fresh },
  });
  expect(retried.status).toBe(200);
  await harness.pay(retried.body.payment.redirectUrl, { outcome: 'approve' });
  expect(await stateOf(buyer, retried.body.payment.paymentId)).toBe('settled');
  await expectClean(harness);
});

test('a payment known to be approved gets its seats even while the provider is down', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  const providerRef = payment.redirectUrl.split('/').at(-1);
  await harness.pay(payment.redirectUrl, { outcome: 'approve', webhookCopies: 0 });
  // A server took the word and died before it acted on it.
  const { amountMinor } = payment;
  const word = { paymentId, providerRef, status: 'approved', amountMinor, nowMs: harness.nowMs() } as const;
  await harness.store.recordProviderWord(word);
  harness.setProviderDown(true);
  await harness.passMs(1_000);
  await harness.reconcile();
  expect(await stateOf(buyer, paymentId)).toBe('settled');
  await expectClean(harness);
});

test('forged and unconfigured webhooks are refused', async () => {
  const harness = await openHarness();
  const { buyer, payment, paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  const providerRef = payment.redirectUrl.split('/').at(-1);
  const json = { providerRef, paymentId, status: 'approved', amountMinor: payment.amountMinor };
  const headers = {
    'x-tix-webhook-signature': `t=${Math.floor(harness.nowMs() / 1000)},v1=${'0'.repeat(64)}`,
  };
  expect(await harness.call('POST', '/v1/webhooks/payments/test', { json, headers })).toMatchObject({
    status: 401,
    body: { code: 'WEBHOOK_INVALID' },
  });
  expect(await harness.call('POST', '/v1/webhooks/payments/other', { json })).toMatchObject({ status: 404 });
  expect(await stateOf(buyer, paymentId)).toBe('created');
});

test('a payment is shown to its own buyer only', async () => {
  const harness = await openHarness();
  const { paymentId } = await openCheckout(harness, 'ada', firstSeats(harness, 1));
  const bob = await openBuyer(harness, 'bob');
  expect(await bob.payment(paymentId)).toMatchObject({ status: 404, body: { code: 'PAYMENT_UNKNOWN' } });
  expect(await bob.payAgain(paymentId)).toMatchObject({ status: 404, body: { code: 'PAYMENT_UNKNOWN' } });
});
